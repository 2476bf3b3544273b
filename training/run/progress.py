"""
Reports the progress of a run: a bar in a terminal, a line a minute elsewhere, and the same figures in
`log.jsonl`.
"""

import json
import math
import sys
import time
from pathlib import Path

import torch
from torch import Tensor
from tqdm import tqdm

from training.errors import file_error
from training.network.progan import block_of
from training.run.config import Config
from training.run.schedule import Moment, Schedule

# Steps with the adversary only: losses of discriminator and generator, mean logits of real and fake, penalty.
# Then those of all steps.
NAMES = ("loss_d", "loss_g", "real", "fake", "penalty", "paired", "readout", "likeness")
OF_ALL = 3  # the last of NAMES


class Progress:
    """Collects means since the last report. Only the first process reports."""

    def __init__(self, config: Config, schedule: Schedule, position: int, device: torch.device, speaks: bool):
        self.schedule = schedule
        self.speaks = speaks
        self.log = Path(config.out) / "log.jsonl"
        self.costs = {s.resolution: cost(config, s.resolution) for s in schedule.stages}
        bar = "{percentage:3.0f}%|{bar}| {n_fmt}/{total_fmt} [{elapsed}{postfix}]"
        shown = speaks and sys.stderr.isatty()
        self.bar = tqdm(total=schedule.total, initial=position, disable=not shown, bar_format=bar)
        self.sums = torch.zeros(len(NAMES), device=device)
        self.position = position
        self._begin(position)

    def add(self, moment: Moment, means: Tensor, adversary: bool, position: int) -> None:
        """
        Adds one step.

        @param means [8], in the order of NAMES
        @param adversary whether the discriminator was trained
        @param position after the step
        """
        self.sums += means
        self.steps += 1
        self.judged += adversary
        self.work += (position - self.position) * self.costs[moment.stage.resolution]
        self.position = position
        self.bar.update(position - self.bar.n)

    def finite(self) -> bool:
        """Tells whether all losses since the last report are finite; waits for a GPU."""
        return math.isfinite(self.sums.sum().item())

    @property
    def due(self) -> bool:
        """Whether a minute has passed since the last report, or some seconds in a terminal."""
        return time.monotonic() - self.began > (60 if self.bar.disable else 5)

    def note(self, moment: Moment, seen: int) -> None:
        """
        Prints and logs the means, and starts new ones.

        @raises TrainingError when the log cannot be written
        """
        if self.steps == 0 or not self.speaks:
            self._begin(self.position)
            return
        seconds = max(time.monotonic() - self.began, 1e-9)
        counts = [max(1, self.judged)] * (len(NAMES) - OF_ALL) + [self.steps] * OF_ALL
        values = {name: round(v / n, 4) for name, v, n in zip(NAMES, self.sums.tolist(), counts)}
        rate = (self.position - self.start) / seconds
        left = self.schedule.work_left(self.position, self.costs) * seconds / self.work
        state = (
            f"{moment.stage.resolution} px, alpha {moment.alpha:.2f}, {rate:.3g} img/s, {_clock(left)} left"
        )
        losses = ", ".join(f"{name} {value:.3g}" for name, value in values.items())
        self.bar.set_postfix_str(f"{state}, {losses}")
        if self.bar.disable:
            print(f"{self.position:,} of {self.schedule.total:,} images: {state}, {losses}", flush=True)
        record = {
            "position": self.position,
            "images_seen": seen,
            "resolution": moment.stage.resolution,
            "alpha": round(moment.alpha, 4),
            "images_per_second": round(rate, 2),
            **values,
        }
        try:
            with open(self.log, "a", encoding="utf8") as log:
                log.write(json.dumps(record) + "\n")
        except OSError as error:
            raise file_error(error, "The log", self.log) from error
        self._begin(self.position)

    def close(self) -> None:
        self.bar.close()

    def _begin(self, position: int) -> None:
        self.sums.zero_()
        self.steps, self.judged, self.work = 0, 0, 0.0
        self.start, self.position = position, position
        self.began = time.monotonic()


def cost(config: Config, resolution: int) -> float:
    """
    Returns the multiplications of one generator pass at a resolution; the cost of an image is proportional to
    them.
    """
    net = config.network
    total, inputs = float(net.latent * net.channels(0) * 16), net.channels(0)
    for block in range(block_of(resolution) + 1):
        outputs, pixels = net.channels(block), (4 << block) ** 2
        total += 9 * pixels * outputs * (outputs + (inputs if block > 0 else 0))
        inputs = outputs
    return total


def _clock(seconds: float) -> str:
    hours, minutes = divmod(int(seconds / 60), 60)
    return f"{hours}:{minutes:02d} h"
