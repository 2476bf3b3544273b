"""The stages for a model of labels: classifier, encoder, and the page's attributes."""

import json
import zipfile
from functools import cached_property
from pathlib import Path
from typing import Any

import numpy as np

from training.attributes.discover import discover
from training.classifier.network import Classifier, read_classifier, write_classifier
from training.classifier.train import train_classifier
from training.encoder.export import rounded
from training.encoder.network import Encoder, read_encoder, write_encoder
from training.encoder.train import measure, train_encoder
from training.errors import TrainingError
from training.evaluate.run import covered
from training.files import write_atomic
from training.release.stages import Counts, Stages, damaged

__all__ = ["Counts", "Pipeline"]


class Pipeline(Stages):
    """
    The stages of a model of labels.

    @raises TrainingError from every method
    """

    judge_stage = "classifier"

    @property
    def judge(self) -> Classifier:
        return self.classifier[0]

    @cached_property
    def classifier(self) -> tuple[Classifier, dict]:
        """The classifier, and the facts about it."""
        key = {"data": self.data.hash, "epochs": self.counts.classifier_epochs, "seed": self.seed}

        def make(folder: Path) -> None:
            write_classifier(
                folder / "classifier.safetensors",
                *train_classifier(self.data, self.workers, self.counts.classifier_epochs, self.seed),
            )

        classifier, facts = read_classifier(self._stage("classifier", key, make) / "classifier.safetensors")
        return classifier.to(self.workers.device), facts

    @cached_property
    def encoder(self) -> tuple[Encoder, dict]:
        """The encoder, with weights rounded as in the exported file, and the facts about it."""
        samples = self.samples
        file = self.work / "encoder" / "encoder.safetensors"
        key = {"samples": self._key("samples"), "epochs": self.counts.encoder_epochs, "seed": self.seed}

        def make(folder: Path) -> None:
            try:
                start = read_encoder(file)[0] if file.exists() else None
            except TrainingError:
                start = None  # of another version: start from noise
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
        """The vectors, and the facts about them."""
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
            np.savez(folder / "vectors.npz", **vectors)  # type: ignore[arg-type]
            write_atomic(folder / "facts.json", json.dumps(facts, indent=1).encode(), "The attributes")

        folder = self._stage("attributes", key, make)
        try:
            with np.load(folder / "vectors.npz") as file:
                return {name: file[name] for name in file.files}, self._json(folder / "facts.json")
        except (OSError, ValueError, zipfile.BadZipFile) as error:
            raise damaged(folder / "vectors.npz") from error

    def _besides(self) -> dict[str, Any]:
        return {"coverage": covered(self.samples, self.data, self.judge.columns)}

    def _paired(self) -> bool:
        """Tells whether, according to the weights, labels determined latents in their training."""
        try:
            return json.loads(self.metadata.get("training", "{}")).get("pairing", 0) > 0
        except (ValueError, AttributeError, TypeError):
            return False
