"""A tiny configuration, and workers for the single process that tests run in."""

from pathlib import Path

import torch

from training.run.config import Config, parse_config
from training.run.workers import Workers

CPU = Workers(rank=0, world=1, device=torch.device("cpu"), bfloat16=False)


def tiny(dataset: Path, out: Path, **changes: object) -> dict:
    """Returns a configuration of three stages that trains in a second, as parsed YAML."""
    values = {
        "data": str(dataset),
        "out": str(out),
        "network": {"res": 16, "base": 64, "max": 12, "latent": 8},
        "stages": [
            {"resolution": 4, "fade": 0, "steady": 32, "batch": 8, "rate": 0.002},
            {"resolution": 8, "fade": 32, "steady": 16, "batch": 8, "rate": 0.002},
            {"resolution": 16, "fade": 32, "steady": 48, "batch": 4, "rate": 0.001},
        ],
        "penalty_every": 4,
        "ema_half_life": 100,
        "checkpoint_every": 40,
        "sheet_every": 100_000,
        "mirror": True,
        "precision": "float32",
        "threads": 1,
    }
    return {**values, **changes}


def tiny_config(dataset: Path, out: Path, **changes: object) -> Config:
    return parse_config(tiny(dataset, out, **changes), "tiny.yaml")
