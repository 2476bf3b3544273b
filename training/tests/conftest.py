"""What several tests share."""

from pathlib import Path

import pytest
import torch

from training.tests.dataset import write_dataset
from training.tests.runs import train

# Sums depend on the number of threads in their last bits; and one is enough for what is this small.
torch.set_num_threads(1)
torch.set_flush_denormal(True)


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


@pytest.fixture(scope="session")
def whole(dataset: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder of a run that nothing interrupted."""
    out = tmp_path_factory.mktemp("whole") / "out"
    train(dataset, out)
    return out
