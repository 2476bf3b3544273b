"""
Finds directions without labels.

PCA of first-layer features (Härkönen, Hertzmann, Lehtinen and Paris 2020, "GANSpace", sec. 2.2): principal
components of the output of the first convolution, brought back to z by regression. Closed form (Shen and Zhou
2021, "Closed-form factorization of latent semantics in GANs"): eigenvectors of A^T A for the first layer's
weights A.
"""

import torch
from torch import Tensor

from training.attributes.find import unit
from training.network.layers import leaky_relu, pixel_norm
from training.network.progan import Generator


@torch.no_grad()
def principal_directions(generator: Generator, z: Tensor, count: int) -> tuple[Tensor, list[float]]:
    """
    Finds the directions of the principal components.

    @param z [n, latent]
    @returns unit vectors [count, latent], the most variance first; the share of the variance of each
    """
    device = next(generator.parameters()).device
    x = pixel_norm(z.to(device)).reshape(*z.shape, 1, 1)
    features = pixel_norm(leaky_relu(generator.c0[0](x))).flatten(1).double().cpu()
    features -= features.mean(dim=0)
    values, vectors = torch.linalg.eigh(features.T @ features)
    scores = features @ vectors.flip(1)[:, :count]
    centred = z.double().cpu() - z.double().cpu().mean(dim=0)
    # Regression of z on the scores, which are uncorrelated: d_k ~ sum_i score_ik z_i.
    directions = unit(scores.T @ centred)
    shares = values.flip(0)[:count] / values.sum()
    return _facing_up(directions).float(), [round(float(s), 4) for s in shares]


@torch.no_grad()
def closed_form_directions(generator: Generator, count: int) -> tuple[Tensor, list[float]]:
    """
    Finds the directions that change the first layer most.

    @returns unit vectors [count, latent], the strongest first; |A d| of each
    """
    kernel = generator.c0[0].kernel().double().cpu()  # [out, latent, 4, 4]
    a = kernel.permute(0, 2, 3, 1).reshape(-1, kernel.shape[1])
    values, vectors = torch.linalg.eigh(a.T @ a)
    strengths = values.flip(0)[:count].clamp(min=0).sqrt()
    return _facing_up(vectors.flip(1)[:, :count].T).float(), [round(float(s), 4) for s in strengths]


def _facing_up(directions: Tensor) -> Tensor:
    """
    Makes the largest number positive: the sign of an eigenvector is arbitrary, and this makes it the same on
    every machine.
    """
    largest = directions.gather(1, directions.abs().argmax(dim=1, keepdim=True))
    return directions * torch.sign(largest)
