"""Reads the networks that a run kept at the end of its stages, and reads and writes the growth network."""

import json
from pathlib import Path
from typing import Any

from training.errors import TrainingError
from training.network.layout import GROWTH, export_generator, read_generator
from training.network.progan import RESOLUTIONS, Generator
from training.run.grown import stage_path

FACTS = "growth"  # its entry in the file's metadata


def read_teachers(run: Path, largest: int) -> tuple[list[Generator], dict[str, Any]]:
    """
    Reads the networks of all stages from 4 px to `largest`.

    @returns the networks; facts about them: "images", how many each had seen
    @raises TrainingError where one is missing
    """
    found, images = [], {}
    for size in RESOLUTIONS:
        if size > largest:
            break
        path = stage_path(run, size)
        if not path.exists():
            raise TrainingError(
                "WEIGHTS_INVALID",
                f"{path} is missing. A run from noise writes it when the stage of {size} px has ended; with "
                "--up-to, only smaller stages are needed.",
            )
        network, metadata = read_generator(path)
        found.append(network)
        seen = metadata.get("images_seen", "")
        images[size] = int(seen) if seen.isdigit() else None
    if not found:
        raise TrainingError("CONFIG_INVALID", f"--up-to is {largest}; the smallest stage has 4 px.")
    return found, {"images": images}


def write_growth_network(path: Path, student: Generator, facts: dict[str, Any]) -> None:
    """
    Writes the growth network. The heads below its own size are heads of stages, as in any exported file.

    @raises TrainingError
    """
    heads = {
        f"{GROWTH}rgb.{i}.{name}": value.detach().clone()
        for i, head in enumerate(student.rgb[:-1])
        for name, value in head.named_parameters()
    }
    export_generator(path, student, {FACTS: json.dumps(facts)}, heads)


def read_growth_facts(path: Path) -> dict[str, Any]:
    """
    Reads what the page says about a growth network.

    @returns its entry in a manifest: "resolution"; "cosines", the number of directions that it knows;
        "difference", the largest of its mean differences from the networks of the stages, in levels of 255
    @raises TrainingError
    """
    network, metadata = read_generator(path)
    try:
        found = [float(value) for value in json.loads(metadata[FACTS])["difference"].values()]
        size, latent = network.shape.res, network.shape.latent
        return {"resolution": size, "cosines": latent - 1, "difference": round(max(found), 2)}
    except (KeyError, TypeError, ValueError, AttributeError) as error:
        raise TrainingError(
            "WEIGHTS_INVALID", f"{path} is no growth network. Make one with python -m training.growth."
        ) from error
