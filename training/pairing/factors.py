"""
Latents for pictures with factors, numbers from N(0, 1) on which a picture depends continuously.

Factor j has a direction of its own, and all directions are orthonormal. A latent stands for the value s_j
that it reaches along direction j. The latent of a picture reaches its factors' values and is drawn from N(0,
I) otherwise, on the sphere of radius sqrt(latent) to which PixelNorm brings every latent. So the latents of
the data set's pictures are distributed as the prior is, and one standard deviation along a direction is 1 in
its factor.
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

# Added to a factor where a channel carries it, so that nearly all of it lies on one side of leaky ReLU's
# bend.
LIFT = 2.0
PLACES_SIDE = 64  # px at which places are counted; finer ones gain nothing and take memory


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
                f"pairing needs a latent of more than {count} numbers, a direction for each factor and some "
                f"left over, not {latent}.",
            )
        self.values = torch.from_numpy(values)
        self.directions = cosines(count, latent).float()

    @torch.no_grad()
    def begin(self, generator: Generator) -> None:
        """
        Initialises a generator so that its lower blocks know the factors.

        The first channels of the first layer, as many as there are, begin as s_j + LIFT, and the lower blocks
        that have as many channels as there are factors begin by passing them on. All other channels begin
        from noise, but depend on nothing of z but the factors.
        """
        first = generator.c0[0]
        count = min(first.w.shape[0], len(self.directions))
        unit = math.sqrt(self.directions.shape[1])  # brings a direction to weights of variance 1
        self.confine(generator)
        first.w.mul_(math.sqrt(unit * unit / len(self.directions)))  # as large as before what was taken away
        first.w[:count] = (unit * self.directions[:count])[:, :, None, None].to(first.w.device)
        first.b[:count] = unit * first.scale * LIFT
        for layer in [*generator.c1[: self._blocks(generator)], *generator.c0[1 : self._blocks(generator)]]:
            own = range(count)
            layer.w[own] = 0
            layer.w[own, own, 1, 1] = 1 / layer.scale

    @torch.no_grad()
    def confine(self, generator: Generator) -> None:
        """
        Projects the first layer's weights onto the factors' directions, so that a picture depends on nothing
        else of z.
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
        """Weighs the places of a picture; see training.pairing.places.by_factors."""
        return by_factors(data, self.values[: data.trained], share, min(data.size, PLACES_SIDE), device)

    def truth(self, pictures: np.ndarray) -> Tensor:
        """Returns the factors of pictures, float32 [n, factors]."""
        return self.values[torch.from_numpy(pictures)]

    def latents_of(self, pictures: np.ndarray, z: Tensor, seed: int, at: int) -> Tensor:
        """
        Returns latents that stand for pictures, each of length sqrt(latent).

        @param z [n, latent] from the prior; apart from its length it is kept in every direction that belongs
            to no factor
        @param seed, at are not needed here, as nothing else is drawn
        @returns [n, latent]
        """
        return with_reach(self.truth(pictures), z, self.directions)

    def values_at(self, z: Tensor) -> Tensor:
        """Returns the factors for which z [n, latent] stands, float32 [n, factors]."""
        return pixel_norm(z.float()) @ self.directions.T

    def _blocks(self, generator: Generator) -> int:
        return readable_blocks(generator.shape, len(self.directions))
