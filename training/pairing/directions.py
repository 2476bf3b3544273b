"""Orthonormal directions through the latent space in which every number of z has a part."""

import math

import torch
from torch import Tensor


def cosines(count: int, latent: int) -> Tensor:
    """
    float64 [count, latent]: orthonormal rows 1, 2, ... of the discrete cosine transform (DCT-II). Every
    number of z has a part in each: Adam moves all weights at the same pace, so what hangs on one number alone
    would be learned sqrt(latent) times slower.
    """
    k = torch.arange(latent, dtype=torch.float64) + 0.5
    # The transform has `latent` rows; row 0, the mean, comes last.
    i = torch.arange(1, count + 1, dtype=torch.float64) % latent
    rows = math.sqrt(2 / latent) * torch.cos(math.pi / latent * i[:, None] * k)
    return torch.where(i[:, None] == 0, torch.full_like(rows, 1 / math.sqrt(latent)), rows)


def with_reach(reach: Tensor, z: Tensor, directions: Tensor) -> Tensor:
    """
    Latents that reach as far as asked along each direction and are as z along none of them, brought to length
    sqrt(latent). That is how the generator sees every latent (PixelNorm), so `reach` is what it sees.

    @param reach [n, k] @param z [n, latent] @param directions orthonormal [k, latent]
    @returns [n, latent]; longer than sqrt(latent) only where `reach` alone is
    """
    rest = z - (z @ directions.T) @ directions
    left = z.shape[1] - reach.square().sum(dim=1, keepdim=True)
    brought = rest * (left.clamp(min=0) / rest.square().sum(dim=1, keepdim=True).clamp(min=1e-8)).sqrt()
    return torch.where(left > 0, brought, rest) + reach @ directions
