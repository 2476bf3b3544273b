"""
Latents for pictures with labels: the latent space is divided into regions, one per label, whose sizes match
the labels' frequencies.

A label column of k values has its own k directions, and all directions are orthonormal. With s_j the reach of
z along the direction of value j, z stands for the value with the largest s_j + b_j; the offsets b are solved
for to match the shares in the data set. A picture's latent is drawn from N(0, I), conditioned on standing for
the picture's labels. So the latents of the data set's pictures are distributed like the prior, the generator
can be told which picture to draw for each, and an attribute is by construction a straight line through the
latent space (`attribute_directions`).

Learning pictures from given latents by a loss of Laplacian pyramids is due to Bojanowski et al. 2018
("Optimizing the Latent Space of Generative Networks"), who optimise the latents, too; here the labels
determine them.
"""

import math
from dataclasses import dataclass

import numpy as np
import torch
from torch import Tensor

from training.attributes.table import ATTRIBUTES, check_columns, columns_of
from training.data.images import ShardedImages
from training.data.randomness import generator as random_generator
from training.errors import TrainingError
from training.network.layers import pixel_norm
from training.network.progan import Generator, Shape
from training.pairing.directions import cosines, with_reach
from training.pairing.places import by_labels
from training.pairing.readout import Readout, readable_blocks

# Where the largest s_j + b_j can lie; its distribution is tabulated here.
GRID = torch.linspace(-8, 10, 3601, dtype=torch.float64)
SMALLEST = 1e-12  # probabilities nearer to 0 or 1 have no finite quantile of the normal distribution


@dataclass(frozen=True)
class Part:
    """One column: its rows of the directions, its offsets [k], and the pictures' values [n]."""

    rows: slice
    offsets: Tensor
    truth: np.ndarray


class Regions:
    """
    The pairing of pictures with labels.

    @raises TrainingError for labels without the attributes' values, and for a latent of too few numbers
    """

    def __init__(self, labels: dict[str, list[str]], latent: int):
        self.columns = columns_of(labels)
        check_columns(self.columns)
        self.parts: dict[str, Part] = {}
        tables: list[Tensor] = []
        size = 0
        for column, values in self.columns.items():
            truth = np.searchsorted(values, np.asarray(labels[column]))
            if any(_same_division(truth, part.truth) for part in self.parts.values()):
                continue  # such as the colours of hair and beard, which always agree
            shares = torch.from_numpy(np.bincount(truth, minlength=len(values)) / len(truth))
            offsets, largest = _offsets(shares)
            self.parts[column] = Part(slice(size, size + len(values)), offsets, truth)
            tables.append(largest)
            size += len(values)
        if latent < size:
            raise TrainingError(
                "CONFIG_INVALID",
                f"pairing needs a latent of at least {size} numbers, one direction for each value of the "
                f"labels, not {latent}.",
            )
        self.directions = cosines(size, latent).float()
        self.sizes = [len(part.offsets) for part in self.parts.values()]  # how many values each column has
        self.offsets = torch.cat([part.offsets for part in self.parts.values()])
        self._firsts = torch.tensor([part.rows.start for part in self.parts.values()])
        self._column = torch.tensor([c for c, k in enumerate(self.sizes) for _ in range(k)])
        # Distribution functions of the largest for each value, end to end and each 1 higher, so one search
        # covers all.
        self._largest = (torch.cat(tables) + torch.arange(size)[:, None]).flatten()

    @torch.no_grad()
    def begin(self, generator: Generator) -> None:
        """
        Initialises a generator whose lower blocks know the labels.

        The first channels of the first layer, one per value, begin as s_j + b_j, and the lower blocks with at
        least as many channels as values begin by passing them on. Leaky ReLU and PixelNorm keep the order, so
        the largest of a column stays the largest. At 16 px this reached in 45,000 pictures what took 70,000
        from noise alone (docs/training.md).
        """
        first = generator.c0[0]
        count = min(first.w.shape[0], len(self.directions))
        unit = math.sqrt(self.directions.shape[1])  # scales a direction to weights of variance 1
        offsets = self.offsets.float()
        first.w[:count] = (unit * self.directions[:count])[:, :, None, None].to(first.w.device)
        first.b[:count] = (unit * first.scale * offsets[:count]).to(first.b.device)
        blocks = readable_blocks(generator.shape, len(self.directions))
        own = range(count)
        for layer in [*generator.c1[:blocks], *generator.c0[1:blocks]]:
            layer.w[own] = 0
            layer.w[own, own, 1, 1] = 1 / layer.scale

    def readout(self, shape: Shape, device: torch.device) -> Readout:
        """
        Makes the reader for a network.

        @raises TrainingError when the network is too narrow for it
        """
        return Readout(shape, self.sizes, device)

    def places(self, data: ShardedImages, share: float, device: torch.device) -> Tensor:
        """Weighs the places of a picture (training.pairing.places.by_labels)."""
        return by_labels(data, self.truth(np.arange(data.trained)), self.sizes, share, device)

    def truth(self, pictures: np.ndarray) -> Tensor:
        """Returns which value of each column pictures have, int64 [n, columns]."""
        return torch.from_numpy(np.stack([part.truth[pictures] for part in self.parts.values()], axis=1))

    def latents_of(self, pictures: np.ndarray, z: Tensor, seed: int, at: int) -> Tensor:
        """
        Draws latents from the prior, each conditioned on standing for the labels of its picture.

        @param z [n, latent] from the prior; kept, except for its length, in every direction without a label
        @param seed, at identify the random numbers
        @returns [n, latent]
        """
        size, columns = self.directions.shape[0], len(self.parts)
        uniform = torch.rand(len(pictures), size + columns, generator=random_generator(seed, "pairing", at))
        uniform = uniform.double().clamp(SMALLEST, 1 - SMALLEST)
        rows = self.truth(pictures) + self._firsts  # [n, columns]
        # First the largest s + b of each column, then the others below it.
        place = torch.searchsorted(self._largest, rows + uniform[:, size:].flip(1)) - rows * len(GRID)
        largest = GRID[place.clamp(0, len(GRID) - 1)]
        below = torch.special.ndtr(largest[:, self._column] - self.offsets)
        reach = torch.special.ndtri((uniform[:, :size] * below).clamp(SMALLEST, 1 - SMALLEST))
        reach.scatter_(1, rows, largest - self.offsets[rows])
        # Scaled to the length in `values_at`, as the generator sees z: offsets do not grow with z.
        return with_reach(reach.float(), z, self.directions)

    def values_at(self, z: Tensor) -> dict[str, np.ndarray]:
        """
        Returns, for each column, which of its values z [n, latent] stands for: int [n], an index into
        `columns`.
        """
        reach = pixel_norm(z.float()) @ self.directions.T
        return {
            column: (reach[:, part.rows] + part.offsets.float()).argmax(dim=1).numpy()
            for column, part in self.parts.items()
        }

    def attribute_directions(self) -> Tensor:
        """
        Returns unit vectors [attributes, latent] in the order of the table, each from the middle of the
        values that lack the attribute to the middle of those that have it.
        """
        found = torch.zeros(len(ATTRIBUTES), self.directions.shape[1])
        for i, attribute in enumerate(ATTRIBUTES):
            part, values = self.parts[attribute.column], self.columns[attribute.column]
            has = torch.from_numpy(np.isin(values, attribute.values))
            lacks = ~has & ~torch.from_numpy(np.isin(values, attribute.unclear))
            own = self.directions[part.rows]
            d = own[has].mean(dim=0) - own[lacks].mean(dim=0)
            found[i] = d / d.norm()
        return found


def _same_division(a: np.ndarray, b: np.ndarray) -> bool:
    """Tells whether each value of one column always occurs with the same value of the other."""
    return len(set(zip(a.tolist(), b.tolist()))) == len(set(a.tolist())) == len(set(b.tolist()))


def _offsets(shares: Tensor) -> tuple[Tensor, Tensor]:
    """
    Solves for offsets b [k] such that, with s from N(0, I), value j has the largest s_j + b_j with
    probability shares[j].

    @returns the offsets; the distribution function of the largest given that it is j, [k, grid]
    """
    b = torch.zeros_like(shares)
    for _ in range(200):
        # P(j is the largest, at m) = density(m - b_j) * product over the others of P(s_i < m - b_i)
        away = GRID - b[:, None]
        below = torch.special.log_ndtr(away)
        density = torch.exp(-away.square() / 2 - 0.5 * math.log(2 * math.pi) + below.sum(dim=0) - below)
        found = density.sum(dim=1) * (GRID[1] - GRID[0])
        b = b + 0.5 * (shares.log() - found.log())
        b = b - b.mean()
    return b, (density / density.sum(dim=1, keepdim=True)).cumsum(dim=1)
