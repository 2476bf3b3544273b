"""
Sliced Wasserstein distance between sets of images, level by level of a Laplacian pyramid (Karras et al. 2018,
section 5): 128 patches of 7x7 pixels per image, normalised per colour channel in each set, compared along 512
random directions; times 1000.
"""

from collections.abc import Callable

import numpy as np
import torch
import torch.nn.functional as F
from torch import Tensor

PATCH = 7
PATCHES = 128  # patches per image and level
DIRECTIONS = 512
LOWEST = 16  # px of the last level
AT_ONCE = 64  # directions
BATCH = 128  # images


def levels_of(side: int) -> list[int]:
    """Returns the sides of the pyramid's levels, such as 128 -> [128, 64, 32, 16]."""
    return [side >> i for i in range(8) if side >> i >= LOWEST]


def laplacian_pyramid(images: Tensor) -> list[Tensor]:
    """
    Splits pictures float32 [n, 3, r, r] into levels from r to 16 px: the detail that each level adds, then
    the softest picture.
    """
    levels = []
    x = images
    for _ in levels_of(images.shape[-1])[1:]:
        smaller = _blur(x)[:, :, ::2, ::2]
        levels.append(x - _enlarge(smaller))
        x = smaller
    return [*levels, x]


def descriptors(images: np.ndarray, seed: int) -> list[np.ndarray]:
    """
    Cuts patches out of every level.

    @param images uint8 [n, 3, r, r]
    @returns for each level float32 [n * 128, 3 * 7 * 7], not normalised yet
    """
    random = torch.Generator().manual_seed(seed)
    n, side = len(images), images.shape[-1]
    found = [np.empty((n * PATCHES, 3 * PATCH * PATCH), np.float32) for _ in levels_of(side)]
    for i in range(0, n, BATCH):
        pyramid = laplacian_pyramid(torch.from_numpy(np.array(images[i : i + BATCH])).float())
        for out, level in zip(found, pyramid):
            count, places = len(level), level.shape[-1] - PATCH + 1
            y, x = torch.randint(places, (2, count, PATCHES), generator=random)
            windows = level.unfold(2, PATCH, 1).unfold(3, PATCH, 1).permute(0, 2, 3, 1, 4, 5)  # a view
            part = windows[torch.arange(count)[:, None], y, x].reshape(count * PATCHES, -1)
            out[i * PATCHES : (i + count) * PATCHES] = part.numpy()
    return found


def normalise(patches: np.ndarray) -> np.ndarray:
    """Scales each colour channel of a set to mean 0 and standard deviation 1, in place."""
    x = patches.reshape(len(patches), 3, -1)
    for channel in range(3):
        values = x[:, channel]
        values -= values.mean(dtype=np.float64)
        values /= max(values.std(dtype=np.float64), 1e-8)
    return patches


def sliced_wasserstein(a: np.ndarray, b: np.ndarray, seed: int, directions: int = DIRECTIONS) -> float:
    """
    Returns the mean over random directions of the distance between the sorted projections of a and b, both
    [n, d].
    """
    random = torch.Generator().manual_seed(seed)
    total = 0.0
    for first in range(0, directions, AT_ONCE):
        count = min(AT_ONCE, directions - first)
        d = torch.randn(count, a.shape[1], generator=random)
        d /= d.norm(dim=1, keepdim=True)
        p, q = (np.sort((d @ torch.from_numpy(x).T).numpy(), axis=1) for x in (a, b))
        total += float(np.abs(p - q).mean(dtype=np.float64)) * count
    return total / directions


def swd(
    a: list[np.ndarray], b: list[np.ndarray], side: int, seed: int, note: Callable[[], object] = lambda: None
) -> dict[str, float]:
    """
    Returns the distance at each level and its average, {"128": ..., "16": ..., "avg": ...}, times 1000.

    @param a, b normalised descriptors of each level
    """
    found = {}
    for level, p, q in zip(levels_of(side), a, b):
        found[str(level)] = round(1000 * sliced_wasserstein(p, q, seed), 3)
        note()
    return {**found, "avg": round(sum(found.values()) / len(found), 3)}


def _blur(x: Tensor, gain: float = 1.0) -> Tensor:
    """
    Blurs with 1 4 6 4 1 in both directions. Summing shifted pictures is several times faster here than a
    convolution.
    """
    x = F.pad(x, (2, 2, 2, 2), mode="reflect")
    for axis in (3, 2):
        n = x.shape[axis] - 4
        a, b, c, d, e = (x.narrow(axis, i, n) for i in range(5))
        x = (a + e).add_(b + d, alpha=4).add_(c, alpha=6).mul_(gain / 16)
    return x


def _enlarge(x: Tensor) -> Tensor:
    n, c, h, w = x.shape
    out = torch.zeros(n, c, 2 * h, 2 * w)
    out[:, :, ::2, ::2] = x
    return _blur(out, gain=2.0)
