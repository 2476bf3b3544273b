"""A training run from its configuration to its end: growing, saving, showing."""

import json
import math
import sys
import time
from dataclasses import asdict
from pathlib import Path

import torch
import torch.distributed as dist
from tqdm import tqdm

from training.batches import Batches, faded
from training.checkpoint import Checkpoint, check_same, read_newest, write_checkpoint
from training.config import Config
from training.data import ShardedImages
from training.errors import TrainingError
from training.files import make_folder
from training.layout import export, load_start
from training.network import block_of
from training.randomness import latents
from training.schedule import Moment, Schedule
from training.sheet import sample, write_sheet
from training.step import Networks
from training.stopping import Stopping
from training.workers import Workers

NAMES = ("loss_d", "loss_g", "real", "fake", "penalty")
SHEET = 64


class Run:
    """
    `position` counts images of this schedule, `seen` those of the weights' whole life (with the run they come from).
    @raises TrainingError for whatever the user can mend.
    """

    def __init__(self, config: Config, workers: Workers, resume: bool, accept_changes: bool = False):
        self.config = config
        self.workers = workers
        self.schedule = Schedule(config)
        for stage in config.stages:
            if stage.batch % workers.world != 0:
                raise TrainingError("CONFIG_INVALID", f"The batch of {stage.batch} at {stage.resolution} px cannot be shared evenly by {workers.world} processes.")
        self.out = make_folder(Path(config.out), "The folder for results,")
        data = self._data()
        self.batches = Batches(data, config.seed, config.mirror)
        self.networks = Networks(config, workers)
        self.position = self.schedule.begin
        self.seen = 0
        self.stage = self.schedule.at(self.position).index
        checkpoint = read_newest(self.out)
        if checkpoint is not None and not resume:
            raise TrainingError("ALREADY_THERE", f"{self.out} holds a training already. Go on with --resume, or give another out folder.")
        if checkpoint is not None:
            self._restore(checkpoint, accept_changes)
        elif config.start is not None:
            n = self.networks
            self.seen = load_start(Path(config.start.weights), config.start.resolution, n.generator, n.discriminator, n.ema)

    def train(self, stopping: Stopping) -> str | None:
        """@returns why it ended early, nothing when the schedule is done."""
        workers, schedule = self.workers, self.schedule
        # Losses are read (which waits for a GPU) and ends agreed on only now and then.
        every = 1 if workers.device.type == "cpu" and workers.world == 1 else 32
        bar = tqdm(total=schedule.total, initial=self.position, unit="img", disable=not workers.first, mininterval=1 if _is_terminal() else 60, smoothing=0.05)
        sums, steps, noted = torch.zeros(5, device=workers.device), 0, time.monotonic()
        ended: str | None = None
        with bar:
            while self.position < schedule.total:
                moment = schedule.at(self.position)
                self._grow(moment)
                before = self.position
                sums += self._step(moment)
                steps += 1
                bar.update(self.position - before)
                done = self.position >= schedule.total
                if steps % every == 0 or done:
                    if workers.any(not math.isfinite(sums.sum().item())):
                        raise TrainingError("NOT_FINITE", f"The losses are no numbers any more at {self.position:,} images ({moment.stage.resolution} px). The last checkpoint in {self.out} is good; go on from it with a smaller rate or a larger gamma (--resume --accept-changes).")
                    if workers.any(stopping.asked()):
                        ended = stopping.reason or "another process"
                if time.monotonic() - noted > 60 or done or ended:
                    self._note(moment, sums / steps, bar)
                    sums, steps, noted = torch.zeros_like(sums), 0, time.monotonic()
                if ended:
                    break
                if self._crossed(before, self.config.checkpoint_every):
                    self.save()
                if self._crossed(before, self.config.sheet_every):
                    self.show()
                if self.config.export_every and self._crossed(before, self.config.export_every):
                    self.export(f"weights-{self.position:09d}.safetensors")
        self.save()
        self.show()
        return ended

    def save(self) -> None:
        """Writes the checkpoint, unless the weights are no numbers. @raises TrainingError"""
        if not self.networks.finite():
            raise TrainingError("NOT_FINITE", f"Weights are no numbers any more at {self.position:,} images. The last checkpoint in {self.out} is good; go on from it with a smaller rate or a larger gamma (--resume --accept-changes).")
        if not self.workers.first:
            return
        state = {"position": self.position, "images_seen": self.seen, "stage": self.stage}
        write_checkpoint(self.out, Checkpoint(self.networks.tensors(), state, self.config.identity(), self.batches.data.hash, asdict(self.config.network)))

    def show(self) -> None:
        """Writes a sheet of the moving average's samples and the weights as they are."""
        if not self.workers.first:
            return
        moment = self.schedule.at(self.position)
        images = sample(self.networks.ema, block_of(moment.stage.resolution), moment.alpha, SHEET, self.config.seed)
        folder = make_folder(self.out / "samples", "The folder for samples,")
        write_sheet(folder / f"{self.position:09d}.png", images)
        self.export("weights.safetensors")

    def export(self, name: str) -> None:
        if not self.workers.first:
            return
        n, moment = self.networks, self.schedule.at(self.position)
        metadata = {
            "images_seen": str(self.seen),
            "training": json.dumps(self.config.identity(), sort_keys=True),
            "seed": str(self.config.seed),
            "data": self.batches.data.hash,
            "alpha": str(moment.alpha),
        }
        export(self.out / name, (n.generator, n.discriminator, n.ema), moment.stage.resolution, metadata)

    def _step(self, moment: Moment) -> torch.Tensor:
        config, stage, share = self.config, moment.stage, self.workers.share(moment.stage.batch)
        real = self.batches.take(self.position, stage.batch, stage.resolution, share)
        z = latents(config.seed, "z", self.position, stage.batch, config.network.latent)[share]
        penalise = (self.position // stage.batch) % config.penalty_every == 0
        losses = self.networks.step(stage, moment.alpha, faded(real, moment.alpha), z, self.seen, penalise, self.position)
        self.position += stage.batch
        self.seen += stage.batch
        return losses

    def _grow(self, moment: Moment) -> None:
        if moment.index != self.stage:
            self.stage = moment.index
            self.networks.reset_optimisers()

    def _data(self) -> ShardedImages:
        """The first process decodes, the others wait for it."""
        data = ShardedImages(self.config.data)
        if data.size < self.config.stages[-1].resolution:
            raise TrainingError("DATA_INVALID", f"The images of {self.config.data} have {data.size} px; the schedule grows to {self.config.stages[-1].resolution}.")
        if self.workers.first:
            data.images  # noqa: B018 - decodes
        if self.workers.world > 1:
            dist.barrier()
        return data

    def _restore(self, checkpoint: Checkpoint, accept: bool) -> None:
        check_same(checkpoint, self.config.identity(), self.batches.data.hash, self.out, accept)
        self.networks.load(checkpoint.tensors)
        self.position = checkpoint.state["position"]
        self.seen = checkpoint.state["images_seen"]
        self.stage = checkpoint.state["stage"]

    def _crossed(self, before: int, every: int) -> bool:
        return before // every != self.position // every

    def _note(self, moment: Moment, means: torch.Tensor, bar: tqdm) -> None:
        values = dict(zip(NAMES, (round(v, 4) for v in means.tolist())))
        bar.set_postfix({"px": moment.stage.resolution, "alpha": f"{moment.alpha:.2f}", **values})
        if self.workers.first:
            record = {"position": self.position, "images_seen": self.seen, "resolution": moment.stage.resolution, "alpha": round(moment.alpha, 4), **values}
            try:
                with open(self.out / "log.jsonl", "a", encoding="utf8") as log:
                    log.write(json.dumps(record) + "\n")
            except OSError as error:
                bar.write(f"The log could not be written: {error}")


def _is_terminal() -> bool:
    return sys.stderr.isatty()
