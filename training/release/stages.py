"""
The stages from weights to figures that all models share.

Each stage keeps its results in its own folder in the work folder, with a key made from everything that they
depend on, and is not repeated while the key stays the same. Pictures with labels and pictures with factors
have further stages, in training.release.pipeline and training.release.portraits.
"""

import hashlib
import json
import shutil
import time
from collections.abc import Callable
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Any

import numpy as np

from training.data.images import ShardedImages
from training.errors import TrainingError, file_error
from training.evaluate.floor import Floor, first_compared, measure_floor
from training.evaluate.render import Renderer
from training.evaluate.run import evaluate
from training.evaluate.samples import Samples, make_samples, read_samples
from training.files import make_folder, write_atomic
from training.network.judge import Judge
from training.network.layout import read_generator, round_to_half
from training.run.workers import Workers

VERSION = 2  # the version of the stages; a new number makes all of them run again
STAMP = "stage.json"


@dataclass(frozen=True)
class Counts:
    """How many samples and faces are measured. The defaults are for two CPU cores."""

    samples: int = 20_480  # drawn and labelled
    compared: int = 4096  # samples, and as many data-set images, for distances between distributions
    pairs: int = 2048  # for MS-SSIM and the path length
    faces: int = 1000  # faces that edits are tried on
    classifier_epochs: float = 6
    encoder_epochs: float = 5

    def check(self) -> None:
        """
        Checks that the counts are consistent.

        @raises TrainingError
        """
        if not self.pairs * 2 <= self.compared <= self.samples:
            raise TrainingError(
                "CONFIG_INVALID",
                f"--samples is {self.samples}, --compared {self.compared} and --pairs {self.pairs}; "
                "--samples must be at least --compared, and --compared at least twice --pairs.",
            )
        if self.samples < 64 or self.faces < 16:
            raise TrainingError("CONFIG_INVALID", "At least 64 --samples and 16 --faces are needed.")


class Stages:
    """
    The stages that all models share.

    @raises TrainingError from every method
    """

    judge_stage: str  # the name of the stage that trains `judge`

    def __init__(
        self,
        data: Path,
        work: Path,
        workers: Workers,
        counts: Counts,
        seed: int = 1,
        weights: Path | None = None,
    ):
        counts.check()
        self.data = ShardedImages(data)
        self.work = make_folder(work, "The work folder")
        self.workers, self.counts, self.seed = workers, counts, seed
        self.weights = weights
        if weights is not None:
            self.generator, self.metadata = read_generator(weights)
            round_to_half(self.generator)  # it ships in float16
            side = self.generator.shape.res
            if not 16 <= side <= self.data.size:
                raise TrainingError(
                    "DATA_INVALID",
                    f"The weights are for {side} px and the images of {data} have {self.data.size}; the "
                    "weights must be of 16 px to that.",
                )
            if 2 * counts.compared > len(self.data):
                raise TrainingError(
                    "DATA_INVALID",
                    f"Two halves of {counts.compared} images each are compared, and {data} has only "
                    f"{len(self.data)}. Give a smaller --compared.",
                )

    @cached_property
    def exact(self) -> Renderer:
        """Draws in float32."""
        return Renderer(self.generator, self.workers, exact=True)

    @cached_property
    def fast(self) -> Renderer:
        """Draws in bfloat16 where that is faster."""
        return Renderer(self.generator, self.workers, exact=False)

    @property
    def judge(self) -> Judge:
        """The network that looks at pictures."""
        raise NotImplementedError

    def _besides(self) -> dict[str, Any]:
        """Returns what the evaluation reports besides distances, JSON."""
        return {}

    @cached_property
    def samples(self) -> Samples:
        """The samples on which all measurements are made."""
        judge = self.judge
        key = {
            "weights": self.weights_hash,
            "stored": "float16",
            "judge": self._key(self.judge_stage),
            "count": self.counts.samples,
            "exact": self.counts.compared,
            "seed": self.seed,
        }

        def make(folder: Path) -> None:
            make_samples(
                folder,
                (self.exact, self.fast),
                judge,
                self.seed,
                self.counts.samples,
                self.counts.compared,
            )

        return read_samples(self._stage("samples", key, make))

    @cached_property
    def floor(self) -> Floor:
        """
        The data set against itself at the generator's resolution. Other weights of that resolution reuse it.
        """
        judge, counts, side = self.judge, self.counts, self.generator.shape.res
        key = {
            "judge": self._key(self.judge_stage),
            "side": side,
            "compared": counts.compared,
            "pairs": counts.pairs,
            "seed": self.seed,
        }

        def make(folder: Path) -> None:
            images = self.data.at(side)
            first = first_compared(len(self.data), self.data.trained, counts.compared)
            floor = measure_floor(
                images, judge, self.workers, counts.compared, counts.pairs, self.seed, first
            )
            np.save(folder / "features.npy", floor.features)
            write_atomic(folder / "facts.json", json.dumps(floor.figures, indent=1).encode(), "The floor")

        folder = self._stage("floor", key, make)
        try:
            return Floor(self._json(folder / "facts.json"), np.load(folder / "features.npy"))
        except (OSError, ValueError) as error:
            raise damaged(folder / "features.npy") from error

    @cached_property
    def evaluation(self) -> dict[str, Any]:
        """The figures (training.evaluate.run); the folder of this stage holds the sheets."""
        samples, floor, counts = self.samples, self.floor, self.counts
        key = {"samples": self._key("samples"), "floor": self._key("floor")}

        def make(folder: Path) -> None:
            facts = evaluate(
                folder,
                samples,
                floor,
                self.exact,
                self.judge,
                self.data,
                counts.compared,
                counts.pairs,
                self.seed,
            )
            facts |= self._besides()
            write_atomic(folder / "facts.json", json.dumps(facts, indent=1).encode(), "The evaluation")

        return self._json(self._stage("evaluation", key, make) / "facts.json")

    @cached_property
    def weights_hash(self) -> str:
        """SHA-256 of the weights file."""
        assert self.weights is not None
        try:
            return hashlib.sha256(self.weights.read_bytes()).hexdigest()
        except OSError as error:
            raise file_error(error, "The weights", self.weights) from error

    def _stage(self, name: str, key: dict, make: Callable[[Path], None]) -> Path:
        """
        Returns the folder of a finished stage. Runs the stage first if it has not run yet, or ran with
        another key.
        """
        key = json.loads(json.dumps({"version": VERSION, **key}))
        folder = make_folder(self.work / name, "The stage's folder")
        stamp = folder / STAMP
        if stamp.exists() and self._json(stamp).get("key") == key:
            print(f"{name}: kept")
            return folder
        stamp.unlink(missing_ok=True)
        # A stage writes hundreds of megabytes, and half of it would be useless.
        if shutil.disk_usage(folder).free < 64 * 2**20:
            raise TrainingError(
                "DISK_FULL",
                f"Less than 64 MB is left for {folder}. Free some space or choose another --work.",
            )
        started = time.monotonic()
        print(f"{name}: begun", flush=True)
        try:
            make(folder)
        except OSError as error:
            raise file_error(error, "What the stage writes,", folder) from error
        seconds = round(time.monotonic() - started)
        write_atomic(stamp, json.dumps({"key": key, "seconds": seconds}).encode(), "The stage's stamp")
        print(f"{name}: done in {seconds} s", flush=True)
        return folder

    def _key(self, name: str) -> str:
        """Returns the short form of a finished stage's key."""
        return hashlib.sha256(
            json.dumps(self._json(self.work / name / STAMP)["key"], sort_keys=True).encode()
        ).hexdigest()[:16]

    def _json(self, path: Path) -> dict:
        try:
            return json.loads(path.read_text("utf8"))
        except OSError as error:
            raise file_error(error, "The stage's", path) from error
        except ValueError as error:
            raise damaged(path) from error


def damaged(path: Path) -> TrainingError:
    return TrainingError(
        "WORK_INVALID", f"{path} is damaged. Delete the folder {path.parent}; it will be made again."
    )
