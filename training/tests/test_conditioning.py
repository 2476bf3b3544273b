"""What is asked of a latent agrees with the labels: as often, never two things that exclude each other, and trained on."""

from pathlib import Path

import numpy as np
import pytest
import torch

from training.attributes.table import ATTRIBUTES, HATS, SHADES
from training.conditioning import Conditioning, asked_directions, named_rightly
from training.config import parse_config
from training.errors import TrainingError
from training.loop import Run
from training.schedule import Schedule
from training.step import Networks
from training.tests.conftest import CPU, tiny_config
from training.tests.labelled import values_by_column, write_labelled
from training.tests.runs import After, same, train

KEYS = [a.key for a in ATTRIBUTES]


def labels(count: int = 4000) -> dict[str, list[str]]:
    random = np.random.default_rng(5)
    return {
        column: list(random.choice(values, count, p=random.dirichlet(np.full(len(values), 5.0))))
        for column, values in values_by_column().items()
    }


@pytest.fixture(scope="module")
def asked() -> tuple[Conditioning, torch.Tensor, torch.Tensor, torch.Tensor]:
    conditioning = Conditioning(labels(), 32)
    z = torch.randn(20_000, 32, generator=torch.Generator().manual_seed(2))
    return conditioning, z, *conditioning.of_latents(z)


def test_attributes_are_asked_for_as_often_as_the_data_have_them(asked):
    conditioning, _, has, clear = asked
    of_data, clear_in_data = conditioning.of_images(np.arange(4000))
    for i, key in enumerate(KEYS):
        there = clear_in_data[:, i] > 0
        share = of_data[there, i].mean()
        mine = has[clear[:, i] > 0, i].mean()
        # Latents near a border are not asked anything, which moves a share a little from where the borders are not in the middle.
        assert abs(float(mine - share)) < 0.04, key


def test_nothing_is_asked_that_excludes_another(asked):
    _, _, has, clear = asked
    yes = {key: (has[:, i] > 0) & (clear[:, i] > 0) for i, key in enumerate(KEYS)}
    for one, other in (("glasses", "sunglasses"), ("dark_hair", "blond_hair"), ("dark_hair", "red_hair"),
                       ("closed_eyes", "wide_eyes"), ("raised_brows", "angry_brows")):  # fmt: skip
        assert yes[one].any() and yes[other].any()
        assert not (yes[one] & yes[other]).any(), (one, other)
    for hider, hidden in (("hat", ("long_hair", "dark_hair", "red_hair")), ("sunglasses", ("closed_eyes", "wide_eyes"))):  # fmt: skip
        for key in hidden:
            assert not clear[has[:, KEYS.index(hider)] > 0, KEYS.index(key)].any(), (hider, key)


def test_directions_are_orthonormal_and_spread_over_all_numbers():
    for latent in (19, 32, 512):
        d = asked_directions(latent)
        torch.testing.assert_close(d @ d.T, torch.eye(18, dtype=torch.float64), atol=1e-12, rtol=0)
        assert d.abs().max() < 1.5 / latent**0.5


def test_an_attribute_follows_its_own_direction(asked):
    conditioning, z, _, _ = asked
    directions = asked_directions(32)
    for key in ("glasses", "hat", "smile"):
        i = KEYS.index(key)
        for far, expected in ((8.0, 1.0), (-8.0, 0.0)):
            there = z.double()
            for key_moved, to in (("sunglasses", -8.0), (key, far)):
                d = directions[KEYS.index(key_moved)]
                there = there + (to - there @ d)[:, None] * d
            has, clear = conditioning.of_latents(there)
            assert clear[:, i].all() and (has[:, i] == expected).all(), key


def test_the_length_of_a_latent_does_not_matter(asked):
    conditioning, z, has, clear = asked
    again = conditioning.of_latents(z * 7)
    assert torch.equal(has, again[0]) and torch.equal(clear, again[1])


def test_real_labels_are_those_of_the_data():
    given = labels()
    has, clear = Conditioning(given, 32).of_images(np.arange(4000))
    shaded = torch.tensor([v in SHADES for v in given["accessories"]])
    hatted = torch.tensor([v in HATS for v in given["top"]])
    assert torch.equal(has[:, KEYS.index("sunglasses")] > 0, shaded)
    assert torch.equal(clear[:, KEYS.index("closed_eyes")] == 0, shaded | torch.tensor([v == "wink" for v in given["eyes"]]))  # fmt: skip
    assert not clear[hatted, KEYS.index("long_hair")].any()


def test_the_loss_counts_what_is_clear_only():
    logits = torch.tensor([[2.0, -50.0], [-1.0, 50.0]])
    has, clear = torch.tensor([[1.0, 1.0], [1.0, 0.0]]), torch.tensor([[1.0, 0.0], [1.0, 0.0]])
    expected = (np.log1p(np.exp(-2.0)) + np.log1p(np.exp(1.0))) / 2
    assert named_rightly(logits, has, clear).item() == pytest.approx(expected, rel=1e-6)
    assert named_rightly(logits, has, torch.zeros_like(clear)).item() == 0


def test_a_latent_too_small_is_refused():
    with pytest.raises(TrainingError, match="latent of more than 18"):
        Conditioning(labels(), 18)


def test_naming_is_learned_and_drawn():
    """The namer learns a label that the pictures show, and the generator's loss of it falls, too."""
    config = parse_config(
        {
            "data": "unused", "out": "unused", "network": {"res": 4, "base": 64, "max": 32, "latent": 20},
            "conditioning": 2.0,
            "stages": [{"resolution": 4, "fade": 0, "steady": 100_000, "batch": 32, "rate": 0.01}],
        },
        "test",
    )  # fmt: skip
    networks = Networks(config, CPU)
    draw = torch.Generator().manual_seed(1)
    moment, found = Schedule(config).at(10_000), []
    for step in range(150):
        has = (torch.rand(32, 18, generator=draw) < 0.5).float()
        real = (2 * has[:, 0] - 1)[:, None, None, None] * torch.ones(32, 3, 4, 4)
        clear = torch.zeros(32, 18)
        clear[:, 0] = 1
        z = torch.randn(32, 20, generator=draw)
        wanted = ((z[:, :1] > 0).float().expand(32, 18), clear)
        losses = networks.step(moment, real, z, 0, step % 16 == 0, 0, ((has, clear), wanted))
        found.append(losses[5:].tolist())
    (_, drawn_first), (named, drawn) = np.mean(found[:5], axis=0), np.mean(found[-20:], axis=0)
    assert named < 0.2 and drawn < 0.35 < 0.5 < drawn_first


def test_a_conditioned_run_resumes_exactly_and_follows_one_without_labels(tmp_path: Path):
    data = tmp_path / "data"
    write_labelled(data)
    changes = {"network": {"res": 16, "base": 64, "max": 8, "latent": 20}}
    whole = train(data, tmp_path / "whole", conditioning=1.0, **changes)
    assert any(name.startswith("namer.") for name in whole.networks.tensors())
    Run(tiny_config(data, tmp_path / "parts", conditioning=1.0, **changes), CPU, False).train(After(7))
    parts = train(data, tmp_path / "parts", resume=True, conditioning=1.0, **changes)
    assert same(whole.networks.tensors(), parts.networks.tensors())
    Run(tiny_config(data, tmp_path / "plain", **changes), CPU, False).train(After(7))
    later = train(data, tmp_path / "plain", resume=True, accept=True, conditioning=1.0, **changes)
    assert later.networks.finite()
