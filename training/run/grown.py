"""
Keeps the network from the end of each stage, before it grew further (Karras et al. 2018, section 2 and figure
2).

Its complete moving average stays beside the run, because its layers go on learning in later stages, and its
head is no longer used once the next one has faded in. Exported weights contain only the heads.
"""

from pathlib import Path

from torch import Tensor

from training.network.layout import GROWTH, export_generator, read_growth, read_tensors
from training.network.progan import RESOLUTIONS, Generator, block_of


def stage_path(out: Path, resolution: int) -> Path:
    """Returns the path of the network from the end of a resolution's stage."""
    return out / f"stage-{resolution:04d}.safetensors"


def save_stage(out: Path, ema: Generator, resolution: int, metadata: dict[str, str]) -> None:
    """
    Writes the moving average up to the block of a resolution.

    @raises TrainingError
    """
    export_generator(stage_path(out, resolution), ema, metadata, resolution=resolution)


def grown_heads(out: Path, resolution: int, start: Path | None = None) -> dict[str, Tensor]:
    """
    Returns the heads of all stages below `resolution`, named as in exported weights.

    @param start weights that the run started from; their heads serve for stages that it skipped
    @raises TrainingError
    """
    heads = {} if start is None else read_growth(start, resolution)
    for size in RESOLUTIONS:
        if size >= resolution or not (path := stage_path(out, size)).exists():
            continue
        tensors, _ = read_tensors(path, "The weights of a stage,")
        block = block_of(size)
        for part in ("w", "b"):
            heads[f"{GROWTH}rgb.{block}.{part}"] = tensors[f"ema.rgb.{block}.{part}"]
    return heads
