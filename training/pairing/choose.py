"""Chooses the pairing that a data set needs: regions for labels, directions for factors."""

from typing import Protocol

import numpy as np
import torch
from torch import Tensor

from training.data.images import ShardedImages
from training.errors import TrainingError
from training.network.progan import Generator, Shape
from training.pairing.factors import Factors
from training.pairing.regions import Regions
from training.run.config import Config


class Reader(Protocol):
    """Reads the meaning of a latent from the generator's lower blocks."""

    blocks: int  # how many of the lowest blocks it reads

    def loss(self, maps: list[Tensor], values: Tensor) -> Tensor: ...


class Pairing(Protocol):
    """
    Gives latents to pictures with known labels or factors. See training.pairing.regions and
    training.pairing.factors.
    """

    directions: Tensor

    def begin(self, generator: Generator) -> None: ...
    def readout(self, shape: Shape, device: torch.device) -> Reader: ...
    def places(self, data: ShardedImages, share: float, device: torch.device) -> Tensor: ...
    def truth(self, pictures: np.ndarray) -> Tensor: ...
    def latents_of(self, pictures: np.ndarray, z: Tensor, seed: int, at: int) -> Tensor: ...


def make_pairing(data: ShardedImages, config: Config) -> Pairing:
    """
    Makes the pairing for a data set and a configuration.

    @raises TrainingError where the data set has another recipe than the configuration, lacks a factor that it
        names, or does not fit its latent
    """
    latent, known = config.network.latent, data.manifest.factors
    if not known:
        for name in ("by_factor", "only_factors", "factors"):
            if getattr(config, name):
                raise _unfit(config, name, f"is for factors, but the pictures of {data.folder} have labels")
        return Regions(data.labels, latent)
    if config.by_label > 0:
        raise _unfit(
            config, "by_label", f"is for labels, but the pictures of {data.folder} have factors (by_factor)"
        )
    ids = [f.id for f in known]
    for name in config.factors:
        if name not in ids:
            raise _unfit(config, "factors", f"names the unknown factor {name!r}; known are {', '.join(ids)}")
    values = data.factors
    if config.factors:
        values = values[:, [ids.index(name) for name in config.factors]]
    return Factors(values, latent)


def _unfit(config: Config, field: str, what: str) -> TrainingError:
    return TrainingError(
        "CONFIG_INVALID", f"The configuration {config.source} cannot be used: {field} {what}."
    )
