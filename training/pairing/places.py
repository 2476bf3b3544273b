"""
Weighs the places of a picture by what they show. A mouth is a hundredth of a face, and a loss that counts
pixels hardly notices it; here every label column or factor gets the same weight, spread over the places that
depend on it.
"""

import torch
import torch.nn.functional as F
from torch import Tensor

from training.data.images import ShardedImages

CPU = torch.device("cpu")
CHUNK = 1000  # pictures


def by_labels(
    data: ShardedImages, truth: Tensor, sizes: list[int], share: float, device: torch.device = CPU
) -> Tensor:
    """
    Weighs the places of pictures with labels.

    @param truth int64 [n, columns]: which value of each column the first n pictures have
    @param sizes how many values each column has
    @param share the part of the weight that the columns share equally; the rest is the same everywhere
    @returns [size, size] of mean 1: 1 - share, plus for each column the variance between the mean pictures of
        its values
    """
    side = data.size
    ends = torch.tensor(sizes).cumsum(0)
    sums = torch.zeros(int(ends[-1]), 3 * side * side, device=device)
    for i in range(0, len(truth), CHUNK):
        images = _chunk(data, i, len(truth), device)
        has = torch.zeros(len(images), len(sums))
        has.scatter_(1, truth[i : i + CHUNK] + (ends - torch.tensor(sizes)), 1.0)
        sums += has.T.to(device) @ images
    sums = sums.cpu()
    weight = torch.full((side, side), 1 - share)
    for column, own in enumerate(sums.split(sizes)):
        counts = truth[:, column].bincount(minlength=sizes[column])[:, None]
        away = own / counts.clamp(min=1) - own.sum(dim=0) / len(truth)
        between = (away.square() * counts / len(truth)).sum(dim=0).reshape(3, side, side).sum(dim=0)
        weight += share / len(sizes) * between / between.mean().clamp(min=1e-12)
    return weight / weight.mean()


def by_factors(
    data: ShardedImages, values: Tensor, share: float, side: int, device: torch.device = CPU
) -> Tensor:
    """
    Weighs the places of pictures with factors.

    @param values float32 [n, factors] of the first n pictures
    @param share the part of the weight that the factors share equally; the rest is the same everywhere
    @param side pixels of the result; pictures are averaged down to it
    @returns [side, side] of mean 1: 1 - share, plus for each factor the variance of the pixels that a linear
        regression on it explains, less what chance alone would explain
    """
    n, count = values.shape
    own = (values - values.mean(dim=0)) / values.std(dim=0).clamp(min=1e-6)
    sums = torch.zeros(count, 3 * side * side, device=device)
    plain, squares = torch.zeros(2, 3 * side * side, device=device)
    for i in range(0, n, CHUNK):
        images = F.avg_pool2d(
            _chunk(data, i, n, device).unflatten(1, (3, data.size, data.size)), data.size // side
        ).flatten(1)
        sums += own[i : i + CHUNK].T.to(device) @ images
        plain += images.sum(dim=0)
        squares += images.square().sum(dim=0)
    chance = (squares / n - (plain / n).square()) / n
    explained = ((sums / n).square() - chance).clamp(min=0).reshape(count, 3, side, side).sum(dim=1).cpu()
    means = explained.mean(dim=(1, 2), keepdim=True)
    weight = 1 - share + share * (explained / means.clamp(min=1e-12)).mean(dim=0)
    return weight / weight.mean()


def _chunk(data: ShardedImages, start: int, end: int, device: torch.device) -> Tensor:
    """Returns the next pictures before `end`, at most CHUNK, float32 [n, 3 * size * size] in [-1, 1]."""
    images = torch.tensor(data.images[start : min(start + CHUNK, end)])
    return images.to(device).flatten(1).float() / 127.5 - 1
