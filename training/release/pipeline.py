"""
The stages from weights to figures: classifier, floor, samples, encoder, attributes, evaluation. Each keeps what it made in a folder of its own
in the work folder, under a key of everything that it depends on; a stage whose key has not changed is not done again.
"""

import hashlib
import json
import shutil
import time
import zipfile
from collections.abc import Callable
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Any

import numpy as np

from training.attributes.discover import discover
from training.classifier.network import Classifier, read_classifier, write_classifier
from training.classifier.train import train_classifier
from training.data.images import ShardedImages
from training.encoder.export import rounded
from training.encoder.network import Encoder, read_encoder, write_encoder
from training.encoder.train import measure, train_encoder
from training.errors import TrainingError, file_error
from training.evaluate.floor import Floor, measure_floor
from training.evaluate.render import Renderer
from training.evaluate.run import evaluate
from training.evaluate.samples import Samples, make_samples, read_samples
from training.files import make_folder, write_atomic
from training.network.layout import read_generator, round_to_half
from training.run.workers import Workers

VERSION = 1  # of what the stages do; another number makes them anew
STAMP = "stage.json"


@dataclass(frozen=True)
class Counts:
    """How much is looked at; the defaults are for two CPU cores."""

    samples: int = 20_480  # drawn and labelled
    compared: int = 4096  # of them, and as many data-set images, for distances between distributions
    pairs: int = 2048  # for MS-SSIM and the path length
    faces: int = 1000  # that edits are tried on
    classifier_epochs: float = 6
    encoder_epochs: float = 5

    def check(self) -> None:
        """@raises TrainingError"""
        if not self.pairs * 2 <= self.compared <= self.samples:
            raise TrainingError(
                "CONFIG_INVALID",
                f"Compared are {self.compared} of {self.samples} samples in {self.pairs} pairs; --samples must be at least --compared, and that at least twice --pairs.",
            )
        if self.samples < 64 or self.faces < 16:
            raise TrainingError("CONFIG_INVALID", "At least 64 --samples and 16 --faces are needed.")


class Pipeline:
    """@raises TrainingError from every method"""

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
                    f"The weights are for {side} px and the images of {data} have {self.data.size}; the weights must be of 16 px to that.",
                )
            if 2 * counts.compared > len(self.data):
                raise TrainingError(
                    "DATA_INVALID",
                    f"Two halves of {counts.compared} images each are compared, and {data} has only {len(self.data)}. Give a smaller --compared.",
                )

    @cached_property
    def exact(self) -> Renderer:
        return Renderer(self.generator, self.workers, exact=True)

    @cached_property
    def fast(self) -> Renderer:
        return Renderer(self.generator, self.workers, exact=False)

    @cached_property
    def classifier(self) -> tuple[Classifier, dict]:
        """It, and what is known of it."""
        key = {"data": self.data.hash, "epochs": self.counts.classifier_epochs, "seed": self.seed}

        def make(folder: Path) -> None:
            write_classifier(
                folder / "classifier.safetensors",
                *train_classifier(self.data, self.workers, self.counts.classifier_epochs, self.seed),
            )

        classifier, facts = read_classifier(self._stage("classifier", key, make) / "classifier.safetensors")
        return classifier.to(self.workers.device), facts

    @cached_property
    def samples(self) -> Samples:
        classifier, _ = self.classifier
        key = {
            "weights": self.weights_hash,
            "stored": "float16",
            "classifier": self._key("classifier"),
            "count": self.counts.samples,
            "exact": self.counts.compared,
            "seed": self.seed,
        }

        def make(folder: Path) -> None:
            make_samples(
                folder,
                (self.exact, self.fast),
                classifier,
                self.seed,
                self.counts.samples,
                self.counts.compared,
            )

        return read_samples(self._stage("samples", key, make))

    @cached_property
    def encoder(self) -> tuple[Encoder, dict]:
        """It, its weights brought to what the exported file can say, and what is known of it."""
        samples = self.samples
        file = self.work / "encoder" / "encoder.safetensors"
        key = {"samples": self._key("samples"), "epochs": self.counts.encoder_epochs, "seed": self.seed}

        def make(folder: Path) -> None:
            try:
                start = read_encoder(file)[0] if file.exists() else None
            except TrainingError:
                start = None  # of another version: begin from noise
            encoder, facts = train_encoder(samples, self.exact, self.counts.encoder_epochs, start, self.seed)
            rounded(encoder.cpu())
            facts |= measure(
                encoder, samples, len(samples.z) - facts["held_out_all"], self.exact, self.workers
            )
            write_encoder(folder / "encoder.safetensors", encoder, facts)

        encoder, facts = read_encoder(self._stage("encoder", key, make) / "encoder.safetensors")
        return encoder.to(self.workers.device), facts

    @cached_property
    def attributes(self) -> tuple[dict[str, np.ndarray], dict]:
        """Vectors, and what is known of them."""
        classifier, encoder = self.classifier[0], self.encoder[0]
        key = {
            "samples": self._key("samples"),
            "encoder": self._key("encoder"),
            "faces": self.counts.faces,
            "seed": self.seed,
            "chosen": "by success, then by what else changes",
        }

        def make(folder: Path) -> None:
            vectors, facts = discover(
                self.samples,
                self.fast,
                classifier,
                encoder,
                self.data,
                self.counts.faces,
                self.seed,
                self._paired(),
            )
            np.savez(folder / "vectors.npz", **vectors)
            write_atomic(folder / "facts.json", json.dumps(facts, indent=1).encode(), "The attributes")

        folder = self._stage("attributes", key, make)
        try:
            with np.load(folder / "vectors.npz") as file:
                return {name: file[name] for name in file.files}, self._json(folder / "facts.json")
        except (OSError, ValueError, zipfile.BadZipFile) as error:
            raise _damaged(folder / "vectors.npz") from error

    @cached_property
    def floor(self) -> Floor:
        """The data against itself at the generator's resolution; other weights of that resolution find it done."""
        classifier, counts, side = self.classifier[0], self.counts, self.generator.shape.res
        key = {
            "classifier": self._key("classifier"),
            "side": side,
            "compared": counts.compared,
            "pairs": counts.pairs,
            "seed": self.seed,
        }

        def make(folder: Path) -> None:
            images = self.data.at(side)
            floor = measure_floor(images, classifier, self.workers, counts.compared, counts.pairs, self.seed)
            np.save(folder / "features.npy", floor.features)
            write_atomic(folder / "facts.json", json.dumps(floor.figures, indent=1).encode(), "The floor")

        folder = self._stage("floor", key, make)
        try:
            return Floor(self._json(folder / "facts.json"), np.load(folder / "features.npy"))
        except (OSError, ValueError) as error:
            raise _damaged(folder / "features.npy") from error

    @cached_property
    def evaluation(self) -> dict[str, Any]:
        """Its folder holds the sheets, see training.evaluate.run."""
        samples, floor, counts = self.samples, self.floor, self.counts
        key = {"samples": self._key("samples"), "floor": self._key("floor")}

        def make(folder: Path) -> None:
            facts = evaluate(
                folder,
                samples,
                floor,
                self.exact,
                self.classifier[0],
                self.data,
                counts.compared,
                counts.pairs,
                self.seed,
            )
            write_atomic(folder / "facts.json", json.dumps(facts, indent=1).encode(), "The evaluation")

        return self._json(self._stage("evaluation", key, make) / "facts.json")

    def _paired(self) -> bool:
        """Whether the weights say that labels gave latents in their training."""
        try:
            return json.loads(self.metadata.get("training", "{}")).get("pairing", 0) > 0
        except (ValueError, AttributeError, TypeError):
            return False

    @cached_property
    def weights_hash(self) -> str:
        assert self.weights is not None
        try:
            return hashlib.sha256(self.weights.read_bytes()).hexdigest()
        except OSError as error:
            raise file_error(error, "The weights", self.weights) from error

    def _stage(self, name: str, key: dict, make: Callable[[Path], None]) -> Path:
        """The folder of a finished stage, done now where it is not there yet or is of another key."""
        key = json.loads(json.dumps({"version": VERSION, **key}))
        folder = make_folder(self.work / name, "The stage's folder")
        stamp = folder / STAMP
        if stamp.exists() and self._json(stamp).get("key") == key:
            print(f"{name}: kept")
            return folder
        stamp.unlink(missing_ok=True)
        # Hundreds of megabytes are written, and half a stage is of no use.
        if shutil.disk_usage(folder).free < 64 * 2**20:
            raise TrainingError(
                "DISK_FULL",
                f"There are less than 64 MB left for {folder}. Free some space or give another --work.",
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
        """One word for the key of a stage that is done."""
        return hashlib.sha256(
            json.dumps(self._json(self.work / name / STAMP)["key"], sort_keys=True).encode()
        ).hexdigest()[:16]

    def _json(self, path: Path) -> dict:
        try:
            return json.loads(path.read_text("utf8"))
        except OSError as error:
            raise file_error(error, "The stage's", path) from error
        except ValueError as error:
            raise _damaged(path) from error


def _damaged(path: Path) -> TrainingError:
    return TrainingError(
        "WORK_INVALID", f"{path} is damaged. Delete the folder {path.parent}; it is made again."
    )
