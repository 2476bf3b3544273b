"""Runs of a tiny network, for several tests."""

from pathlib import Path

import torch

from training.run.loop import Run
from training.run.stopping import Stopping
from training.tests.tiny import CPU, tiny_config

TOTAL = 160  # images of the tiny schedule


def train(dataset: Path, out: Path, resume: bool = False, accept: bool = False, **changes: object) -> Run:
    run = Run(tiny_config(dataset, out, **changes), CPU, resume, accept)
    run.train(Stopping(None))
    return run


def same(a: dict[str, torch.Tensor], b: dict[str, torch.Tensor]) -> bool:
    return a.keys() == b.keys() and all(torch.equal(a[name], b[name]) for name in a)


class After(Stopping):
    """Ends after a number of steps."""

    def __init__(self, steps: int):
        super().__init__(None)
        self.steps = steps

    def asked(self) -> bool:
        self.steps -= 1
        self.reason = "the test" if self.steps <= 0 else None
        return self.reason is not None
