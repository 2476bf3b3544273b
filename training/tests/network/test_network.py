"""The networks against the paper's table, and the fading in."""

import pytest
import torch

from training.network.layers import downsample, leaky_relu, upsample
from training.network.progan import RESOLUTIONS, Discriminator, Generator, Shape

PAPER = Shape(res=1024, base=8192, max=512, latent=512)
SMALL = Shape(res=16, base=64, max=12, latent=8)


def counted(module: torch.nn.Module) -> int:
    """Counts the parameters in use at the full resolution, so only the last head."""
    last = PAPER.blocks - 1
    return sum(
        p.numel()
        for name, p in module.named_parameters()
        if not name.startswith("rgb.") or name.startswith(f"rgb.{last}.")
    )


def test_parameter_counts_at_1024_px_are_those_of_the_papers_table_2():
    # Table 2 says 23.1 M for either network; with the heads of all resolutions it is 23.1 M as well.
    with torch.device("meta"):
        generator, discriminator = Generator(PAPER), Discriminator(PAPER)
    assert [counted(generator), counted(discriminator)] == [23_071_507, 23_077_137]
    with_all_heads = [sum(p.numel() for p in m.parameters()) for m in (generator, discriminator)]
    assert with_all_heads == [23_079_115, 23_087_249]
    for count in (counted(generator), counted(discriminator), *with_all_heads):
        assert round(count / 1e6, 1) == 23.1


def test_channels_are_those_of_the_papers_table_2():
    assert [PAPER.channels(i) for i in range(9)] == [512, 512, 512, 512, 256, 128, 64, 32, 16]


def test_the_layers_rows_have_the_papers_counts():
    with torch.device("meta"):
        generator, discriminator = Generator(PAPER), Discriminator(PAPER)
    count = lambda m: sum(p.numel() for p in m.parameters())  # noqa: E731
    # Table 2, left: 4x4 4.2 M, 3x3 2.4 M; 64 px 1.2 M and 590 k; 1024 px 4.6 k and 2.3 k.
    assert [count(generator.c0[0]), count(generator.c1[0])] == [4_194_816, 2_359_808]
    assert [count(generator.c0[4]), count(generator.c1[4])] == [1_179_904, 590_080]
    assert [count(generator.c0[8]), count(generator.c1[8])] == [4_624, 2_320]
    # Right: the 3x3 after the minibatch's deviation sees 513 channels; the last layer 513 numbers.
    assert [count(discriminator.c0[0]), count(discriminator.c1[0])] == [2_364_416, 4_194_816]
    assert count(discriminator.fc) == 513


@pytest.mark.parametrize("res", RESOLUTIONS)
def test_shapes_at_every_resolution(res: int):
    shape = Shape(res=res, base=16, max=4, latent=6)
    generator, discriminator = Generator(shape), Discriminator(shape)
    with torch.no_grad():
        for block in range(shape.blocks):
            image = generator(torch.randn(2, 6), block)
            assert image.shape == (2, 3, 4 << block, 4 << block)
            assert discriminator(image, block).shape == (2,)


def test_only_the_direction_of_z_matters():
    generator = Generator(SMALL)
    z = torch.randn(3, 8)
    assert torch.allclose(generator(z), generator(7 * z), atol=1e-5)


@pytest.mark.parametrize("block", [1, 2])
def test_fading_in_starts_at_the_upsampled_lower_head_and_ends_at_the_new_one(block: int):
    generator = Generator(SMALL)
    z = torch.randn(3, 8)
    lower, new = upsample(generator(z, block - 1)), generator(z, block)
    assert torch.allclose(generator(z, block, 0.0), lower, atol=1e-6)
    assert torch.equal(generator(z, block, 1.0), new)
    assert torch.allclose(generator(z, block, 0.25), 0.75 * lower + 0.25 * new, atol=1e-5)


@pytest.mark.parametrize("block", [1, 2])
def test_the_discriminator_fades_in_the_same_way(block: int):
    discriminator = Discriminator(SMALL)
    image = torch.randn(4, 3, 4 << block, 4 << block)
    assert torch.allclose(
        discriminator(image, block, 0.0), discriminator(downsample(image), block - 1), atol=1e-5
    )
    # At 1 the old entrance has no effect.
    new = discriminator(image, block, 1.0)
    with torch.no_grad():
        discriminator.rgb[block - 1].w.add_(1)
    assert torch.equal(discriminator(image, block, 1.0), new)
    assert not torch.equal(discriminator(image, block, 0.5), new)


def test_every_generator_convolution_is_followed_by_leaky_relu_and_pixel_norm():
    """The picture equals that of the layers written out."""
    generator = Generator(SMALL)
    z = torch.randn(2, 8)

    def norm(x: torch.Tensor) -> torch.Tensor:
        return x / torch.sqrt(x.square().mean(dim=1, keepdim=True) + 1e-8)

    x = norm(z)[:, :, None, None]
    for c0, c1 in zip(generator.c0, generator.c1, strict=True):
        x = norm(leaky_relu(c0(x)))
        x = norm(leaky_relu(c1(x)))
    assert torch.allclose(generator(z), generator.rgb[2](x), atol=1e-5)


def test_the_discriminator_sees_variety():
    """An image gets a different logit among copies of itself than among other images."""
    discriminator = Discriminator(SMALL)
    images = torch.randn(4, 3, 16, 16)
    alone = discriminator(images[:1].repeat(4, 1, 1, 1))[0]
    assert not torch.allclose(discriminator(images)[0], alone)


def test_layers_that_are_not_grown_yet_get_no_gradient():
    generator = Generator(SMALL)
    generator(torch.randn(2, 8), 1).sum().backward()
    assert generator.c0[2].w.grad is None
    assert generator.rgb[0].w.grad is None
    assert generator.c0[1].w.grad is not None
