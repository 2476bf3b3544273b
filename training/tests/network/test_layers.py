"""Each layer against its definition."""

import pytest
import torch
import torch.nn.functional as F

from training.network.layers import (
    Conv,
    Dense,
    LatentConv,
    UpConv,
    append_minibatch_stddev,
    downsample,
    pixel_norm,
    upsample,
)


def test_pixel_norm_brings_every_pixel_to_length_sqrt_c():
    x = torch.randn(3, 7, 4, 5) * 9
    y = pixel_norm(x)
    assert torch.allclose(y.square().mean(dim=1), torch.ones(3, 4, 5), atol=1e-5)
    # The direction stays the same.
    assert torch.allclose(F.cosine_similarity(x, y, dim=1), torch.ones(3, 4, 5), atol=1e-5)


def test_pixel_norm_of_zero_is_zero():
    assert pixel_norm(torch.zeros(2, 3, 1, 1)).abs().max() == 0


def test_the_gradient_of_pixel_norm_is_that_of_its_formula():
    x = torch.randn(2, 5, 3, 4, dtype=torch.double, requires_grad=True)
    assert torch.autograd.gradcheck(pixel_norm, x)


def test_pixel_norm_in_bfloat16_agrees_within_its_precision():
    x = torch.randn(2, 6, 4, 4).to(memory_format=torch.channels_last)
    exact, half = x.clone().requires_grad_(), x.bfloat16().requires_grad_()
    g = torch.randn_like(x)
    y, h = pixel_norm(exact), pixel_norm(half)
    y.backward(g)
    h.backward(g.bfloat16())
    assert h.dtype == torch.bfloat16
    assert (y - h.float()).abs().max() < 0.04
    assert (exact.grad - half.grad.float()).abs().max() < 0.08


@pytest.mark.parametrize(("slope", "gain"), [(0.0, 2.0), (1.0, 1.0)])
def test_weights_are_stored_unscaled_and_scaled_at_run_time(slope: float, gain: float):
    conv = Conv(40, 60, 3, padding=1, slope=slope)
    assert conv.w.std().item() == pytest.approx(1, abs=0.02)
    assert conv.scale == pytest.approx((gain / (40 * 9)) ** 0.5)
    x = torch.randn(2, 40, 5, 5)
    want = F.conv2d(x, conv.w * conv.scale, conv.b, padding=1)
    assert torch.allclose(conv(x), want)


def test_equalized_learning_rate_makes_all_layers_take_relatively_the_same_step():
    """
    Adam moves every stored weight by the rate, so each scaled weight moves by the same share of its own
    spread.
    """
    steps = []
    for inputs, kernel in [(4, 1), (64, 3)]:
        conv = Conv(inputs, 32, kernel, padding=kernel // 2)
        before = conv.kernel().detach().clone()
        optimiser = torch.optim.Adam(conv.parameters(), lr=0.01, betas=(0.0, 0.99))
        conv(torch.randn(8, inputs, 4, 4)).square().sum().backward()
        optimiser.step()
        steps.append(((conv.kernel() - before).abs().mean() / before.std()).item())
    assert steps[0] == pytest.approx(steps[1], rel=0.05)
    assert steps[0] == pytest.approx(0.01, rel=0.1)


def test_activations_keep_their_size_through_a_deep_stack():
    x = torch.randn(4, 32, 8, 8)
    for _ in range(8):
        x = F.relu(Conv(32, 32, 3, padding=1)(x))
    assert 0.2 < x.square().mean().item() < 3


def test_the_first_layer_is_a_4x4_convolution_of_the_padded_latent():
    conv = LatentConv(6, 5, 4).double()
    torch.nn.init.normal_(conv.b)
    z = torch.randn(3, 6, 1, 1, dtype=torch.double)
    want = F.conv2d(F.pad(z, (3, 3, 3, 3)), conv.kernel(), conv.b)
    assert want.shape == (3, 5, 4, 4)
    assert torch.allclose(conv(z), want)


def test_upsampling_and_convolution_in_one_equal_the_two():
    conv = UpConv(5, 7, 3).double()
    torch.nn.init.normal_(conv.b)
    x = torch.randn(2, 5, 4, 6, dtype=torch.double)
    want = F.conv2d(upsample(x), conv.kernel(), conv.b, padding=1)
    assert torch.allclose(conv(x), want)


def test_downsampling_undoes_upsampling():
    x = torch.randn(2, 3, 4, 4)
    assert torch.allclose(downsample(upsample(x)), x)
    assert downsample(torch.arange(4.0).reshape(1, 1, 2, 2)).item() == 1.5


def test_the_last_layer_is_linear_with_gain_1():
    dense = Dense(64, 1)
    x = torch.randn(5, 64)
    assert torch.allclose(dense(x), x @ dense.w.T / 8 + dense.b, atol=1e-6)


def test_minibatch_stddev_is_zero_for_one_image_repeated():
    x = torch.randn(1, 3, 4, 4).repeat(8, 1, 1, 1)
    y = append_minibatch_stddev(x)
    assert y.shape == (8, 4, 4, 4)
    assert torch.equal(y[:, :3], x)
    assert y[:, 3].abs().max() < 1e-3  # the root of its epsilon


def test_minibatch_stddev_is_the_mean_of_standard_deviations_over_the_group():
    x = torch.randn(6, 3, 4, 4)
    want = x.std(dim=0, correction=0).mean()
    assert torch.allclose(append_minibatch_stddev(x)[:, 3], want.expand(6, 4, 4), atol=1e-5)


def test_minibatch_stddev_of_larger_batches_is_taken_in_groups():
    x = torch.randn(16, 3, 4, 4)
    y = append_minibatch_stddev(x, group=8)[:, 3, 0, 0]
    # Images 0, 2, 4, ... are one group, 1, 3, 5, ... the other.
    for first in (0, 1):
        want = x[first::2].std(dim=0, correction=0).mean()
        assert torch.allclose(y[first::2], want.expand(8), atol=1e-5)
    assert y[0] != y[1]


def test_minibatch_stddev_takes_any_batch():
    assert append_minibatch_stddev(torch.randn(7, 2, 4, 4)).shape == (7, 3, 4, 4)
    assert append_minibatch_stddev(torch.randn(11, 2, 4, 4)).shape == (11, 3, 4, 4)
