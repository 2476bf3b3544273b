"""Finds the directions of labelled attributes by differences of means and by linear boundaries."""

import math

import torch
import torch.nn.functional as F
from torch import Tensor

STRENGTHS = (1e-4, 1e-3, 1e-2, 1e-1)  # strengths of the L2 penalty, relative to the mean loss
ITERATIONS = 60


def unit(v: Tensor) -> Tensor:
    """Scales vectors [..., n] to length 1."""
    return v / v.norm(dim=-1, keepdim=True).clamp_min(1e-12)


def mean_difference(z: Tensor, has: Tensor, judged: Tensor) -> Tensor | None:
    """
    Returns the unit vector from the mean of the latents without an attribute to the mean of those with it,
    None where one side is empty.

    @param z [n, latent]
    @param has, judged bool [n]
    """
    yes, no = has & judged, ~has & judged
    if not yes.any() or not no.any():
        return None
    return unit(z[yes].mean(dim=0) - z[no].mean(dim=0))


def boundaries(z: Tensor, has: Tensor, judged: Tensor, check: slice) -> Tensor:
    """
    Fits an L2-regularised logistic regression for every attribute at once, by L-BFGS; both classes have the
    same weight.

    @param z float32 [n, latent]
    @param has, judged bool [n, attributes]
    @param check the rows on which the strength of the penalty is chosen; nothing is fitted to them
    @returns unit normals [attributes, latent] that point towards the latents with the attribute
    """
    fitted = torch.ones(len(z), dtype=torch.bool)
    fitted[check] = False
    best = torch.zeros(has.shape[1], z.shape[1])
    least = torch.full((has.shape[1],), math.inf)
    w = torch.zeros(z.shape[1] + 1, has.shape[1])
    for strength in sorted(STRENGTHS, reverse=True):
        w = _fit(z[fitted], has[fitted], judged[fitted], strength, w)
        loss = _losses(w, z[check], has[check], judged[check])
        better = loss < least
        least = torch.where(better, loss, least)
        best[better] = w[:-1].T[better]
    return unit(best)


def _fit(z: Tensor, has: Tensor, judged: Tensor, strength: float, start: Tensor) -> Tensor:
    w = start.clone().requires_grad_(True)
    optimiser = torch.optim.LBFGS([w], max_iter=ITERATIONS, line_search_fn="strong_wolfe")

    def closure() -> Tensor:
        optimiser.zero_grad()
        loss = (_losses(w, z, has, judged) + strength / 2 * w[:-1].square().sum(dim=0)).sum()
        loss.backward()
        return loss

    optimiser.step(closure)
    return w.detach()


def _losses(w: Tensor, z: Tensor, has: Tensor, judged: Tensor) -> Tensor:
    """Returns the mean loss of each attribute, [attributes]; the last row of w is the bias."""
    yes, no = (has & judged).float(), (~has & judged).float()
    weights = yes / yes.sum(dim=0).clamp(min=1) + no / no.sum(dim=0).clamp(min=1)
    logits = z @ w[:-1] + w[-1]
    return (F.binary_cross_entropy_with_logits(logits, has.float(), reduction="none") * weights).sum(
        dim=0
    ) / 2


def accuracy(direction: Tensor, z: Tensor, has: Tensor, judged: Tensor, test: slice) -> dict | None:
    """
    Measures the boundary at a right angle to a direction. It is placed on the rows outside `test` and
    measured on those inside; "balanced" is for a boundary placed to give both classes the same weight.

    @returns {"share", "low", "high", "samples", "balanced"} with the 95 % interval, None where no sample can
        be judged
    """
    inside = torch.zeros(len(z), dtype=torch.bool)
    inside[test] = True
    scores = z @ direction
    mine, theirs = judged & ~inside, judged & inside
    if not mine.any() or not theirs.any():
        return None
    truth = has[theirs]
    correct = (scores[theirs] > _place(scores[mine], has[mine], balanced=False)) == truth
    even = (scores[theirs] > _place(scores[mine], has[mine], balanced=True)) == truth
    low, high = wilson(int(correct.sum()), len(correct))
    sides = [even[side].float().mean().item() for side in (truth, ~truth) if side.any()]
    return {
        "share": round(correct.float().mean().item(), 4),
        "low": low,
        "high": high,
        "samples": len(correct),
        "balanced": round(sum(sides) / len(sides), 4),
    }


def _place(scores: Tensor, has: Tensor, balanced: bool) -> float:
    """
    Returns the threshold between two scores that is right most often; scores above it mean "has the
    attribute".
    """
    order = scores.argsort()
    scores, yes, no = scores[order], has[order].float(), 1 - has[order].float()
    if balanced:
        yes, no = yes / yes.sum().clamp(min=1), no / no.sum().clamp(min=1)
    # A boundary above the first k is right for those among them without the attribute and those above with
    # it.
    nothing = torch.zeros(1)
    right = torch.cat([nothing, no.cumsum(0)]) + yes.sum() - torch.cat([nothing, yes.cumsum(0)])
    k = int(right.argmax())
    return float((scores[max(k - 1, 0)] + scores[min(k, len(scores) - 1)]) / 2)


def wilson(right: int, count: int) -> tuple[float, float]:
    """Returns the 95 % interval of a share (Wilson 1927)."""
    t, p = 1.96, right / count
    middle = (p + t * t / (2 * count)) / (1 + t * t / count)
    half = t / (1 + t * t / count) * math.sqrt(p * (1 - p) / count + t * t / (4 * count * count))
    return round(max(0, middle - half), 4), round(min(1, middle + half), 4)


def without_others(directions: Tensor) -> tuple[Tensor, Tensor]:
    """
    Projects all other directions out of each direction.

    @param directions unit vectors [n, latent]
    @returns unit vectors [n, latent]; [n], the length left of each, from 0 to 1
    """
    rest = []
    for i, d in enumerate(directions.double()):
        others = torch.cat([directions[:i], directions[i + 1 :]]).double()
        basis = torch.linalg.qr(others.T).Q
        rest.append(d - basis @ (basis.T @ d))
    stacked = torch.stack(rest)
    return unit(stacked).float(), stacked.norm(dim=1).float()
