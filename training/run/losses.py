"""
The losses: WGAN-GP as in the paper (with its drift term); the non-saturating logistic loss with R1 (Mescheder
et al. 2018), whose penalty is taken only every few steps ("lazy", Karras et al. 2020); and the loss for a
known picture (training.pairing).

A `critic` maps images [n, 3, h, w] to logits [n].
"""

from collections.abc import Callable

import torch
import torch.nn.functional as F
from torch import Tensor

Critic = Callable[[Tensor], Tensor]


def logistic_generator(fake: Tensor) -> Tensor:
    """Returns -log sigmoid(D(fake)), a scalar."""
    return F.softplus(-fake).mean()


def logistic_discriminator(real: Tensor, fake: Tensor) -> Tensor:
    """Returns -log sigmoid(D(real)) - log(1 - sigmoid(D(fake))), a scalar."""
    return F.softplus(-real).mean() + F.softplus(fake).mean()


def wgan_generator(fake: Tensor) -> Tensor:
    """Returns -D(fake), a scalar."""
    return -fake.mean()


def wgan_discriminator(real: Tensor, fake: Tensor, drift: float) -> Tensor:
    """Returns D(fake) - D(real) plus the drift term that keeps D(real) near 0 (appendix A.1), a scalar."""
    return fake.mean() - real.mean() + drift * real.square().mean()


def squared_gradient(logits: Tensor, images: Tensor) -> Tensor:
    """Returns |d D(x_i) / d x_i|^2 for every image, [n]; it can be differentiated again."""
    (gradient,) = torch.autograd.grad(logits.sum(), images, create_graph=True)
    return gradient.square().sum(dim=(1, 2, 3))


def r1(logits: Tensor, images: Tensor, gamma: float) -> Tensor:
    """
    Returns gamma / 2 * E |grad D(real)|^2. `images` must require gradients, and `logits` must be computed
    from them.
    """
    return gamma / 2 * squared_gradient(logits, images).mean()


def gradient_penalty(critic: Critic, real: Tensor, fake: Tensor, mix: Tensor, weight: float) -> Tensor:
    """
    Returns weight * E (|grad D(x)| - 1)^2 at x = real + mix * (fake - real), where mix [n, 1, 1, 1] is
    uniform in [0, 1].
    """
    x = torch.lerp(real, fake, mix).requires_grad_()
    # The square root has no finite slope at 0.
    length = torch.sqrt(squared_gradient(critic(x), x) + 1e-12)
    return weight * (length - 1).square().mean()


def laplacian_l1(
    image: Tensor, wanted: Tensor, detail: float = 1.0, levels: int = 4, weight: Tensor | None = None
) -> Tensor:
    """
    Returns the mean absolute differences of two Laplacian pyramids, summed over `levels` and the small
    picture that remains, a scalar. Edges and small features count as much as large areas (Bojanowski et al.
    2018, section 3).

    @param image, wanted [n, c, h, h]
    @param detail the weight of each level relative to the next softer one; the sum of the weights stays the
        same
    @param weight [h, h] of mean 1: how much each place counts
    """
    parts, rest = [], image - wanted  # the pyramid is linear
    w = weight if weight is None else weight[None, None]
    for _ in range(levels):
        if rest.shape[-1] <= 4:
            break
        smaller = F.avg_pool2d(rest, 2)
        parts.append(_mean_size(rest - F.interpolate(smaller, scale_factor=2, mode="bilinear"), w))
        rest, w = smaller, w if w is None else F.avg_pool2d(w, 2)
    parts.append(_mean_size(rest, w))
    weights = [detail**-i for i in range(len(parts))]
    total = torch.stack([w * part for w, part in zip(weights, parts)]).sum()
    return total * (len(parts) / sum(weights))


def _mean_size(x: Tensor, weight: Tensor | None) -> Tensor:
    return (x.abs() if weight is None else x.abs() * weight).mean()
