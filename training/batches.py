"""Real images in a seeded order, from any position on."""

import numpy as np
import torch
from torch import Tensor

from training.data import ShardedImages
from training.layers import downsample, upsample
from training.randomness import generator, permutation


class Batches:
    """Each epoch shows every image once, in an order of its own; batches run across the border of epochs."""

    def __init__(self, data: ShardedImages, seed: int, mirror: bool):
        self.data = data
        self.seed = seed
        self.mirror = mirror
        self._orders: dict[int, np.ndarray] = {}

    def indices(self, position: int, count: int) -> np.ndarray:
        """[count] of the images at positions position, position + 1, ... of the endless sequence."""
        n = len(self.data)
        at = np.arange(position, position + count)
        epochs = range(position // n, (position + count - 1) // n + 1)
        self._orders = {
            e: self._orders[e] if e in self._orders else permutation(self.seed, e, n) for e in epochs
        }
        return np.concatenate([self._orders[e][at[at // n == e] % n] for e in epochs])

    def take(self, position: int, count: int, resolution: int, part: slice = slice(None)) -> Tensor:
        """
        float32 [count, 3, resolution, resolution] in [-1, 1]; `part` is what this process needs of it.
        """
        indices = self.indices(position, count)
        images = torch.from_numpy(self.data.at(resolution)[indices[part]])
        x = images.to(torch.float32).div_(127.5).sub_(1)
        if self.mirror:
            flips = torch.rand(count, generator=generator(self.seed, "mirror", position)) < 0.5
            x = torch.where(flips[part][:, None, None, None], x.flip(3), x)
        return x


def faded(images: Tensor, alpha: float) -> Tensor:
    """Real images are as soft as the generator's while a resolution fades in (appendix A)."""
    if alpha >= 1:
        return images
    return torch.lerp(upsample(downsample(images)), images, alpha)
