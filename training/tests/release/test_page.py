"""The figures of given latents, for comparison with the page's."""

import json

import numpy as np
import pytest
import torch

from training.data.randomness import latents
from training.evaluate.page import main
from training.evaluate.render import Renderer
from training.evaluate.samples import normalised
from training.evaluate.smoothness import of_walks, smoothness
from training.network.layout import export
from training.network.progan import Discriminator, Generator, Shape
from training.tests.tiny import CPU


@pytest.fixture
def weights(tmp_path):
    shape = Shape(16, 32, 6, 12)
    networks = (Generator(shape), Discriminator(shape), Generator(shape))
    export(tmp_path / "w.safetensors", networks, 16, {})
    return networks[2]


def test_walks_of_a_seed_are_those_of_its_latents(weights):
    renderer = Renderer(weights, CPU, exact=True)
    ends = normalised(latents(5, "walks", 0, 4, 12))
    assert of_walks(renderer, ends) == smoothness(renderer, 5, walks=2)
    still = of_walks(renderer, ends[:1].repeat(2, 1))
    assert still["evenness"] == 0 and still["path_mean"] < 1e-6


def test_the_command_reads_latents_and_prints_their_figures(weights, tmp_path, capsys):
    z = torch.randn(4, 12).numpy()
    np.save(tmp_path / "z.npy", np.concatenate([z[:2], z[:2]]))
    np.save(tmp_path / "ends.npy", z)
    files = ["--weights", str(tmp_path / "w.safetensors"), "--samples", str(tmp_path / "z.npy")]
    assert main([*files, "--ends", str(tmp_path / "ends.npy")]) == 0
    found = json.loads(capsys.readouterr().out)
    assert found["ms_ssim"] == pytest.approx(1, abs=1e-4)  # each picture is compared with itself
    assert found["path_mean"] > 0
    assert main([*files, "--ends", str(tmp_path / "none.npy")]) == 1
    assert "FILE_MISSING" in capsys.readouterr().err
