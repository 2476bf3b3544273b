"""
Writes and reads checkpoints: one safetensors file with every number that training depends on, and a SHA-256
over them.

`checkpoint.safetensors` is the newest, `checkpoint-previous.safetensors` the one before. Each is complete
before it gets its name. Reading one executes no code from it.
"""

import hashlib
import json
import sys
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from safetensors.torch import save
from torch import Tensor

from training.errors import TrainingError
from training.files import write_atomic
from training.network.layout import read_tensors
from training.run.config import defaults

FORMAT = "1"
NEWEST = "checkpoint.safetensors"
PREVIOUS = "checkpoint-previous.safetensors"


@dataclass
class Checkpoint:
    """Everything that a run needs to continue."""

    tensors: dict[str, Tensor]
    state: dict[str, Any]  # counters and the like
    config: dict[str, Any]  # Config.identity()
    data_hash: str
    shape: dict[str, int]


def write_checkpoint(folder: Path, checkpoint: Checkpoint) -> Path:
    """
    Writes the newest checkpoint of a folder and returns its path.

    @raises TrainingError; the last good checkpoint still exists then
    """
    tensors = {name: t.detach().cpu().contiguous() for name, t in checkpoint.tensors.items()}
    metadata = {
        "format": FORMAT,
        "config": json.dumps(checkpoint.shape),
        "training": json.dumps(checkpoint.config, sort_keys=True),
        "state": json.dumps(checkpoint.state),
        "images_seen": str(checkpoint.state.get("images_seen", 0)),
        "data": checkpoint.data_hash,
    }
    metadata["sha256"] = _digest(tensors, metadata)
    path = folder / NEWEST
    write_atomic(path, save(tensors, metadata), "The checkpoint", keep_previous=folder / PREVIOUS)
    return path


def read_newest(folder: Path) -> Checkpoint | None:
    """
    Reads the newest intact checkpoint, and says so on stderr when that is not the newest file.

    @returns None when there is no checkpoint at all
    @raises TrainingError when there are some but none is intact
    """
    problem: TrainingError | None = None
    for path in (folder / NEWEST, folder / PREVIOUS):
        if not path.exists():
            continue
        try:
            checkpoint = _read(path)
        except TrainingError as error:
            problem = problem or error
            continue
        if problem is not None or path.name == PREVIOUS:
            print(
                f"{problem or f'{folder / NEWEST} does not exist.'} Continuing from {path}.", file=sys.stderr
            )
        return checkpoint
    if problem is not None:
        raise problem
    return None


def check_same(
    checkpoint: Checkpoint, config: dict[str, Any], data_hash: str, folder: Path, accept: bool
) -> None:
    """
    Checks that a checkpoint belongs to a configuration and a data set.

    @param accept whether to accept another schedule, loss or data set; the network must always be the same
    @raises TrainingError, naming the fields that differ
    """
    absent = {name: value for name, value in defaults().items() if name in config}
    mine, theirs = json.loads(json.dumps(config)), json.loads(json.dumps(absent | checkpoint.config))
    if theirs.get("network") != mine["network"]:
        raise TrainingError(
            "OTHER_CONFIG",
            f"The checkpoint in {folder} is of another network: {theirs.get('network')}, not "
            f"{mine['network']}. "
            "Use another out folder, or the configuration that it was made with.",
        )
    differing = sorted(name for name in mine.keys() | theirs.keys() if mine.get(name) != theirs.get(name))
    if checkpoint.data_hash != data_hash:
        differing.append("data (the images themselves)")
    if differing and not accept:
        raise TrainingError(
            "OTHER_CONFIG",
            f"The checkpoint in {folder} was made with another configuration; these differ: "
            f"{', '.join(differing)}. Use another out folder, the old configuration, or --accept-changes.",
        )


def _read(path: Path) -> Checkpoint:
    tensors, metadata = read_tensors(path, "The checkpoint")
    sha = metadata.pop("sha256", None)
    if metadata.get("format") != FORMAT:
        raise TrainingError(
            "CHECKPOINT_INVALID",
            f"{path} is not a checkpoint of this trainer (format {metadata.get('format')}, expected "
            f"{FORMAT}).",
        )
    if sha != _digest(tensors, metadata):
        raise TrainingError(
            "CHECKPOINT_INVALID",
            f"The checkpoint {path} is damaged: its bytes do not match its hash.",
        )
    return Checkpoint(
        tensors,
        json.loads(metadata["state"]),
        json.loads(metadata["training"]),
        metadata["data"],
        json.loads(metadata["config"]),
    )


def _digest(tensors: dict[str, Tensor], metadata: dict[str, str]) -> str:
    digest = hashlib.sha256(json.dumps(metadata, sort_keys=True).encode())
    for name in sorted(tensors):
        t = tensors[name]
        digest.update(f"{name} {t.dtype} {list(t.shape)}".encode())
        digest.update(t.contiguous().numpy().tobytes())
    return digest.hexdigest()
