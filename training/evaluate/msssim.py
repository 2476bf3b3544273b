"""
Computes multi-scale structural similarity (Wang, Simoncelli and Bovik 2003): how alike two pictures are; 1
means identical.
"""

import numpy as np
import torch
import torch.nn.functional as F
from torch import Tensor

WEIGHTS = (0.0448, 0.2856, 0.3001, 0.2363, 0.1333)
WINDOW = 11
SIGMA = 1.5
RANGE = 255.0
BATCH = 64


def ms_ssim(a: Tensor, b: Tensor) -> Tensor:
    """
    Compares pictures float32 [n, 3, r, r] in 0..255 pair by pair, [n]. Windows shrink on scales smaller than
    themselves, as in the paper's evaluation.
    """
    product = torch.ones(len(a))
    for i, weight in enumerate(WEIGHTS):
        similarity, contrast = _ssim(a, b)
        last = i == len(WEIGHTS) - 1
        product = product * (similarity if last else contrast).clamp(min=0) ** weight
        if not last:
            a, b = F.avg_pool2d(a, 2), F.avg_pool2d(b, 2)
    return product


def mean_ms_ssim(images: np.ndarray, pairs: int) -> tuple[float, float]:
    """
    Compares pairs of unrelated images, i and i + pairs.

    @param images uint8 [n >= 2 * pairs, 3, r, r] in random order
    @returns the mean and its standard error
    """
    values = []
    for i in range(0, pairs, BATCH):
        end = min(i + BATCH, pairs)
        a, b = (torch.from_numpy(np.array(images[i + at : end + at])).float() for at in (0, pairs))
        values.append(ms_ssim(a, b))
    found = torch.cat(values)
    return round(found.mean().item(), 4), round(found.std().item() / pairs**0.5, 4)


def _ssim(a: Tensor, b: Tensor) -> tuple[Tensor, Tensor]:
    """Returns the means over each picture of similarity and of contrast, [n] each."""
    c, side = a.shape[1:3]
    size = min(WINDOW, side)
    at = torch.arange(size) - (size - 1) / 2
    taps = torch.exp(-0.5 * (at / (SIGMA * size / WINDOW)) ** 2)
    taps /= taps.sum()

    def blurred(x: Tensor) -> Tensor:
        x = F.conv2d(x, taps.reshape(1, 1, 1, size).expand(x.shape[1], 1, 1, size), groups=x.shape[1])
        return F.conv2d(x, taps.reshape(1, 1, size, 1).expand(x.shape[1], 1, size, 1), groups=x.shape[1])

    mean_a, mean_b, aa, bb, ab = blurred(torch.cat([a, b, a * a, b * b, a * b], dim=1)).split(c, dim=1)
    c1, c2 = (0.01 * RANGE) ** 2, (0.03 * RANGE) ** 2
    v1 = 2 * (ab - mean_a * mean_b) + c2
    v2 = aa - mean_a**2 + bb - mean_b**2 + c2
    contrast = v1 / v2
    similarity = (2 * mean_a * mean_b + c1) / (mean_a**2 + mean_b**2 + c1) * contrast
    return similarity.mean(dim=(1, 2, 3)), contrast.mean(dim=(1, 2, 3))
