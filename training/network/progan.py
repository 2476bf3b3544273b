"""The generator and discriminator of a Progressive GAN, at any resolution from 4 to 1024 px."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import cast

import torch
from torch import Tensor, nn

from training.network.layers import (
    Conv,
    Dense,
    LatentConv,
    UpConv,
    append_minibatch_stddev,
    downsample,
    leaky_relu,
    pixel_norm,
    upsample,
)

RESOLUTIONS = tuple(4 << i for i in range(9))  # 4 to 1024 px


@dataclass(frozen=True)
class Shape:
    """The size of a network. Its field names are those of the exported file's metadata entry `config`."""

    res: int  # pixels a side, a power of two from 4 to 1024
    base: int  # block b (1 at 4 px) has min(base / 2^b, max) channels; the paper's: 8192
    max: int  # the paper's: 512
    latent: int  # numbers in z; the paper's: 512

    @property
    def blocks(self) -> int:
        """The number of blocks, from 4 px to `res`."""
        return self.res.bit_length() - 2

    def channels(self, block: int) -> int:
        """Returns the number of channels after a block, counted from 0 at 4 px."""
        return max(1, min(self.base // 2 ** (block + 1), self.max))


def block_of(resolution: int) -> int:
    """Returns the block of a resolution: 4 -> 0, 8 -> 1, ..., 1024 -> 8."""
    return resolution.bit_length() - 3


def convolutions(layers: Sequence[Conv]) -> Sequence[Conv]:
    """Makes a list of layers that registers with its module and keeps their type."""
    return cast("Sequence[Conv]", nn.ModuleList(layers))


class Generator(nn.Module):
    """
    The generator, z [n, latent] -> images [n, 3, r, r] in about [-1, 1].

    Block i is (nearest upsampling,) convolution `c0.i`, convolution `c1.i`, each followed by leaky ReLU and
    PixelNorm; `rgb.i` is its linear 1x1 head.
    """

    def __init__(self, shape: Shape):
        super().__init__()
        self.shape = shape
        c = [shape.channels(i) for i in range(shape.blocks)]
        first = LatentConv(shape.latent, c[0], 4)
        self.c0 = convolutions([first, *(UpConv(c[i - 1], c[i], 3) for i in range(1, len(c)))])
        self.c1 = convolutions([Conv(n, n, 3, padding=1) for n in c])
        self.rgb = convolutions([Conv(n, 3, 1, slope=1) for n in c])

    def forward(self, z: Tensor, block: int | None = None, alpha: float | Tensor = 1.0) -> Tensor:
        """
        Draws pictures up to block `block` (the last one by default). With alpha below 1, its head fades in
        over the upsampled picture of the previous head: (1 - alpha) * lower + alpha * new.
        """
        return self.picture(self.maps(z, block), alpha)

    def maps(self, z: Tensor, block: int | None = None) -> list[Tensor]:
        """Returns the output of each block up to `block` (the last one by default), [n, channels, r, r]."""
        block = self.shape.blocks - 1 if block is None else block
        x = pixel_norm(z).reshape(*z.shape, 1, 1)
        found = []
        for c0, c1 in zip(self.c0[: block + 1], self.c1):
            x = pixel_norm(leaky_relu(c0(x)))
            x = pixel_norm(leaky_relu(c1(x)))
            found.append(x)
        return found

    def picture(self, maps: list[Tensor], alpha: float | Tensor = 1.0) -> Tensor:
        """Draws the picture from `maps`, as `forward` does."""
        block = len(maps) - 1
        image = self.rgb[block](maps[-1])
        if block == 0 or (isinstance(alpha, float) and alpha >= 1):
            return image
        lower = upsample(self.rgb[block - 1](maps[-2])).to(image.dtype)
        return torch.lerp(lower, image, alpha.to(image.dtype) if isinstance(alpha, Tensor) else alpha)


class Discriminator(nn.Module):
    """
    The discriminator, images [n, 3, r, r] -> logits [n]; it mirrors the generator.

    Block i is convolution `c0.i`, convolution `c1.i`, average pooling; `rgb.i` is its 1x1 entrance. Block 0
    sees the minibatch standard deviation and ends in a 4x4 convolution and the linear layer `fc`. Every layer
    but `fc` is followed by leaky ReLU.
    """

    def __init__(self, shape: Shape):
        super().__init__()
        self.shape = shape
        c = [shape.channels(i) for i in range(shape.blocks)]
        self.rgb = convolutions([Conv(3, n, 1) for n in c])
        self.c0 = convolutions([Conv(n + (i == 0), n, 3, padding=1) for i, n in enumerate(c)])
        last = Conv(c[0], c[0], 4)
        self.c1 = convolutions([last, *(Conv(c[i], c[i - 1], 3, padding=1) for i in range(1, len(c)))])
        self.fc = Dense(c[0], 1)

    def forward(self, image: Tensor, block: int | None = None, alpha: float | Tensor = 1.0) -> Tensor:
        """
        Judges pictures from block `block` down (the last one by default); alpha works as in the generator.
        """
        return self.judge(self.features(image, block, alpha))

    def judge(self, features: Tensor) -> Tensor:
        """Turns features [n, channels of block 0] into logits [n]."""
        return self.fc(features).squeeze(1)

    def features(self, image: Tensor, block: int | None = None, alpha: float | Tensor = 1.0) -> Tensor:
        """Returns the input of `fc`, [n, channels of block 0]."""
        block = self.shape.blocks - 1 if block is None else block
        x = leaky_relu(self.rgb[block](image))
        for i in range(block, 0, -1):
            x = leaky_relu(self.c0[i](x))
            x = downsample(leaky_relu(self.c1[i](x)))
            if i == block and not (isinstance(alpha, float) and alpha >= 1):
                lower = leaky_relu(self.rgb[i - 1](downsample(image)))
                x = torch.lerp(lower, x, alpha.to(x.dtype) if isinstance(alpha, Tensor) else alpha)
        x = leaky_relu(self.c0[0](append_minibatch_stddev(x)))
        x = leaky_relu(self.c1[0](x))
        return x.flatten(1)
