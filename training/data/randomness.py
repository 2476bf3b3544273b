"""
Stateless randomness. The numbers drawn at a step depend only on the seed, the purpose and the number of
images so far, so a resumed run draws the same as an uninterrupted one, and several processes can share a
batch.
"""

import hashlib

import numpy as np
import torch
from torch import Tensor


def _key(seed: int, purpose: str, at: int) -> int:
    digest = hashlib.sha256(f"{seed}/{purpose}/{at}".encode()).digest()
    return int.from_bytes(digest[:8], "little")


def generator(seed: int, purpose: str, at: int) -> torch.Generator:
    """
    Returns a CPU generator. All devices get their random numbers from it, so they are the same everywhere.
    """
    return torch.Generator().manual_seed(_key(seed, purpose, at) >> 1)


def latents(seed: int, purpose: str, at: int, count: int, size: int) -> Tensor:
    """Draws z [count, size] from N(0, I)."""
    return torch.randn(count, size, generator=generator(seed, purpose, at))


def permutation(seed: int, epoch: int, count: int) -> np.ndarray:
    """Returns the order of the data set in an epoch, [count]."""
    return np.random.Generator(np.random.Philox(_key(seed, "order", epoch))).permutation(count)
