"""What several tests share."""

from pathlib import Path

import pytest
import torch

from training.run.config import Config, parse_config
from training.run.workers import Workers
from training.tests.dataset import write_dataset

# Sums depend on the number of threads in their last bits; and one is enough for what is this small.
torch.set_num_threads(1)
torch.set_flush_denormal(True)

CPU = Workers(rank=0, world=1, device=torch.device("cpu"), bfloat16=False)


@pytest.fixture(autouse=True)
def seeded():
    """Every test draws the same numbers, whatever ran before."""
    torch.manual_seed(1)


@pytest.fixture(scope="session")
def dataset(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """40 images of 16 px; only to be read."""
    folder = tmp_path_factory.mktemp("data") / "set"
    write_dataset(folder)
    return folder


def tiny(dataset: Path, out: Path, **changes: object) -> dict:
    """A configuration of three stages that trains in a second, as YAML would give it."""
    values = {
        "data": str(dataset),
        "out": str(out),
        "network": {"res": 16, "base": 64, "max": 12, "latent": 8},
        "stages": [
            {"resolution": 4, "fade": 0, "steady": 32, "batch": 8, "rate": 0.002},
            {"resolution": 8, "fade": 32, "steady": 16, "batch": 8, "rate": 0.002},
            {"resolution": 16, "fade": 32, "steady": 48, "batch": 4, "rate": 0.001},
        ],
        "penalty_every": 4,
        "ema_half_life": 100,
        "checkpoint_every": 40,
        "sheet_every": 100_000,
        "mirror": True,
        "precision": "float32",
        "threads": 1,
    }
    return {**values, **changes}


def tiny_config(dataset: Path, out: Path, **changes: object) -> Config:
    return parse_config(tiny(dataset, out, **changes), "tiny.yaml")


@pytest.fixture(scope="session")
def whole(dataset: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder of a run that nothing interrupted."""
    from training.tests.runs import train

    out = tmp_path_factory.mktemp("whole") / "out"
    train(dataset, out)
    return out
