"""
Compares pictures as the search of the page does (src/latent/projection/loss): the L1 distance of Laplacian
pyramids, plus 1 minus the multi-scale structural similarity in grey.
"""

import torch
import torch.nn.functional as F
from torch import Tensor

from training.evaluate.msssim import SIGMA, WEIGHTS, WINDOW

ROUNDED = 0.01  # |x| is smoothed below this
SIMILARITY_WEIGHT = 0.05
LEAST_LEVEL = 4  # pixels a side of the last level
LEAST_SCALE = 8
BINOMIAL = (0.125, 0.375, 0.375, 0.125)
C1, C2 = 0.01**2, 0.03**2


def distance(a: Tensor, b: Tensor) -> Tensor:
    """Returns the losses of pictures float32 [n, c, r, r] in [-1, 1] pair by pair, [n]."""
    missing = 1 - similarity((a.mean(1, keepdim=True) + 1) / 2, (b.mean(1, keepdim=True) + 1) / 2)
    return pyramid(a - b) + SIMILARITY_WEIGHT * missing


def pyramid(difference: Tensor) -> Tensor:
    """Returns the mean over levels of the mean of |detail|, [n]."""
    levels = []
    x = difference
    while True:
        last = (x.shape[-1] + 1) // 2 < LEAST_LEVEL
        coarser = halved(x)
        detail = x if last else x - F.interpolate(coarser, scale_factor=2, mode="bilinear")
        levels.append(((detail.square() + ROUNDED**2).sqrt() - ROUNDED).mean(dim=(1, 2, 3)))
        if last:
            return torch.stack(levels).mean(0)
        x = coarser


def halved(x: Tensor) -> Tensor:
    """Halves even sides with a binomial filter."""
    c = x.shape[1]
    taps = x.new_tensor(BINOMIAL)
    x = F.pad(x, (1, 1, 1, 1), mode="replicate")
    x = F.conv2d(x, taps.reshape(1, 1, 1, 4).expand(c, 1, 1, 4), stride=(1, 2), groups=c)
    return F.conv2d(x, taps.reshape(1, 1, 4, 1).expand(c, 1, 4, 1), stride=(2, 1), groups=c)


def similarity(a: Tensor, b: Tensor) -> Tensor:
    """
    Returns the similarity of pictures [n, 1, r, r] in [0, 1], a weighted mean over scales, [n]. It leaves out
    the finest scale where there are others, and compares brightness on the coarsest only.
    """
    scales = [(a, b)]
    while len(scales) < len(WEIGHTS) and scales[-1][0].shape[-1] // 2 >= LEAST_SCALE:
        scales.append((F.avg_pool2d(scales[-1][0], 2), F.avg_pool2d(scales[-1][1], 2)))
    first = 1 if len(scales) > 1 else 0
    weights = WEIGHTS[first : len(scales)]
    found = [_scale(*pair, last=k == len(scales) - 1) for k, pair in enumerate(scales) if k >= first]
    return torch.stack([w * s for w, s in zip(weights, found)]).sum(0) / sum(weights)


def _scale(a: Tensor, b: Tensor, last: bool) -> Tensor:
    size = min(WINDOW, a.shape[-1])
    at = torch.arange(size, device=a.device) - (size - 1) / 2
    taps = torch.exp(-0.5 * (at / (SIGMA * size / WINDOW)) ** 2)
    taps /= taps.sum()

    def blurred(x: Tensor) -> Tensor:
        return F.conv2d(F.conv2d(x, taps.reshape(1, 1, 1, size)), taps.reshape(1, 1, size, 1))

    mean_a, mean_b = blurred(a), blurred(b)
    contrast = (2 * (blurred(a * b) - mean_a * mean_b) + C2) / (
        blurred(a * a) - mean_a**2 + blurred(b * b) - mean_b**2 + C2
    )
    if last:
        contrast = contrast * (2 * mean_a * mean_b + C1) / (mean_a**2 + mean_b**2 + C1)
    return contrast.mean(dim=(1, 2, 3))
