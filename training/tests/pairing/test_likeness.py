"""The loss of likeness to a reader of factors, and a training with it."""

from pathlib import Path

import pytest
import torch

from training.errors import TrainingError
from training.reader.likeness import Likeness
from training.reader.network import Reader, write_reader
from training.run.config import parse_config
from training.run.schedule import Schedule
from training.run.step import Networks
from training.tests.tiny import CPU

IDS = ["smile", "gaze"]


@pytest.fixture
def reader(tmp_path: Path) -> Path:
    torch.manual_seed(3)
    made = Reader(32, IDS)
    for layer in made.each():
        assert layer.norm.running_mean is not None
        layer.norm.running_mean.normal_(0, 0.1)
    write_reader(tmp_path / "reader.safetensors", made, {})
    return tmp_path / "reader.safetensors"


def config(**changes: object):
    def stage(resolution: int) -> dict:
        return {"resolution": resolution, "fade": 0, "steady": 1000, "batch": 8, "rate": 0.01}

    return parse_config(
        {
            "data": "unused",
            "out": "unused",
            "network": {"res": 32, "base": 256, "max": 8, "latent": 12},
            "pairing": 1.0,
            "recipe": "portraits",
            "stages": [stage(r) for r in (4, 8, 16, 32)],
            **changes,
        },
        "test",
    )


def test_the_same_pictures_are_alike_and_other_pictures_are_not(reader: Path):
    likeness = Likeness(reader, IDS, CPU.device)
    x = torch.randn(4, 3, 32, 32)
    assert likeness.side == 32
    assert likeness.loss(x, x.clone()).item() == pytest.approx(0, abs=1e-6)
    near, far = (likeness.loss(x + strength * torch.randn_like(x), x).item() for strength in (0.1, 1))
    assert 0 < near < far


def test_a_picture_learns_to_look_alike_and_the_reader_learns_nothing(reader: Path):
    likeness = Likeness(reader, IDS, CPU.device)
    before = {name: t.clone() for name, t in likeness.reader.state_dict().items()}
    real = torch.randn(4, 3, 32, 32)
    fake = torch.zeros(4, 3, 32, 32, requires_grad=True)
    optimiser, losses = torch.optim.Adam([fake], 0.05), []
    for _ in range(30):
        loss = likeness.loss(fake, real)
        optimiser.zero_grad()
        loss.backward()
        optimiser.step()
        losses.append(loss.item())
    assert losses[-1] < 0.6 * losses[0]
    for name, tensor in likeness.reader.state_dict().items():
        assert torch.equal(tensor, before[name]), name


def test_a_training_has_it_at_the_reader_s_own_resolution(reader: Path):
    settings = config(likeness=2.0, reader=str(reader))
    networks = Networks(settings, CPU, likeness=Likeness(reader, IDS, CPU.device))
    for position, told in ((500, False), (3500, True)):
        moment = Schedule(settings).at(position)
        side = moment.stage.resolution
        losses = networks.step(
            moment, torch.randn(8, 3, side, side), torch.randn(8, 12), 0, False, 0, adversary=False
        )
        assert (losses[7].item() > 0) == told


def test_a_reader_of_other_factors_is_refused(reader: Path):
    with pytest.raises(TrainingError, match="reads other factors than those of the data set") as caught:
        Likeness(reader, ["smile", "age"], CPU.device)
    assert caught.value.code == "CONFIG_INVALID"


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({"likeness": 1.0}, "likeness and reader must be set together"),
        ({"reader": "r.safetensors"}, "likeness and reader must be set together"),
        ({"likeness": 1.0, "reader": "r", "recipe": "avatars"}, "likeness is for factors"),
        ({"likeness": 1.0, "reader": "r", "pairing": 0.0}, "likeness must not be set where pairing is 0"),
    ],
)
def test_what_does_not_go_together_is_refused(changes: dict, said: str):
    with pytest.raises(TrainingError, match=said):
        config(**changes)
