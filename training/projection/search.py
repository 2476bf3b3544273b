"""Finds the latents of pictures: an encoder's guess, then Adam on the sphere (Kingma and Ba 2015)."""

import math

import torch
from torch import Tensor

from training.network.layers import pixel_norm
from training.network.progan import Generator
from training.projection.loss import distance

RATE = 0.1
BETAS = (0.9, 0.99)
WARM = 5  # steps during which the rate rises


def search(generator: Generator, targets: Tensor, start: Tensor, steps: int) -> Tensor:
    """
    Returns the nearest latents found, [n, latent] of length sqrt(latent).

    @param targets pictures float32 [n, 3, r, r] in [-1, 1]
    @param start [n, latent]
    """
    z = pixel_norm(start.clone())
    mean, square = torch.zeros_like(z), torch.zeros_like(z)
    best, least = z.clone(), torch.full((len(z),), math.inf)
    for step in range(steps):
        asked = z.detach().requires_grad_(True)
        losses = distance(generator(asked), targets)
        (gradient,) = torch.autograd.grad(losses.sum(), asked)
        with torch.no_grad():
            nearer = losses.detach() < least
            best[nearer], least[nearer] = z[nearer], losses.detach()[nearer]
            mean = torch.lerp(gradient, mean, BETAS[0])
            square = torch.lerp(gradient.square(), square, BETAS[1])
            rate = RATE * min(1, (step + 1) / WARM) * (0.5 + 0.5 * math.cos(math.pi * step / steps))
            along = mean / (1 - BETAS[0] ** (step + 1))
            size = (square / (1 - BETAS[1] ** (step + 1))).sqrt() + 1e-10
            z = pixel_norm(z - rate * along / size)
    return best


@torch.no_grad()
def root_mean_squares(generator: Generator, z: Tensor, targets: Tensor) -> Tensor:
    """Returns how far the pictures of z are from the targets, [n], in units of [-1, 1]."""
    return (generator(z) - targets).square().mean(dim=(1, 2, 3)).sqrt()
