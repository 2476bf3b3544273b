"""A training run: it grows the networks, saves them and shows their samples."""

import json
from dataclasses import asdict
from pathlib import Path

import torch
import torch.distributed as dist
import torch.nn.functional as F

from training.data.batches import Batches
from training.data.images import ShardedImages
from training.errors import TrainingError
from training.files import make_folder
from training.network.layout import export, load_start
from training.network.progan import block_of
from training.pairing.choose import make_pairing
from training.reader.likeness import Likeness
from training.run.checkpoint import Checkpoint, check_same, read_newest, write_checkpoint
from training.run.config import Config
from training.run.feed import Feed
from training.run.grown import grown_heads, save_stage
from training.run.progress import Progress
from training.run.schedule import Moment, Schedule
from training.run.sheet import sample, write_sheet
from training.run.step import Networks
from training.run.stopping import Stopping
from training.run.workers import Workers

SHEET = 64  # samples


class Run:
    """
    A run. `position` counts the images of this schedule, and `seen` those of the weights' whole life,
    including the run that they come from.

    @raises TrainingError for failures that the user can fix
    """

    def __init__(self, config: Config, workers: Workers, resume: bool, accept_changes: bool = False):
        self.config = config
        self.workers = workers
        self.schedule = Schedule(config)
        self.out = make_folder(Path(config.out), "The folder for results,")
        for stage in config.stages:
            if stage.batch % workers.world != 0:
                raise TrainingError(
                    "CONFIG_INVALID",
                    f"The batch of {stage.batch} at {stage.resolution} px cannot be shared evenly by "
                    f"{workers.world} processes. Change the batch, or the number of processes.",
                )
        checkpoint = read_newest(self.out)
        if checkpoint is not None and not resume:
            raise TrainingError(
                "ALREADY_THERE",
                f"{self.out} already holds a training. Continue it with --resume, or choose another out "
                "folder.",
            )
        self.batches = Batches(self._data(), config.seed, config.mirror, workers.device)
        self.pairing = make_pairing(self.batches.data, config) if config.pairing > 0 else None
        self.feed = Feed(config, self.schedule, self.batches, self.pairing, workers)
        self.networks = n = Networks(config, workers, self.pairing, self._places(), self._likeness())
        self.position = self.schedule.begin
        self.resolution = self.schedule.at(self.position).stage.resolution
        self.seen = 0
        self.saved: int | None = None  # position of the last checkpoint
        if checkpoint is not None:
            self._restore(checkpoint, accept_changes)
        elif config.start is not None:
            start = config.start
            self.seen = load_start(Path(start.weights), start.resolution, n.generator, n.discriminator, n.ema)
        elif self.pairing is not None:
            for network in (n.generator, n.ema):
                self.pairing.begin(network)

    def train(self, stopping: Stopping) -> str | None:
        """
        Trains until the schedule is done or `stopping` requests an end.

        @returns why it ended early, None when the schedule is done
        """
        progress = Progress(
            self.config, self.schedule, self.position, self.workers.device, self.workers.first
        )
        try:
            ended = self._steps(stopping, progress)
        finally:
            progress.close()
        self.save()
        self.show()
        return ended

    def save(self) -> None:
        """
        Writes the checkpoint, unless the weights are not finite.

        @raises TrainingError
        """
        if not self.networks.finite():
            raise self._diverged("Weights")
        if not self.workers.first or self.saved == self.position:
            return
        stage = [s.resolution for s in self.config.stages].index(self.resolution)
        state = {"position": self.position, "images_seen": self.seen, "stage": stage}
        data = self.batches.data.hash
        tensors, shape = self.networks.tensors(), asdict(self.config.network)
        write_checkpoint(self.out, Checkpoint(tensors, state, self.config.identity(), data, shape))
        self.saved = self.position

    def show(self) -> None:
        """Writes a sheet of the moving average's samples, and the current weights."""
        if not self.workers.first:
            return
        moment = self.schedule.at(self.position)
        block = block_of(moment.stage.resolution)
        images = sample(self.networks.ema, block, moment.alpha, SHEET, self.config.seed)
        folder = make_folder(self.out / "samples", "The folder for samples,")
        write_sheet(folder / f"{self.position:09d}.png", images)
        self.export("weights.safetensors")

    def export(self, name: str) -> None:
        """Writes weights in the layout that `npm run convert` reads."""
        if not self.workers.first:
            return
        n, moment = self.networks, self.schedule.at(self.position)
        networks, resolution = (n.generator, n.discriminator, n.ema), moment.stage.resolution
        start = None if self.config.start is None else Path(self.config.start.weights)
        heads = grown_heads(self.out, resolution, start)
        export(self.out / name, networks, resolution, self._metadata(moment.alpha), heads)

    def _metadata(self, alpha: float) -> dict[str, str]:
        return {
            "images_seen": str(self.seen),
            "training": json.dumps(self.config.identity(), sort_keys=True),
            "seed": str(self.config.seed),
            "data": self.batches.data.hash,
            "alpha": str(alpha),
        }

    def _steps(self, stopping: Stopping, progress: Progress) -> str | None:
        # Reading losses waits for the GPU, and agreeing to stop waits for other processes, so both are done
        # rarely.
        every = 1 if self.workers.device.type == "cpu" and self.workers.world == 1 else 32
        steps = 0
        while self.position < self.schedule.total:
            moment, before = self.schedule.at(self.position), self.position
            self._grow(moment)
            progress.add(moment, *self._step(moment), self.position)
            steps += 1
            done = self.position >= self.schedule.total
            ended = None
            if steps % every == 0 or done:
                if self.workers.any(not progress.finite()):
                    raise self._diverged("The losses")
                if self.workers.any(stopping.asked()):
                    ended = stopping.reason or "the end of another process"
            if progress.due or done or ended:
                progress.note(moment, self.seen)
            if ended:
                return ended
            if self._crossed(before, self.config.checkpoint_every):
                self.save()
            if self._crossed(before, self.config.sheet_every):
                self.show()
            if self.config.export_every and self._crossed(before, self.config.export_every):
                self.export(f"weights-{self.position:09d}.safetensors")
        return None

    def _step(self, moment: Moment) -> tuple[torch.Tensor, bool]:
        """
        Takes one step.

        @returns the losses (Networks.step), and whether the discriminator was trained
        """
        config, stage, at = self.config, moment.stage, self.position
        real, drawn = self.feed.take(at, moment)
        step = at // stage.batch
        adversary = step % stage.adversary_every == 0
        penalise = adversary and step // stage.adversary_every % config.penalty_every == 0
        losses = self.networks.step(moment, real, drawn.z, self.seen, penalise, at, adversary, drawn.values)
        self.position += stage.batch
        self.seen += stage.batch
        return losses, adversary

    def _grow(self, moment: Moment) -> None:
        if moment.stage.resolution != self.resolution:
            if self.workers.first:
                save_stage(self.out, self.networks.ema, self.resolution, self._metadata(1.0))
            self.resolution = moment.stage.resolution
            self.networks.reset_optimisers()

    def _data(self) -> ShardedImages:
        """Opens the data set. The first process decodes it while the others wait."""
        data, largest = ShardedImages(self.config.data), self.config.stages[-1].resolution
        if data.size < largest:
            raise TrainingError(
                "DATA_INVALID",
                f"The images of {self.config.data} have {data.size} px; the schedule grows to {largest}.",
            )
        recipe = self.config.recipe
        if recipe and data.manifest.recipe != recipe:
            raise TrainingError(
                "DATA_INVALID",
                f"The configuration {self.config.source} is for the recipe {recipe}, but {self.config.data} "
                "is of "
                f"{data.manifest.recipe}. Name another data set, or make one with npm run dataset -- "
                f"--recipe {recipe}.",
            )
        if self.workers.first:
            data.load()
        if self.workers.world > 1:
            dist.barrier()
        return data

    def _places(self) -> torch.Tensor | None:
        data, pairing = self.batches.data, self.pairing
        share = max(self.config.by_label, self.config.by_factor)  # one of them is 0
        if pairing is None or share == 0:
            return None
        weight, side = pairing.places(data, share, self.workers.device), self.config.network.res
        return F.interpolate(weight[None, None], size=(side, side), mode="area")[0, 0]

    def _likeness(self) -> Likeness | None:
        if self.config.likeness == 0:
            return None
        factors = [factor.id for factor in self.batches.data.manifest.factors]
        return Likeness(Path(self.config.reader), factors, self.workers.device)

    def _restore(self, checkpoint: Checkpoint, accept: bool) -> None:
        check_same(checkpoint, self.config.identity(), self.batches.data.hash, self.out, accept)
        self.networks.load(checkpoint.tensors)
        state = checkpoint.state
        self.position = self.saved = state["position"]
        self.seen = state["images_seen"]
        self.resolution = checkpoint.config["stages"][state["stage"]]["resolution"]

    def _crossed(self, before: int, every: int) -> bool:
        return before // every != self.position // every

    def _diverged(self, what: str) -> TrainingError:
        return TrainingError(
            "NOT_FINITE",
            f"{what} are no longer finite numbers at {self.position:,} images ({self.resolution} px). "
            f"The last checkpoint in {self.out} is good: continue from it with a smaller rate or a larger "
            "gamma (--resume --accept-changes).",
        )
