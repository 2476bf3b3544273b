"""The loss that keeps labels readable in the lower blocks, and the places that depend on them."""

import numpy as np
import pytest
import torch
import torch.nn.functional as F

from training.data.batches import HeldImages
from training.data.images import ShardedImages
from training.errors import TrainingError
from training.network.progan import Generator, Shape
from training.pairing.places import by_labels
from training.pairing.readout import GAIN, Readout, readable_blocks
from training.pairing.regions import Regions
from training.run.config import parse_config
from training.run.schedule import Schedule
from training.run.step import Networks
from training.tests.labelled import values_by_column
from training.tests.tiny import CPU

SIZES = [3, 5, 2]
NARROWING = Shape(32, 96, 20, 16)  # 20, 20, 12, 6 channels


def values(n: int) -> torch.Tensor:
    return torch.stack([torch.randint(0, k, (n,)) for k in SIZES], dim=1)


def test_the_loss_is_the_mean_cross_entropy_of_blocks_columns_and_pixels():
    maps = [torch.randn(4, c, r, r, requires_grad=True) for c, r in ((20, 4), (20, 8), (12, 16), (6, 32))]
    truth = values(4)
    parts = []
    for x in maps[:3]:
        for column, logits in enumerate((GAIN * x[:, :10]).split(SIZES, dim=1)):
            wanted = truth[:, column, None, None].expand(-1, *x.shape[2:])
            parts.append(F.cross_entropy(logits, wanted))
    mine = Readout(NARROWING, SIZES, CPU.device).loss(maps, truth)
    torch.testing.assert_close(mine, torch.stack(parts).mean())
    wanted = torch.autograd.grad(torch.stack(parts).mean(), maps[:3])
    for one, other in zip(torch.autograd.grad(mine, maps[:3]), wanted):
        torch.testing.assert_close(one, other)


def test_labels_are_read_where_every_value_has_a_channel():
    assert readable_blocks(NARROWING, 12) == 3
    assert readable_blocks(NARROWING, 13) == 2
    assert readable_blocks(NARROWING, 21) == 0
    assert readable_blocks(Shape(256, 8192, 512, 16), 12) == 3  # 4, 8 and 16 px, never more


class Labels:
    """The part of a pairing that `Networks` needs."""

    def readout(self, shape: Shape, device: torch.device) -> Readout:
        return Readout(shape, SIZES, device)


def config(width: int, **changes: object):
    stage = {
        "resolution": 4,
        "fade": 0,
        "steady": 100_000,
        "batch": 16,
        "rate": 0.03,
        "adversary_every": 1000,
    }
    return parse_config(
        {
            "data": "unused",
            "out": "unused",
            "network": {"res": 4, "base": 256, "max": width, "latent": 24},
            "pairing": 1.0,
            "readout": 5.0,
            "stages": [stage],
            **changes,
        },
        "test",
    )


def test_a_network_too_narrow_for_its_labels_is_refused():
    with pytest.raises(TrainingError, match="labels' 10 values at 4 px; the network has 9") as caught:
        Readout(config(9).network, SIZES, CPU.device)
    assert caught.value.code == "CONFIG_INVALID"


def test_steps_teach_the_lower_blocks_to_tell_labels():
    networks = Networks(config(12), CPU, Labels())
    moment, told = Schedule(networks.config).at(50_000), []
    for _ in range(120):
        truth = values(16)
        z = torch.randn(16, 24) + 3 * F.one_hot(truth, 8).float().flatten(1)
        losses = networks.step(
            moment, torch.zeros(16, 3, 4, 4), z, 0, False, 0, adversary=False, values=truth
        )
        told.append(losses[6].item())
    chance = np.mean(np.log(SIZES))
    assert np.mean(told[:3]) > 1.5 * chance
    assert np.mean(told[-10:]) < 0.6 * chance


def test_a_generator_begins_with_labels_that_can_be_read():
    random = np.random.default_rng(5)
    labels = {c: list(random.choice(v, 2000)) for c, v in values_by_column().items()}
    pairing = Regions(labels, 128)
    generator = Generator(Shape(16, 2048, 160, 128))
    pairing.begin(generator)
    z = torch.randn(500, 128)
    wanted = pairing.values_at(z)
    with torch.no_grad():
        maps = generator.maps(z)
    assert readable_blocks(generator.shape, len(pairing.directions)) == 3
    for x in maps:
        for column, part in pairing.parts.items():
            told = x[:, part.rows].argmax(dim=1)  # [n, r, r]
            assert (told == torch.from_numpy(wanted[column])[:, None, None]).float().mean() > 0.99, column
    assert all(x[:, len(pairing.directions) :].std() > 0.3 for x in maps)  # the other channels draw


class Pictures:
    """The part of a data set that `places` needs."""

    size = 16

    def __init__(self, images: np.ndarray):
        self.images = images

    def __len__(self) -> int:
        return len(self.images)


def test_places_count_by_the_columns_that_depend_on_them():
    n, side = 60, Pictures.size
    truth = torch.stack([torch.arange(n) % 2, torch.arange(n) // 2 % 3], dim=1)
    images = np.full((n, 3, side, side), 100, np.uint8)
    images[:, :, 0, 0] += (50 * truth[:, :1]).numpy().astype(np.uint8)  # one pixel
    images[:, :, side // 2 :] += (20 * truth[:, 1]).numpy().astype(np.uint8)[:, None, None, None]  # one half
    found = by_labels(Pictures(images), truth, [2, 3], share=0.6)
    assert found.mean().item() == pytest.approx(1)
    assert found[0, 0].item() == pytest.approx(0.4 + 0.3 * side * side, rel=1e-3)
    assert found[-1, -1].item() == pytest.approx(0.4 + 0.3 * 2, rel=1e-3)
    assert found[0, 1].item() == pytest.approx(0.4, rel=1e-3)
    assert torch.allclose(by_labels(Pictures(images), truth, [2, 3], share=0.0), torch.ones(side, side))


def test_pictures_held_on_a_device_are_made_smaller_as_those_in_memory_are(dataset):
    data = ShardedImages(dataset)
    held = HeldImages(torch.from_numpy(np.array(data.images)))
    for resolution in (4, 8, 16, 8):
        assert np.array_equal(held.at(resolution).numpy(), data.at(resolution))
