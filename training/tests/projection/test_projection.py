import torch

from training.network.progan import Generator, Shape
from training.projection.loss import distance, pyramid, similarity
from training.projection.search import root_mean_squares, search

SHARED = 0.1034376


def wave(side: int, shift: float) -> torch.Tensor:
    at = torch.arange(3 * side * side, dtype=torch.float64)
    return torch.sin(at / 7 + shift).reshape(1, side, side, 3).permute(0, 3, 1, 2).float()


def test_loss_is_that_of_the_page() -> None:
    a, b = wave(32, 0), wave(32, 0.5)
    # loss.test.ts has the same number.
    assert abs(distance(a, b).item() - SHARED) < 1e-5


def test_loss_is_nothing_for_the_same_picture() -> None:
    a = wave(16, 0)
    assert distance(a, a).abs().item() < 1e-6
    assert similarity(a[:, :1], a[:, :1]).item() > 1 - 1e-6
    assert pyramid(a - wave(16, 1)).item() > pyramid(a - wave(16, 0.5)).item() > 0


def test_search_finds_a_picture_of_the_generator() -> None:
    torch.manual_seed(1)
    generator = Generator(Shape(res=16, base=64, max=12, latent=8)).requires_grad_(False).eval()
    z = torch.randn(3, 8)
    targets = generator(z)
    start = z + 0.5 * torch.randn(3, 8)
    found = search(generator, targets, start, 200)
    before, after = (root_mean_squares(generator, x, targets) for x in (start, found))
    assert (after < 0.1 * before).all(), (before, after)
