"""Fixtures that several tests share."""

from pathlib import Path

import pytest
import torch

from training.tests.dataset import write_dataset
from training.tests.runs import train

# The last bits of sums depend on the number of threads, and one is enough for tests this small.
torch.set_num_threads(1)
torch.set_flush_denormal(True)


@pytest.fixture(autouse=True)
def seeded():
    """Makes every test draw the same numbers, whatever ran before it."""
    torch.manual_seed(1)


@pytest.fixture(scope="session")
def dataset(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A data set of 40 images of 16 px, for reading only."""
    folder = tmp_path_factory.mktemp("data") / "set"
    write_dataset(folder)
    return folder


@pytest.fixture(scope="session")
def whole(dataset: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder of an uninterrupted run."""
    out = tmp_path_factory.mktemp("whole") / "out"
    train(dataset, out)
    return out
