"""
Prepares the input of each step. With a GPU, threads draw the next steps' input ahead, so the GPU need not
wait.
"""

from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass

import torch
from torch import Tensor

from training.data.batches import Batches, faded
from training.data.randomness import latents
from training.pairing.choose import Pairing
from training.run.config import Config
from training.run.schedule import Moment, Schedule
from training.run.workers import Workers

THREADS = 4
AHEAD = 16  # steps


@dataclass(frozen=True)
class Drawn:
    """This process's part of a batch, on the CPU."""

    pictures: Tensor  # int64 [n], their indices
    z: Tensor  # [n, latent]
    values: Tensor | None  # [n, columns], with `pairing`: the values that the latents stand for


class Feed:
    """
    Draws the batches of a run. They depend on the position alone, so it does not matter which thread draws
    one, or when.
    """

    def __init__(
        self, config: Config, schedule: Schedule, batches: Batches, pairing: Pairing | None, workers: Workers
    ):
        self.config = config
        self.schedule = schedule
        self.batches = batches
        self.pairing = pairing
        self.workers = workers
        self._thread = ThreadPoolExecutor(THREADS) if workers.device.type == "cuda" else None
        self._ahead: dict[int, Future[Drawn]] = {}

    def take(self, position: int, moment: Moment) -> tuple[Tensor, Drawn]:
        """
        Returns pictures float32 [n, 3, r, r] in [-1, 1] on the device, softened for `moment`, and the rest of
        the batch.
        """
        drawn = self._draw(position) if self._thread is None else self._drawn_ahead(position)
        share = self.workers.share(moment.stage.batch)
        stage = moment.stage
        real = self.batches.take(position, stage.batch, stage.resolution, share, drawn.pictures)
        return faded(real, moment.alpha), drawn

    def _drawn_ahead(self, position: int) -> Drawn:
        at, thread = position, self._thread
        assert thread is not None  # only used with a GPU
        for _ in range(AHEAD):
            if at not in self._ahead:
                self._ahead[at] = thread.submit(self._draw, at)
            at += self.schedule.at(at).stage.batch
        self._ahead = {p: f for p, f in self._ahead.items() if p >= position}
        return self._ahead.pop(position).result()

    def _draw(self, position: int) -> Drawn:
        config, batch = self.config, self.schedule.at(position).stage.batch
        share = self.workers.share(batch)
        z = latents(config.seed, "z", position, batch, config.network.latent)
        pictures, values = self.batches.indices(position, batch), None
        if self.pairing is not None:
            z = self.pairing.latents_of(pictures, z, config.seed, position)
            values = self.pairing.truth(pictures[share])
        own = self._ready(torch.from_numpy(pictures[share]))
        return Drawn(own, self._ready(z[share]), None if values is None else self._ready(values))

    def _ready(self, x: Tensor) -> Tensor:
        """Puts a tensor into memory that a GPU can copy from while the process goes on."""
        return x if self._thread is None else x.pin_memory()
