"""Batches of real images in a seeded order, from any position in the run."""

from functools import cached_property

import numpy as np
import torch
from torch import Tensor

from training.data.images import ShardedImages
from training.data.randomness import generator, permutation
from training.network.layers import downsample, upsample

CPU = torch.device("cpu")
ROOM = 0.25  # share of a GPU's free memory that pictures may take
CHUNK = 1024


class Batches:
    """
    Draws batches. Each epoch shows every image that is not held out once, in its own order; a batch may span
    two epochs.
    """

    def __init__(self, data: ShardedImages, seed: int, mirror: bool, device: torch.device = CPU):
        self.data = data
        self.device = device
        self.seed = seed
        self.mirror = mirror
        self._orders: dict[int, np.ndarray] = {}

    def indices(self, position: int, count: int) -> np.ndarray:
        """
        Returns the indices of the images at positions position, position + 1, ... of the endless sequence,
        int64 [count].
        """
        n = self.data.trained
        at = np.arange(position, position + count)
        epochs = range(position // n, (position + count - 1) // n + 1)
        known = self._orders
        orders = {e: known[e] if e in known else permutation(self.seed, e, n) for e in epochs}
        self._orders = orders  # replaced rather than changed, because threads that draw ahead read it, too
        return np.concatenate([orders[e][at[at // n == e] % n] for e in epochs])

    def take(
        self,
        position: int,
        count: int,
        resolution: int,
        part: slice = slice(None),
        pictures: Tensor | None = None,
    ) -> Tensor:
        """
        Returns a batch, float32 [count, 3, resolution, resolution] in [-1, 1], on the device.

        @param part the share of the batch that this process needs
        @param pictures the indices of that share, where they are already known
        """
        if pictures is None:
            pictures = torch.from_numpy(self.indices(position, count)[part])
        x = self._pictures(pictures, resolution).to(torch.float32).div_(127.5).sub_(1)
        if self.mirror:
            flips = torch.rand(count, generator=generator(self.seed, "mirror", position)) < 0.5
            x = torch.where(flips[part].to(x.device)[:, None, None, None], x.flip(3), x)
        return x

    @cached_property
    def _held(self) -> "HeldImages | None":
        return HeldImages.where_they_fit(self.data, self.device) if self.device.type == "cuda" else None

    def _pictures(self, pictures: Tensor, resolution: int) -> Tensor:
        """Returns uint8 [n, 3, resolution, resolution]."""
        if self._held is not None:
            return self._held.at(resolution)[pictures.to(self.device, non_blocking=True)]
        return torch.from_numpy(self.data.at(resolution)[pictures.numpy()]).to(self.device)


class HeldImages:
    """
    Keeps a whole data set in a GPU's memory, so that batches need not be copied there and can be scaled down
    there.
    """

    def __init__(self, images: Tensor):
        """@param images uint8 [n, 3, size, size] on the device"""
        self.images = images
        self._reduced = images

    @classmethod
    def where_they_fit(cls, data: ShardedImages, device: torch.device) -> "HeldImages | None":
        """
        Copies the data set to the GPU, or returns None where it would take more than ROOM of the free memory.
        """
        if data.images.nbytes > ROOM * torch.cuda.mem_get_info(device)[0]:
            return None
        held = torch.empty(data.images.shape, dtype=torch.uint8, device=device)
        for i in range(0, len(data), CHUNK):
            held[i : i + CHUNK] = torch.from_numpy(np.array(data.images[i : i + CHUNK])).to(device)
        return cls(held)

    def at(self, resolution: int) -> Tensor:
        """Returns the same numbers as ShardedImages.at. One lower resolution is kept at a time."""
        if resolution == self.images.shape[-1]:
            return self.images
        if self._reduced.shape[-1] != resolution:
            k = self.images.shape[-1] // resolution
            parts = []
            for block in self.images.split(CHUNK):
                sums = block.reshape(len(block), 3, resolution, k, resolution, k).sum(
                    dim=(3, 5), dtype=torch.int32
                )
                parts.append(((sums + k * k // 2) // (k * k)).to(torch.uint8))
            self._reduced = torch.cat(parts)
        return self._reduced


def faded(images: Tensor, alpha: float) -> Tensor:
    """
    Softens real images as much as the generator's pictures while a resolution fades in (appendix A of the
    paper).
    """
    if alpha >= 1:
        return images
    return torch.lerp(upsample(downsample(images)), images, alpha)
