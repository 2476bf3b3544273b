"""
Latents of labelled pictures, which are distributed like the prior and each stand for their picture's labels;
and a run that learns from them.
"""

import math
from pathlib import Path

import numpy as np
import pytest
import torch

from training.attributes.table import ATTRIBUTES
from training.errors import TrainingError
from training.network.layers import pixel_norm
from training.network.progan import Generator, Shape
from training.pairing.directions import cosines
from training.pairing.regions import Regions
from training.run.config import parse_config
from training.run.loop import Run
from training.run.losses import laplacian_l1
from training.run.schedule import Schedule
from training.run.step import Networks
from training.tests.labelled import values_by_column, write_labelled
from training.tests.runs import After, same, train
from training.tests.tiny import CPU, tiny_config

PICTURES, LATENT = 4000, 128
NETWORK = {"res": 16, "base": 64, "max": 8, "latent": LATENT}


def labels() -> dict[str, list[str]]:
    """Columns that are independent of each other, except for the colours of hair and beard."""
    random = np.random.default_rng(5)
    found = {
        column: list(random.choice(values, PICTURES, p=random.dirichlet(np.full(len(values), 5.0))))
        for column, values in values_by_column().items()
    }
    return found | {"facialHairColor": [f"beard {value}" for value in found["hairColor"]]}


@pytest.fixture(scope="module")
def pairing() -> Regions:
    return Regions(labels(), LATENT)


@pytest.fixture(scope="module")
def prior() -> torch.Tensor:
    return torch.randn(20_000, LATENT, generator=torch.Generator().manual_seed(2))


def test_latents_of_the_prior_stand_for_each_value_as_often_as_the_data_have_it(pairing, prior):
    values = pairing.values_at(prior)
    for column, part in pairing.parts.items():
        k = len(pairing.columns[column])
        mine = np.bincount(values[column], minlength=k) / len(prior)
        wanted = np.bincount(part.truth, minlength=k) / PICTURES
        # Five standard errors of the count, plus the effect of z's length, which is not exactly sqrt(latent).
        assert np.abs(mine - wanted).max() < 5 * math.sqrt(0.25 / len(prior)) + 0.005, column


def test_a_pictures_latent_stands_for_its_labels(pairing, prior):
    pictures = np.arange(PICTURES)
    z = pairing.latents_of(pictures, prior[:PICTURES], seed=1, at=0)
    values = pairing.values_at(z)
    for column, part in pairing.parts.items():
        # The table and float32 may miss a border by a hair.
        assert (values[column] == part.truth).mean() > 0.998, column
    again = pairing.values_at(z * 7)  # the network normalises z
    assert all(np.array_equal(values[column], again[column]) for column in values)


def test_latents_of_the_data_set_are_distributed_as_the_prior_is(pairing, prior):
    pictures = np.tile(np.arange(PICTURES), 5)
    z = pairing.latents_of(pictures, prior, seed=1, at=0)
    along = z @ pairing.directions.T
    assert along.mean(dim=0).abs().max() < 5 / math.sqrt(PICTURES)
    assert (along.std(dim=0) - 1).abs().max() < 0.06
    # Kolmogorov's distance to the normal distribution along every direction; it exceeds 1.95 / sqrt(n) once
    # in a thousand.
    n = len(z)
    for s in along.T:
        ideal = torch.special.ndtr(s.sort().values.double())
        steps = torch.arange(1, n + 1) / n
        assert (ideal - steps).abs().max() < 1.95 / math.sqrt(PICTURES)
    torch.testing.assert_close(z.T @ z / n, torch.eye(LATENT), atol=0.06, rtol=0)


def test_latents_follow_from_seed_and_position(pairing, prior):
    pictures = np.arange(8)
    one = pairing.latents_of(pictures, prior[:8], seed=1, at=32)
    assert torch.equal(one, pairing.latents_of(pictures, prior[:8], seed=1, at=32))
    assert not torch.equal(one, pairing.latents_of(pictures, prior[:8], seed=1, at=64))


def test_what_labels_do_not_speak_of_stays_as_drawn(pairing, prior):
    z = pairing.latents_of(np.arange(64), prior[:64], seed=1, at=0)
    rest = lambda x: x - (x @ pairing.directions.T) @ pairing.directions  # noqa: E731
    cosine = torch.nn.functional.cosine_similarity(rest(z), rest(prior[:64]))
    torch.testing.assert_close(cosine, torch.ones(64), atol=1e-4, rtol=0)


def test_columns_that_divide_the_pictures_alike_are_one_decision(pairing):
    assert "hairColor" in pairing.parts and "facialHairColor" not in pairing.parts
    assert len(pairing.directions) == sum(len(pairing.columns[c]) for c in pairing.parts)


def test_directions_are_orthonormal_and_spread_over_all_numbers():
    for count, latent in ((19, 19), (19, 32), (83, 512)):
        d = cosines(count, latent)
        torch.testing.assert_close(d @ d.T, torch.eye(count, dtype=torch.float64), atol=1e-12, rtol=0)
        assert d.abs().max() < 1.5 / latent**0.5


def test_a_step_along_an_attribute_brings_it_and_the_opposite_takes_it(pairing, prior):
    directions = pairing.attribute_directions()
    torch.testing.assert_close(directions.norm(dim=1), torch.ones(len(ATTRIBUTES)))
    before = pairing.values_at(prior)
    for attribute, d in zip(ATTRIBUTES, directions):
        values = np.asarray(pairing.columns[attribute.column])
        for step, share in ((6.0, 1.0), (-6.0, 0.0)):
            after = pairing.values_at(prior + step * d)
            value = values[after[attribute.column]]
            has = np.isin(value, attribute.values)[~np.isin(value, attribute.unclear)]
            assert abs(has.mean() - share) < 0.05, attribute.key
            others = [c for c in after if c != attribute.column]
            # The step makes z longer, so points near a border may fall on its other side.
            assert all((after[c] == before[c]).mean() > 0.93 for c in others), attribute.key


def test_a_narrow_generator_begins_with_as_many_directions_as_it_has_channels(pairing, prior):
    generator = Generator(Shape(4, 256, 32, LATENT))
    pairing.begin(generator)
    z = pixel_norm(prior[:500])
    offsets = torch.cat([part.offsets for part in pairing.parts.values()])[:32]
    wanted = z @ pairing.directions[:32].T + offsets.float()
    with torch.no_grad():
        features = generator.c0[0](z[:, :, None, None]).mean(dim=(2, 3))
    for one, other in zip(features.T, wanted.T):
        assert torch.corrcoef(torch.stack([one, other]))[0, 1] > 0.999


def test_a_latent_too_small_is_refused(pairing):
    with pytest.raises(TrainingError, match=f"latent of at least {len(pairing.directions)}") as caught:
        Regions(labels(), len(pairing.directions) - 1)
    assert caught.value.code == "CONFIG_INVALID"


def test_the_laplacian_loss_counts_every_level():
    flat = torch.zeros(1, 1, 16, 16)
    # A constant difference is only in the small picture, a checkerboard only in the finest level.
    assert laplacian_l1(flat + 0.5, flat).item() == pytest.approx(0.5)
    board = 1.0 - 2 * ((torch.arange(16)[:, None] + torch.arange(16)) % 2)[None, None]
    assert laplacian_l1(board.float(), flat).item() == pytest.approx(1.0)
    assert laplacian_l1(board.float(), board.float()).item() == 0
    # Weights 1, 1/2, 1/4 (16, 8 px and the remaining 4 px) are scaled to a sum of 3.
    assert laplacian_l1(board.float(), flat, detail=2.0).item() == pytest.approx(3 / 1.75)
    assert laplacian_l1(flat + 0.5, flat, detail=2.0).item() == pytest.approx(0.5 * 3 / 1.75 / 4)


def test_a_step_without_the_adversary_learns_the_pair_and_leaves_the_discriminator():
    config = parse_config(
        {
            "data": "unused",
            "out": "unused",
            "network": {"res": 4, "base": 64, "max": 32, "latent": 20},
            "pairing": 1.0,
            "stages": [
                {
                    "resolution": 4,
                    "fade": 0,
                    "steady": 100_000,
                    "batch": 32,
                    "rate": 0.01,
                    "adversary_every": 4,
                }
            ],
        },
        "test",
    )
    networks = Networks(config, CPU)
    before = [p.clone() for p in networks.discriminator.parameters()]
    draw = torch.Generator().manual_seed(1)
    moment, found = Schedule(config).at(10_000), []
    for _ in range(150):
        z = torch.randn(32, 20, generator=draw)
        real = z[:, :1].sign()[:, :, None, None] * torch.ones(32, 3, 4, 4)
        losses = networks.step(moment, real, z, 0, penalise=False, mix_at=0, adversary=False)
        assert not losses[:5].any()
        found.append(losses[5].item())
    assert np.mean(found[-20:]) < 0.4 * np.mean(found[:5])
    assert all(torch.equal(a, b) for a, b in zip(before, networks.discriminator.parameters()))


def test_a_paired_run_resumes_exactly_and_follows_one_without_labels(tmp_path: Path):
    data = tmp_path / "data"
    write_labelled(data)
    stages = [
        {"resolution": 4, "fade": 0, "steady": 32, "batch": 8, "rate": 0.01, "adversary_every": 3},
        {"resolution": 8, "fade": 32, "steady": 64, "batch": 8, "rate": 0.01, "rate_end": 0.001},
    ]
    changes = {"network": NETWORK | {"res": 8}, "stages": stages, "checkpoint_every": 100_000}
    whole = train(data, tmp_path / "whole", pairing=1.0, **changes)
    for cut in (2, 7):
        out = tmp_path / f"parts-{cut}"
        Run(tiny_config(data, out, pairing=1.0, **changes), CPU, False).train(After(cut))
        parts = train(data, out, resume=True, pairing=1.0, **changes)
        assert same(whole.networks.tensors(), parts.networks.tensors())
    plain = changes | {"stages": [{**s, "adversary_every": 1} for s in stages]}
    Run(tiny_config(data, tmp_path / "plain", **plain), CPU, False).train(After(7))
    later = train(data, tmp_path / "plain", resume=True, accept=True, pairing=1.0, **changes)
    assert later.networks.finite()
