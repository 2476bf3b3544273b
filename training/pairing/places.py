"""
Where a picture depends on its labels: a mouth is a hundredth of a face, and a loss that counts pixels hardly sees it. Here every label
column is given the same weight, spread over the places that depend on it.
"""

import torch
from torch import Tensor

from training.data.images import ShardedImages

CPU = torch.device("cpu")
CHUNK = 1000  # pictures


def places(
    data: ShardedImages, truth: Tensor, sizes: list[int], share: float, device: torch.device = CPU
) -> Tensor:
    """
    @param truth int64 [n, columns]: which value of each column the pictures have; @param sizes how many values each column has
    @param share of the weight that is given to the columns in equal parts; the rest is the same everywhere
    @returns [size, size] of mean 1: 1 - share, and of every column the variance between the mean pictures of its values
    """
    side = data.size
    ends = torch.tensor(sizes).cumsum(0)
    sums = torch.zeros(int(ends[-1]), 3 * side * side, device=device)
    for i in range(0, len(data), CHUNK):
        images = torch.tensor(data.images[i : i + CHUNK]).to(device).flatten(1).float() / 127.5 - 1
        has = torch.zeros(len(images), len(sums))
        has.scatter_(1, truth[i : i + CHUNK] + (ends - torch.tensor(sizes)), 1.0)
        sums += has.T.to(device) @ images
    sums = sums.cpu()
    weight = torch.full((side, side), 1 - share)
    for column, own in enumerate(sums.split(sizes)):
        counts = truth[:, column].bincount(minlength=sizes[column])[:, None]
        away = own / counts.clamp(min=1) - own.sum(dim=0) / len(data)
        between = (away.square() * counts / len(data)).sum(dim=0).reshape(3, side, side).sum(dim=0)
        weight += share / len(sizes) * between / between.mean().clamp(min=1e-12)
    return weight / weight.mean()
