"""
Latents for pictures with factors, numbers from N(0, 1) on which a picture depends continuously.

Factor j has its own direction, and all directions are orthonormal. A latent stands for the value s_j, its
reach along direction j. A picture's latent has the picture's factors as its reach and is otherwise drawn from
N(0, I), on the sphere of radius sqrt(latent) to which PixelNorm scales every latent. So the latents of the
data set's pictures are distributed like the prior, and one standard deviation along a direction is 1 in its
factor.
"""

import math

import numpy as np
import torch
from torch import Tensor

from training.data.images import ShardedImages
from training.errors import TrainingError
from training.network.layers import pixel_norm
from training.network.progan import Generator, Shape
from training.pairing.directions import cosines, with_reach
from training.pairing.places import by_factors
from training.pairing.readout import FactorReadout, readable_blocks

# Added to a factor in the channel that carries it, to keep nearly all values on one side of leaky ReLU's
# bend.
LIFT = 2.0
PLACES_SIDE = 64  # px at which places are weighed; a finer grid takes memory and gains nothing


class Factors:
    """
    The pairing of pictures with factors.

    @raises TrainingError for a latent of too few numbers
    """

    def __init__(self, values: np.ndarray, latent: int):
        """@param values float32 [pictures, factors]"""
        count = values.shape[1]
        if latent <= count:
            raise TrainingError(
                "CONFIG_INVALID",
                f"pairing needs a latent of more than {count} numbers, one direction for each factor and "
                f"some left over, not {latent}.",
            )
        self.values = torch.from_numpy(values)
        self.directions = cosines(count, latent).float()

    @torch.no_grad()
    def begin(self, generator: Generator) -> None:
        """
        Initialises a generator whose lower blocks know the factors (`pass_on`). All channels depend on z only
        through the factors.
        """
        self.confine(generator)
        # As large as before the projection.
        generator.c0[0].w.mul_(math.sqrt(self.directions.shape[1] / len(self.directions)))
        pass_on(generator, self.directions)

    @torch.no_grad()
    def confine(self, generator: Generator) -> None:
        """
        Projects the first layer's weights onto the factors' directions, so that pictures depend on nothing
        else in z.
        """
        w = generator.c0[0].w
        rows = w.permute(0, 2, 3, 1).reshape(-1, w.shape[1])
        directions = self.directions.to(w.device)
        kept = (rows @ directions.T) @ directions
        w.copy_(kept.reshape(w.shape[0], w.shape[2], w.shape[3], w.shape[1]).permute(0, 3, 1, 2))

    def readout(self, shape: Shape, device: torch.device) -> FactorReadout:
        """
        Makes the reader for a network.

        @raises TrainingError when the network is too narrow for it
        """
        return FactorReadout(shape, len(self.directions), device)

    def places(self, data: ShardedImages, share: float, device: torch.device) -> Tensor:
        """Weighs the places of a picture (training.pairing.places.by_factors)."""
        return by_factors(data, self.values[: data.trained], share, min(data.size, PLACES_SIDE), device)

    def truth(self, pictures: np.ndarray) -> Tensor:
        """Returns the factors of pictures, float32 [n, factors]."""
        return self.values[torch.from_numpy(pictures)]

    def latents_of(self, pictures: np.ndarray, z: Tensor, seed: int, at: int) -> Tensor:
        """
        Returns latents that stand for pictures, each of length sqrt(latent).

        @param z [n, latent] from the prior; kept, except for its length, in every direction without a factor
        @param seed, at unused, since nothing else is drawn
        @returns [n, latent]
        """
        return with_reach(self.truth(pictures), z, self.directions)

    def values_at(self, z: Tensor) -> Tensor:
        """Returns the factors that z [n, latent] stands for, float32 [n, factors]."""
        return pixel_norm(z.float()) @ self.directions.T


@torch.no_grad()
def pass_on(generator: Generator, directions: Tensor) -> None:
    """
    Gives the first channels of the first layer, one per direction, the reach of z along it, plus LIFT. The
    lower blocks with at least as many channels as directions begin by passing these on. All other channels
    keep their weights.

    @param directions orthonormal [k, latent]
    """
    first = generator.c0[0]
    count = min(first.w.shape[0], len(directions))
    unit = math.sqrt(directions.shape[1])  # scales a direction to weights of variance 1
    first.w[:count] = (unit * directions[:count])[:, :, None, None].to(first.w.device)
    first.b[:count] = unit * first.scale * LIFT
    blocks = readable_blocks(generator.shape, len(directions))
    for layer in [*generator.c1[:blocks], *generator.c0[1:blocks]]:
        own = range(count)
        layer.w[own] = 0
        layer.w[own, own, 1, 1] = 1 / layer.scale
