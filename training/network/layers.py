"""
The layers of a Progressive GAN (Karras et al. 2018, "Progressive Growing of GANs", sections 3 and 4 and
appendix A).

Feature maps are [n, channels, height, width]; on every device they are kept in channels-last memory.
"""

import math
from typing import TypeVar

import torch
import torch.nn.functional as F
from torch import Tensor, nn

LEAK = 0.2
EPSILON = 1e-8


M = TypeVar("M", bound=nn.Module)


def channels_last(module: M, device: torch.device | None = None) -> M:
    """Moves a module's weights to channels-last memory, and to a device if one is given."""
    moved = module if device is None else module.to(device)
    return moved.to(memory_format=torch.channels_last)  # type: ignore[call-overload]


class _PixelNorm(torch.autograd.Function):
    """
    PixelNorm with a hand-written gradient.

    With y = x * r and r = rsqrt(mean_c x^2 + eps), dx = r * (g - y * mean_c(g * y)), which takes fewer passes
    over the feature map than differentiating each operation. It can be differentiated only once, which is all
    that the generator needs.
    """

    @staticmethod
    def forward(ctx, x: Tensor) -> Tensor:
        r = torch.rsqrt(x.square().mean(dim=1, keepdim=True) + EPSILON)
        y = x * _spread(r, x)
        ctx.save_for_backward(y, r)
        return y

    @staticmethod
    @torch.autograd.function.once_differentiable
    def backward(ctx, g: Tensor) -> Tensor:
        y, r = ctx.saved_tensors
        m = (g * y).mean(dim=1, keepdim=True)
        return torch.addcmul(g, y, _spread(m, y), value=-1).mul_(_spread(r, y))


def _spread(one: Tensor, like: Tensor) -> Tensor:
    """Broadcasts [n, 1, h, w] to the shape of `like`, [n, c, h, w]."""
    if one.dtype != torch.bfloat16 or one.device.type != "cpu" or one.dim() != 4:
        return one
    # On a CPU, a bfloat16 product that broadcasts one side takes four times as long as expanding it first.
    return one.expand_as(like).contiguous(memory_format=torch.channels_last)


def pixel_norm(x: Tensor) -> Tensor:
    """Scales every pixel's vector of channels to length sqrt(c); [n, c, ...] keeps its shape."""
    return _PixelNorm.apply(x)


def leaky_relu(x: Tensor) -> Tensor:
    """
    Applies the paper's activation, with a slope of 0.2. It works in place, so x must be a fresh output of a
    convolution.
    """
    return F.leaky_relu(x, LEAK, inplace=True)


def upsample(x: Tensor) -> Tensor:
    """Doubles a picture by nearest neighbour, [n, c, h, w] -> [n, c, 2h, 2w]."""
    return F.interpolate(x, scale_factor=2, mode="nearest")


def downsample(x: Tensor) -> Tensor:
    """Halves a picture by the mean of 2x2 pixels, [n, c, h, w] -> [n, c, h/2, w/2]."""
    return F.avg_pool2d(x, 2)


class Conv(nn.Module):
    """
    Convolution with equalized learning rate: weights are drawn from and stored as N(0, 1) and scaled at run
    time by He's constant, sqrt(2 / ((1 + s^2) * in * k * k)), so that Adam's steps are equally long, relative
    to the weights, in every layer.

    s is the slope of the leaky ReLU that the initialisation assumes: 0 (gain sqrt 2), or 1 for a linear layer
    (gain 1).
    """

    def __init__(self, inputs: int, outputs: int, kernel: int, padding: int = 0, slope: float = 0.0):
        super().__init__()
        self.w = nn.Parameter(torch.randn(outputs, inputs, kernel, kernel))
        self.b = nn.Parameter(torch.zeros(outputs))
        self.scale = math.sqrt(2 / ((1 + slope**2) * inputs * kernel * kernel))
        self.padding = padding

    def kernel(self) -> Tensor:
        """Returns the scaled weights, [out, in, k, k]."""
        return self.w * self.scale

    def forward(self, x: Tensor) -> Tensor:
        return F.conv2d(x, self.kernel(), self.b, padding=self.padding)


class LatentConv(Conv):
    """
    The generator's first layer: a 4x4 convolution of z padded by 3 to 7x7, [n, in, 1, 1] -> [n, out, 4, 4].
    """

    def forward(self, x: Tensor) -> Tensor:
        # Only the middle of the 7x7 is not zero, so each of the 16 outputs uses one tap, in reverse order.
        n, inputs = x.shape[:2]
        w = self.kernel().flip(2, 3).permute(1, 2, 3, 0).reshape(inputs, -1)  # [in, 4 * 4 * out]
        y = (x.reshape(n, inputs) @ w).reshape(n, 4, 4, -1) + self.b
        return y.permute(0, 3, 1, 2)  # channels-last without a copy


class UpConv(Conv):
    """
    Nearest upsampling by 2 followed by a 3x3 convolution, in one operation. Each output pixel depends on only
    2x2 different inputs, so the nine taps collapse into a 4x4 transposed convolution of stride 2 with 4/9 of
    the multiplications.
    """

    def forward(self, x: Tensor) -> Tensor:
        # A tap at offset d of an upsampled picture sees an input pixel through both its halves.
        w = F.pad(self.kernel().flip(2, 3), (1, 1, 1, 1))
        w = w[:, :, 1:, 1:] + w[:, :, :-1, 1:] + w[:, :, 1:, :-1] + w[:, :, :-1, :-1]  # [out, in, 4, 4]
        return F.conv_transpose2d(x, w.transpose(0, 1), self.b, stride=2, padding=1)


class Dense(nn.Module):
    """A linear layer with equalized learning rate and gain 1, [n, in] -> [n, out]."""

    def __init__(self, inputs: int, outputs: int):
        super().__init__()
        self.w = nn.Parameter(torch.randn(outputs, inputs))
        self.b = nn.Parameter(torch.zeros(outputs))
        self.scale = math.sqrt(1 / inputs)

    def forward(self, x: Tensor) -> Tensor:
        return F.linear(x, self.w * self.scale, self.b)


def append_minibatch_stddev(x: Tensor, group: int = 8) -> Tensor:
    """
    Appends a channel that lets the discriminator see variety (section 3 of the paper), [n, c, h, w] -> [n, c
    + 1, h, w].

    For each group of images it holds the standard deviation over the group, averaged over channels and
    pixels. The group size is the largest divisor of n up to `group`; images i, i + n/size, i + 2n/size, ...
    belong together.
    """
    n, _, h, w = x.shape
    size = max(d for d in range(1, min(group, n) + 1) if n % d == 0)
    y = x.float().reshape(size, n // size, -1)  # [size, groups, c * h * w]
    y = y - y.mean(dim=0, keepdim=True)
    y = torch.sqrt(y.square().mean(dim=0) + EPSILON).mean(dim=1)  # [groups]
    y = y.to(x.dtype).repeat(size).reshape(n, 1, 1, 1).expand(n, 1, h, w)
    return torch.cat([x, y], dim=1)
