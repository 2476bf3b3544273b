"""
Randomness without state: what is drawn at a step follows from the seed, the purpose and the count of images
alone. So a resumed run draws what the uninterrupted one would have drawn, and several processes share one
batch between them.
"""

import hashlib

import numpy as np
import torch
from torch import Tensor


def _key(seed: int, purpose: str, at: int) -> int:
    digest = hashlib.sha256(f"{seed}/{purpose}/{at}".encode()).digest()
    return int.from_bytes(digest[:8], "little")


def generator(seed: int, purpose: str, at: int) -> torch.Generator:
    """On the CPU, for every device gets the same numbers from there."""
    return torch.Generator().manual_seed(_key(seed, purpose, at) >> 1)


def latents(seed: int, purpose: str, at: int, count: int, size: int) -> Tensor:
    """z [count, size] from N(0, I)."""
    return torch.randn(count, size, generator=generator(seed, purpose, at))


def permutation(seed: int, epoch: int, count: int) -> np.ndarray:
    """[count]: the order of the data set in that epoch."""
    return np.random.Generator(np.random.Philox(_key(seed, "order", epoch))).permutation(count)
