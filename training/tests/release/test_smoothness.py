"""Smoothness of walks, on generators with known pictures."""

from collections.abc import Callable, Iterator
from types import SimpleNamespace

import pytest
import torch
from torch import Tensor

from training.evaluate.render import Renderer
from training.evaluate.smoothness import main, smoothness
from training.network.layout import export
from training.network.progan import Discriminator, Generator, Shape
from training.tests.tiny import CPU


class Drawn:
    """The part of a renderer that `smoothness` needs, with pictures as a given function of z."""

    generator = SimpleNamespace(shape=SimpleNamespace(latent=256))

    def __init__(self, picture: Callable[[Tensor], Tensor]):
        self.picture = picture

    def each(self, z: Tensor, work: Callable[[Tensor], Tensor]) -> Iterator[Tensor]:
        for part in z.split(16):
            yield work(self.picture(part))


def test_pictures_that_turn_with_z_are_even():
    # With all 256 numbers as pixels, the steps along a slerp are equally long.
    found = smoothness(Drawn(lambda z: (z / 4)[:, None, None].expand(-1, 3, 1, -1)), seed=1, walks=16)
    assert found["evenness"] < 15  # rounding to whole bytes
    assert found["path_mean"] < 1.2 * found["path_median"]


def test_pictures_that_leap_are_not():
    def leap(z: Tensor) -> Tensor:
        stairs = (z[:, :1] * 4).round() / 4
        return (stairs / 4 + z[:, :1] / 100)[:, None, None].expand(-1, 3, 2, 2)

    found = smoothness(Drawn(leap), seed=1, walks=64)
    assert found["evenness"] > 150
    assert found["path_mean"] > 20 * found["path_median"]


def test_pictures_that_never_change_are_no_division_by_nothing():
    found = smoothness(Drawn(lambda z: torch.zeros(len(z), 3, 2, 2)), seed=1, walks=2)
    assert found == {"evenness": 0.0, "path_mean": 0.0, "path_median": 0.0}


def test_the_command_measures_a_weights_file(tmp_path, capsys):
    shape = Shape(16, 32, 6, 12)
    networks = (Generator(shape), Discriminator(shape), Generator(shape))
    export(tmp_path / "w.safetensors", networks, 16, {})
    assert smoothness(Renderer(networks[2], CPU, exact=True), 1, walks=2, steps=4)["path_mean"] > 0
    assert main(["--weights", str(tmp_path / "none.safetensors")]) == 1
    assert "FILE_MISSING" in capsys.readouterr().err


def test_the_figures_follow_from_the_seed():
    drawn = Drawn(lambda z: (z / 4)[:, None, None].expand(-1, 3, 1, -1))
    assert smoothness(drawn, 3, walks=4) == smoothness(drawn, 3, walks=4)
    assert smoothness(drawn, 3, walks=4) != pytest.approx(smoothness(drawn, 4, walks=4), abs=0)
