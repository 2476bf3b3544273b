"""Orthonormal directions of the latent space, each of which involves every number of z."""

import math

import torch
from torch import Tensor


def cosines(count: int, latent: int) -> Tensor:
    """
    Returns rows 1, 2, ... of the discrete cosine transform (DCT-II), orthonormal, float64 [count, latent].

    Each row involves every number of z: Adam moves all weights at the same pace, so a direction along a
    single number would be learned sqrt(latent) times more slowly.
    """
    k = torch.arange(latent, dtype=torch.float64) + 0.5
    # The transform has `latent` rows; row 0, the mean, comes last.
    i = torch.arange(1, count + 1, dtype=torch.float64) % latent
    rows = math.sqrt(2 / latent) * torch.cos(math.pi / latent * i[:, None] * k)
    return torch.where(i[:, None] == 0, torch.full_like(rows, 1 / math.sqrt(latent)), rows)


def with_reach(reach: Tensor, z: Tensor, directions: Tensor) -> Tensor:
    """
    Makes latents that have the given reach along each direction, follow z in all others, and have length
    sqrt(latent). PixelNorm gives every latent that length, so the generator sees exactly `reach`.

    @param reach [n, k]
    @param z [n, latent]
    @param directions orthonormal [k, latent]
    @returns [n, latent]; longer than sqrt(latent) only where `reach` alone already is
    """
    rest = z - (z @ directions.T) @ directions
    left = z.shape[1] - reach.square().sum(dim=1, keepdim=True)
    brought = rest * (left.clamp(min=0) / rest.square().sum(dim=1, keepdim=True).clamp(min=1e-8)).sqrt()
    return torch.where(left > 0, brought, rest) + reach @ directions
