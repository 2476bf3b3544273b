"""
What the generator is asked to draw, and how the labels of real pictures say it (an auxiliary classifier, Odena et al. 2017).

The discriminator also names the attributes of real pictures, and the generator is asked for pictures that it names rightly. What
is asked of a picture follows from its latent: how far the normalised z reaches along `asked_directions`[i], a standard normal number,
decides over attribute i of training/attributes/table.py. So attributes are straight directions of the latent space, at right
angles to each other, and as frequent as in the data.
"""

import math

import numpy as np
import torch
import torch.nn.functional as F
from torch import Tensor

from training.attributes.table import (
    ATTRIBUTES,
    Attribute,
    check_columns,
    columns_of,
    judge,
    of_labels,
    visible,
)
from training.errors import TrainingError
from training.layers import pixel_norm

MARGIN = 0.1  # in standard deviations: a latent this near a border may have the attribute or lack it


class Conditioning:
    """@raises TrainingError for labels that the attributes do not fit, and a latent of too few numbers."""

    size = len(ATTRIBUTES)

    def __init__(self, labels: dict[str, list[str]], latent: int):
        self.columns = columns_of(labels)
        check_columns(self.columns)
        if latent <= self.size:
            raise TrainingError(
                "CONFIG_INVALID",
                f"conditioning needs a latent of more than {self.size} numbers, a direction for each attribute, not {latent}.",
            )
        truth = of_labels(labels, self.columns)
        both = [judge(attribute, truth, self.columns) for attribute in ATTRIBUTES]
        self._has = torch.from_numpy(np.stack([has > 0.5 for has, _ in both], axis=1)).float()
        self._clear = torch.from_numpy(np.stack([clear for _, clear in both], axis=1)).float()
        self._shares = {c: v.mean(axis=0, dtype=np.float64) for c, v in truth.items()}
        # Within a column the clearest attributes decide first, the others over what those leave possible.
        self._order = sorted(range(self.size), key=lambda i: len(ATTRIBUTES[i].unclear))

    def of_images(self, indices: np.ndarray) -> tuple[Tensor, Tensor]:
        """@returns float32 [n, attributes], 1 where picture i has it; 1 where that can be judged."""
        return self._has[indices], self._clear[indices]

    def of_latents(self, z: Tensor) -> tuple[Tensor, Tensor]:
        """
        What pictures of these latents are to show.

        @param z [n, latent]
        @returns float32 [n, attributes], 1 where the attribute is asked for; 1 where it is asked for or ruled out
        """
        reach = pixel_norm(z.detach().cpu().double()) @ asked_directions(z.shape[1]).T
        below = torch.special.ndtr(reach).numpy()
        left = {c: np.repeat(shares[None], len(below), axis=0) for c, shares in self._shares.items()}
        has, asked = np.zeros(below.shape, bool), np.zeros(below.shape, bool)
        for i in self._order:
            has[:, i], asked[:, i] = _decide(ATTRIBUTES[i], below[:, i], left, self.columns)
        for i, attribute in enumerate(ATTRIBUTES):
            asked[:, i] &= visible(attribute.column, left, self.columns)
        return torch.from_numpy(has).float(), torch.from_numpy(asked).float()


def asked_directions(latent: int) -> Tensor:
    """
    float64 [attributes, latent]: orthonormal rows 1, 2, ... of the discrete cosine transform (DCT-II). Every number of z has a part in
    each: Adam moves all weights at the same pace, so what hangs on one number alone would be learned sqrt(latent) times slower.
    """
    k = torch.arange(latent, dtype=torch.float64) + 0.5
    i = torch.arange(1, len(ATTRIBUTES) + 1, dtype=torch.float64)
    return math.sqrt(2 / latent) * torch.cos(math.pi / latent * i[:, None] * k)


def _decide(
    attribute: Attribute, below: np.ndarray, left: dict[str, np.ndarray], columns: dict[str, list[str]]
) -> tuple[np.ndarray, np.ndarray]:
    """
    Lacks it, is unclear, has it: in this order along the attribute's direction, each over its share of the values that are left.
    Values that do not fit the decision are then taken from `left`.

    @param below [n] in 0..1, the share of latents that reach less far
    @returns bool [n], has it; bool [n], whether that is clear
    """
    p, values = left[attribute.column], columns[attribute.column]
    is_yes = np.isin(values, attribute.values)
    is_unclear = np.isin(values, attribute.unclear)
    no, yes = p[:, ~is_yes & ~is_unclear].sum(axis=1), p[:, is_yes].sum(axis=1)
    has, lacks = below >= 1 - yes, below < no
    kept = np.where(has[:, None], is_yes, np.where(lacks[:, None], ~is_yes & ~is_unclear, is_unclear))
    p = p * kept
    left[attribute.column] = p / p.sum(axis=1, keepdims=True)
    return has, (has | lacks) & ~_near(below, 1 - yes) & ~_near(below, no)


def _near(below: np.ndarray, border: np.ndarray) -> np.ndarray:
    at, edge = (torch.special.ndtri(torch.from_numpy(x).clamp(1e-12, 1 - 1e-12)) for x in (below, border))
    return ((at - edge).abs() < MARGIN).numpy()


def named_rightly(logits: Tensor, has: Tensor, clear: Tensor) -> Tensor:
    """Binary cross entropy, the mean over what is clear; a scalar. All are [n, attributes]."""
    each = F.binary_cross_entropy_with_logits(logits.float(), has, reduction="none")
    return (each * clear).sum() / clear.sum().clamp(min=1)
