"""Pictures with factors: their latents, the generator's initial weights, and a run that learns from them."""

import math
from pathlib import Path

import numpy as np
import pytest
import torch

from training.data.images import ShardedImages
from training.errors import TrainingError
from training.network.layers import pixel_norm
from training.network.progan import Generator, Shape
from training.pairing.factors import Factors
from training.pairing.places import by_factors
from training.pairing.readout import FactorReadout, readable_blocks
from training.run.loop import Run
from training.tests.portraits import IDS, write_portraits
from training.tests.runs import After, same, train
from training.tests.tiny import CPU, tiny_config

PICTURES, COUNT, LATENT = 4000, 20, 128


@pytest.fixture(scope="module")
def pairing() -> Factors:
    return Factors(np.random.default_rng(4).normal(size=(PICTURES, COUNT)).astype(np.float32), LATENT)


def prior(n: int) -> torch.Tensor:
    return torch.randn(n, LATENT, generator=torch.Generator().manual_seed(2))


def test_the_generator_reads_a_pictures_factors_off_its_latent(pairing):
    pictures = np.arange(PICTURES)
    z = pairing.latents_of(pictures, prior(PICTURES), seed=1, at=0)
    torch.testing.assert_close(z.norm(dim=1), torch.full((PICTURES,), math.sqrt(LATENT)), atol=1e-3, rtol=0)
    torch.testing.assert_close(pairing.values_at(z), pairing.truth(pictures), atol=1e-4, rtol=1e-4)
    torch.testing.assert_close(pairing.values_at(3 * z), pairing.truth(pictures), atol=1e-4, rtol=1e-4)


def test_latents_of_the_pictures_are_distributed_as_the_prior_is(pairing):
    z = pairing.latents_of(np.arange(PICTURES), prior(PICTURES), seed=1, at=0)
    torch.testing.assert_close(z.T @ z / PICTURES, torch.eye(LATENT), atol=0.09, rtol=0)
    mine, sphere = z, pixel_norm(prior(PICTURES).roll(7, 0))
    for d in (pairing.directions[3], torch.eye(LATENT)[5]):
        one, other = ((x @ d).sort().values for x in (mine, sphere))
        # Two samples of one distribution: quantiles from 2 % to 98 % agree.
        q = torch.linspace(0.02, 0.98, 49)
        assert (one.quantile(q) - other.quantile(q)).abs().max() < 0.15


def test_factors_that_fill_the_whole_sphere_leave_the_rest_as_it_was(pairing):
    far = Factors(np.full((1, COUNT), 3.0, np.float32), LATENT)  # 20 * 9 > 128
    z = far.latents_of(np.zeros(4, int), prior(4), seed=1, at=0)
    assert torch.isfinite(z).all()
    torch.testing.assert_close(z @ far.directions.T, torch.full((4, COUNT), 3.0), atol=1e-4, rtol=0)


def test_a_latent_without_room_for_all_factors_is_refused():
    with pytest.raises(TrainingError, match="more than 20 numbers") as caught:
        Factors(np.zeros((3, 20), np.float32), 20)
    assert caught.value.code == "CONFIG_INVALID"


@pytest.fixture(scope="module")
def begun(pairing) -> Generator:
    torch.manual_seed(6)
    generator = Generator(Shape(16, 2048, 64, LATENT))
    pairing.begin(generator)
    return generator


def test_a_generator_begins_with_factors_that_can_be_read_in_the_lower_blocks(pairing, begun):
    z = prior(500)
    with torch.no_grad():
        maps = begun.maps(z)
    assert readable_blocks(begun.shape, COUNT) == 3
    for x in maps:
        for j in range(COUNT):
            pair = torch.stack([x[:, j].mean(dim=(1, 2)), pairing.values_at(z)[:, j]])
            assert torch.corrcoef(pair)[0, 1] > 0.95, j
        assert x[:, COUNT:].std() > 0.2  # the other channels draw
    reader = FactorReadout(begun.shape, COUNT, CPU.device)
    assert reader.loss(maps, pairing.values_at(z)) < 0.1
    assert reader.loss(maps, pairing.values_at(z).roll(1, 0)) > 0.9


def test_a_picture_depends_on_nothing_but_the_factors(pairing, begun):
    z = prior(8)
    other = pairing.latents_of(np.arange(8), z, seed=1, at=0)
    again = pairing.latents_of(np.arange(8), z.flip(0), seed=1, at=0)
    assert not torch.allclose(other, again)
    with torch.no_grad():
        torch.testing.assert_close(begun(other), begun(again), atol=1e-4, rtol=1e-4)
    before = begun.c0[0].w.clone()
    pairing.confine(begun)
    torch.testing.assert_close(begun.c0[0].w, before, atol=1e-4, rtol=1e-4)


def test_the_reader_asks_for_correlation_at_every_pixel():
    shape = Shape(8, 64, 8, 16)
    reader, values = FactorReadout(shape, 3, CPU.device), torch.randn(32, 3)
    values -= values.mean(dim=0)
    told = torch.zeros(32, 8, 4, 4)
    told[:, :3] = 5 + 0.1 * values[:, :, None, None]
    other = torch.zeros(32, 8, 8, 8)
    other[:, :3, :4] = values[:, :, None, None]  # only half of the pixels carry it
    assert reader.loss([told], values).item() == pytest.approx(0, abs=1e-3)
    assert reader.loss([-told + 10], values).item() == pytest.approx(2, abs=1e-3)
    assert reader.loss([other], values).item() == pytest.approx(1 - math.sqrt(0.5), abs=1e-3)
    with pytest.raises(TrainingError, match="the 9 factors at 4 px; the network has 8"):
        FactorReadout(shape, 9, CPU.device)


def test_places_count_by_the_factors_that_show_there(tmp_path: Path):
    factors = write_portraits(tmp_path / "data", count=320, held_out=20)
    data = ShardedImages(tmp_path / "data")
    found = by_factors(data, torch.from_numpy(factors[: data.trained, :1]), share=0.5, side=8)
    assert found.shape == (8, 8) and found.mean().item() == pytest.approx(1)
    # Only the upper half depends on the first factor, so it gets that factor's half and its part of the rest.
    assert found[:4].mean().item() == pytest.approx(1.5, abs=0.02)
    assert found[4:].mean().item() == pytest.approx(0.5, abs=0.02)
    even = by_factors(data, torch.from_numpy(factors[: data.trained]), share=0.0, side=8)
    torch.testing.assert_close(even, torch.ones(8, 8))


STAGES = [
    {"resolution": 4, "fade": 0, "steady": 32, "batch": 8, "rate": 0.01, "adversary_every": 3},
    {"resolution": 8, "fade": 32, "steady": 64, "batch": 8, "rate": 0.01, "rate_end": 0.001},
]
CHANGES = {
    "network": {"res": 8, "base": 64, "max": 8, "latent": 16},
    "stages": STAGES,
    "checkpoint_every": 100_000,
    "mirror": False,
    "recipe": "portraits",
    "pairing": 1.0,
    "readout": 1.0,
    "by_factor": 0.5,
    "only_factors": True,
}


def test_a_run_on_factors_never_sees_what_is_held_out_and_resumes_exactly(tmp_path: Path):
    data = tmp_path / "data"
    write_portraits(data)
    whole = train(data, tmp_path / "whole", **CHANGES)
    seen = whole.batches.indices(0, 1000)
    assert seen.max() == 160 - 32 - 1 and len(set(seen.tolist())) == 128
    for cut in (2, 7):
        out = tmp_path / f"parts-{cut}"
        Run(tiny_config(data, out, **CHANGES), CPU, False).train(After(cut))
        parts = train(data, out, resume=True, **CHANGES)
        assert same(whole.networks.tensors(), parts.networks.tensors())
    w, before = whole.networks.generator.c0[0].w, whole.networks.generator.c0[0].w.detach().clone()
    whole.pairing.confine(whole.networks.generator)
    torch.testing.assert_close(w.detach(), before, atol=1e-4, rtol=1e-4)


def test_a_run_learns_to_draw_the_factors(tmp_path: Path):
    data = tmp_path / "data"
    factors = write_portraits(data)
    stages = [
        {
            "resolution": 4,
            "fade": 0,
            "steady": 4000,
            "batch": 16,
            "rate": 0.02,
            "rate_end": 0.002,
            "adversary_every": 1000,
        }
    ]
    run = train(
        data,
        tmp_path / "out",
        **(CHANGES | {"pairing": 10.0, "stages": stages, "network": CHANGES["network"] | {"res": 4}}),
    )
    held = np.arange(128, 160)
    z = run.pairing.latents_of(held, torch.randn(32, 16), 1, 0)
    with torch.no_grad():
        drawn = run.networks.ema(z)
    for j, part in ((0, drawn[:, 0, :2]), (1, drawn[:, 1, 2:])):
        assert np.corrcoef(part.mean(dim=(1, 2)).numpy(), factors[held, j])[0, 1] > 0.9


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        (
            {"factors": ["sky", "moon"]},
            "factors names the unknown factor 'moon'; known are sky, ground, hidden",
        ),
        (
            {"by_factor": 0.0, "only_factors": False, "by_label": 0.5, "recipe": ""},
            "by_label is for labels, but the pictures of",
        ),
    ],
)
def test_configurations_that_the_data_set_does_not_fit_are_refused(changes, words, tmp_path: Path):
    write_portraits(tmp_path / "data")
    with pytest.raises(TrainingError, match=words) as caught:
        Run(tiny_config(tmp_path / "data", tmp_path / "out", **(CHANGES | changes)), CPU, False)
    assert caught.value.code == "CONFIG_INVALID"


def test_some_factors_may_be_left_out(tmp_path: Path):
    factors = write_portraits(tmp_path / "data")
    config = tiny_config(tmp_path / "data", tmp_path / "out", **(CHANGES | {"factors": [IDS[1], IDS[0]]}))
    assert np.array_equal(Run(config, CPU, False).pairing.values.numpy(), factors[:, [1, 0]])


def test_data_of_another_recipe_is_refused(tmp_path: Path, dataset: Path):
    with pytest.raises(TrainingError, match="is for the recipe portraits, but .* is of avatars") as caught:
        Run(tiny_config(dataset, tmp_path / "out", **CHANGES), CPU, False)
    assert caught.value.code == "DATA_INVALID"
    write_portraits(tmp_path / "data")
    plain = {"pairing": 1.0, "recipe": "avatars"}
    with pytest.raises(TrainingError, match="is for the recipe avatars, but .* is of portraits"):
        Run(tiny_config(tmp_path / "data", tmp_path / "out", **plain), CPU, False)
