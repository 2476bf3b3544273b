"""Measures distances in the features of a judge."""

import numpy as np
import torch

from training.evaluate.render import Renderer
from training.evaluate.samples import draw_latents, normalised
from training.network.judge import Judge, look

EPSILON = 1e-3  # a step, as a share of the way between two latents


def frechet(a: np.ndarray, b: np.ndarray) -> float:
    """
    Returns the Fréchet distance between Gaussians with the means and covariances of two sets of features [n,
    d]: |m - n|^2 + tr(A + B - 2 (A B)^(1/2)).
    """
    x, y = (torch.from_numpy(np.asarray(s, np.float64)) for s in (a, b))
    distance = (x.mean(0) - y.mean(0)).square().sum()
    p, q = torch.cov(x.T), torch.cov(y.T)
    values, vectors = torch.linalg.eigh(p)
    root = vectors @ torch.diag(values.clamp(min=0).sqrt()) @ vectors.T
    # A B and A^(1/2) B A^(1/2) have the same eigenvalues, and the latter is symmetric.
    both = torch.linalg.eigvalsh(root @ q @ root).clamp(min=0).sqrt().sum()
    return float(distance + p.trace() + q.trace() - 2 * both)


def slerp(a: torch.Tensor, b: torch.Tensor, t: torch.Tensor) -> torch.Tensor:
    """Interpolates along the sphere; a and b [n, d] have the same length, t [n, 1] is in 0..1."""
    length = a.norm(dim=1, keepdim=True)
    a, b = a / length, b / b.norm(dim=1, keepdim=True)
    angle = torch.arccos((a * b).sum(dim=1, keepdim=True).clamp(-1, 1))
    away = b - (a * b).sum(dim=1, keepdim=True) * a
    away = away / away.norm(dim=1, keepdim=True).clamp_min(1e-12)
    return length * (torch.cos(t * angle) * a + torch.sin(t * angle) * away)


def path_length(renderer: Renderer, judge: Judge, pairs: int, seed: int) -> dict[str, float]:
    """
    Returns the perceptual path length (Karras, Laine and Aila 2019, section 4.1) in the judge's features
    instead of VGG's: mean and median of |f(G(slerp(a, b, t + e))) - f(G(slerp(a, b, t)))|^2 / e^2 over random
    a, b, t, with e = 0.001.
    """
    size = renderer.generator.shape.latent
    ends = normalised(draw_latents(seed, 2 * pairs, size).roll(1, 1)).double()
    random = torch.Generator().manual_seed(seed)
    t = torch.rand(pairs, 1, generator=random, dtype=torch.float64)
    a, b = ends[:pairs], ends[pairs:]
    features = []
    for step in (0.0, EPSILON):
        z = slerp(a, b, t + step).float()
        features.append(np.concatenate(list(renderer.each(z, lambda x: look(judge, [x])[1]))))
    lengths = np.square(features[1] - features[0]).sum(axis=1) / EPSILON**2
    return {"mean": round(float(lengths.mean()), 1), "median": round(float(np.median(lengths)), 1)}


def mean_square_distance(features: np.ndarray) -> float:
    """Returns the mean squared distance between two unrelated pictures, which is twice the variance."""
    return round(2 * float(features.var(axis=0, ddof=1).sum()), 1)
