"""The losses against closed forms."""

import math

import pytest
import torch

from training.run import losses


def linear(w: torch.Tensor):
    """Returns D(x) = <w, x>, whose gradient is w everywhere."""
    return lambda x: (x * w).sum(dim=(1, 2, 3))


def test_r1_of_a_linear_critic_is_half_gamma_times_its_squared_slope():
    w = torch.randn(3, 4, 4)
    x = torch.randn(5, 3, 4, 4, requires_grad=True)
    got = losses.r1(linear(w)(x), x, gamma=6.0)
    assert got.item() == pytest.approx(3 * w.square().sum().item(), rel=1e-5)


def test_r1_of_a_quadratic_critic_and_its_gradient():
    """
    D(x) = a/2 |x|^2 has the gradient a x, so the penalty is gamma/2 a^2 E|x|^2 and its slope in a gamma a
    E|x|^2.
    """
    a = torch.tensor(1.5, requires_grad=True)
    x = torch.randn(5, 3, 4, 4, requires_grad=True)
    penalty = losses.r1(a / 2 * x.square().sum(dim=(1, 2, 3)), x, gamma=2.0)
    square = x.square().sum(dim=(1, 2, 3)).mean().item()
    assert penalty.item() == pytest.approx(1.5**2 * square, rel=1e-5)
    penalty.backward()
    assert a.grad.item() == pytest.approx(2 * 1.5 * square, rel=1e-5)


def test_the_gradient_penalty_of_a_linear_critic():
    w = torch.randn(3, 4, 4)
    real, fake = torch.randn(4, 3, 4, 4), torch.randn(4, 3, 4, 4)
    got = losses.gradient_penalty(linear(w), real, fake, torch.rand(4, 1, 1, 1), weight=10.0)
    assert got.item() == pytest.approx(10 * (w.norm().item() - 1) ** 2, rel=1e-5)


def test_the_gradient_penalty_is_zero_at_slope_1_and_taken_between_real_and_fake():
    w = torch.randn(3, 4, 4)
    real, fake, mix = torch.randn(4, 3, 4, 4), torch.randn(4, 3, 4, 4), torch.rand(4, 1, 1, 1)
    assert losses.gradient_penalty(linear(w / w.norm()), real, fake, mix, 10.0).item() < 1e-9
    # D(x) = |x|^2 / 2 has the gradient x, so its length tells where it was taken.
    got = losses.gradient_penalty(lambda x: x.square().sum(dim=(1, 2, 3)) / 2, real, fake, mix, 1.0)
    between = (1 - mix) * real + mix * fake
    want = (between.flatten(1).norm(dim=1) - 1).square().mean().item()
    assert got.item() == pytest.approx(want, rel=1e-5)


def test_the_gradient_penalty_has_a_finite_gradient_for_a_critic_that_is_flat():
    a = torch.zeros((), requires_grad=True)
    real, fake = torch.randn(2, 3, 4, 4), torch.randn(2, 3, 4, 4)
    losses.gradient_penalty(
        lambda x: a * x.sum(dim=(1, 2, 3)), real, fake, torch.rand(2, 1, 1, 1), 10.0
    ).backward()
    assert math.isfinite(a.grad.item())


def test_the_logistic_losses():
    real, fake = torch.tensor([2.0, -1.0]), torch.tensor([0.5, -3.0])
    sigmoid = lambda x: 1 / (1 + math.exp(-x))  # noqa: E731
    want = -(math.log(sigmoid(2)) + math.log(sigmoid(-1))) / 2
    want -= (math.log(1 - sigmoid(0.5)) + math.log(1 - sigmoid(-3))) / 2
    assert losses.logistic_discriminator(real, fake).item() == pytest.approx(want, rel=1e-5)
    want = -(math.log(sigmoid(0.5)) + math.log(sigmoid(-3))) / 2
    assert losses.logistic_generator(fake).item() == pytest.approx(want, rel=1e-5)


def test_the_wasserstein_losses():
    real, fake = torch.tensor([2.0, -1.0]), torch.tensor([0.5, -3.0])
    assert losses.wgan_generator(fake).item() == pytest.approx(1.25)
    assert losses.wgan_discriminator(real, fake, drift=0.1).item() == pytest.approx(-1.25 - 0.5 + 0.1 * 2.5)
