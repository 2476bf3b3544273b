"""The stages for a model of factors: reader, encoder, and the page's sliders."""

import json
from functools import cached_property
from pathlib import Path
from typing import Any

from torch import Tensor

from training.data.manifest import Factor
from training.encoder.export import rounded
from training.encoder.factors import (
    FactorEncoder,
    measure_factor_encoder,
    read_factor_encoder,
    train_factor_encoder,
    write_factor_encoder,
)
from training.errors import TrainingError
from training.files import write_atomic
from training.pairing.directions import cosines
from training.reader.network import Reader, read_reader, write_reader
from training.reader.train import train_reader
from training.release.stages import Stages
from training.sliders.measure import measure_sliders


class Portraits(Stages):
    """
    The stages of a model of factors.

    @raises TrainingError from every method
    """

    judge_stage = "reader"

    @property
    def judge(self) -> Reader:
        return self.reader[0]

    @cached_property
    def reader(self) -> tuple[Reader, dict]:
        """The reader, and the facts about it."""
        key = {"data": self.data.hash, "epochs": self.counts.classifier_epochs, "seed": self.seed}

        def make(folder: Path) -> None:
            found = train_reader(
                self.data, self.workers, self.counts.classifier_epochs, self.seed, folder / "unfinished.pt"
            )
            write_reader(folder / "reader.safetensors", *found)

        reader, facts = read_reader(self._stage("reader", key, make) / "reader.safetensors")
        return reader.to(self.workers.device), facts

    @cached_property
    def factors(self) -> tuple[Factor, ...]:
        """
        The factors that the weights were trained with, in the order of their directions.

        @raises TrainingError where they are unknown
        """
        trained, known = self._trained(), {factor.id: factor for factor in self.data.manifest.factors}
        if trained.get("recipe") != self.data.manifest.recipe or self.metadata.get("data") != self.data.hash:
            raise TrainingError(
                "DATA_INVALID",
                f"The weights {self.weights} were not trained on {self.data.folder}, so what their factors "
                "are is not known. "
                "Name the data set that they were trained on.",
            )
        if trained.get("factors"):
            raise TrainingError(
                "CONFIG_INVALID",
                f"The weights {self.weights} were trained with only some of the factors; a release "
                "needs all of them.",
            )
        return tuple(known.values())

    @cached_property
    def directions(self) -> Tensor:
        """The directions that training gave the factors (training.pairing.factors), [factors, latent]."""
        return cosines(len(self.factors), self.generator.shape.latent).float()

    @cached_property
    def encoder(self) -> tuple[FactorEncoder, dict]:
        """
        The encoder, with weights rounded as in the exported file, and the facts about it.

        @raises TrainingError for weights whose resolution differs from the data set's
        """
        side = self.generator.shape.res
        if side != self.data.size or side < 32:  # the reader halves a picture five times
            raise TrainingError(
                "DATA_INVALID",
                f"The weights are for {side} px and the pictures of {self.data.folder} have "
                f"{self.data.size}; an encoder needs both to be the same and at least 32. Train "
                "the last resolution first; python -m training.evaluate and training.sliders work before it.",
            )
        reader, directions, samples = self.reader[0], self.directions, self.samples
        key = {"samples": self._key("samples"), "epochs": self.counts.encoder_epochs, "seed": self.seed}

        def make(folder: Path) -> None:
            encoder = train_factor_encoder(
                reader, directions, self.data, samples, self.workers, self.counts.encoder_epochs, self.seed
            )
            rounded(encoder)
            facts = measure_factor_encoder(encoder, self.data, samples, self.workers)
            write_factor_encoder(folder / "encoder.safetensors", encoder, facts)

        return read_factor_encoder(self._stage("encoder", key, make) / "encoder.safetensors")

    @cached_property
    def sliders(self) -> dict[str, Any]:
        """The sliders' effects (training.sliders.measure)."""
        samples, counts = self.samples, self.counts
        key = {"samples": self._key("samples"), "faces": counts.faces, "seed": self.seed}

        def make(folder: Path) -> None:
            facts = measure_sliders(
                samples, self.fast, self.judge, self.directions, self.factors, counts.faces, self.seed
            )
            write_atomic(folder / "facts.json", json.dumps(facts, indent=1).encode(), "The sliders")

        return self._json(self._stage("sliders", key, make) / "facts.json")

    def _trained(self) -> dict[str, Any]:
        """Returns the configuration recorded in the weights."""
        try:
            found = json.loads(self.metadata.get("training", "{}"))
        except ValueError:
            return {}
        return found if isinstance(found, dict) else {}
