"""Writes `directions.json` of a bundle, as src/bundle/schema/directions.ts reads it."""

import base64
import json
from typing import Any

import numpy as np

from training.attributes.discover import FIRST_STEP
from training.attributes.table import ATTRIBUTES

NOTE = 200  # characters that the page accepts


def directions_json(vectors: dict[str, np.ndarray], facts: dict) -> bytes:
    """
    Returns the file's bytes.

    @param vectors, facts the results of `discover`
    """
    entries: list[dict[str, Any]] = []
    for attribute, vector in zip(ATTRIBUTES, vectors["attributes"]):
        about = facts["attributes"][attribute.key]
        note = f"The opposite step leaves {about['success_off']:.0%} of faces without it.".replace("%", " %")
        if about["also"]:
            note += f" Also changes: {about['also']}."
        entry: dict[str, Any] = {"name": attribute.name, "group": attribute.group, "vector": _base64(vector)}
        if about["boundary"]:
            entry["accuracy"] = {
                name: about["boundary"][name] for name in ("share", "low", "high", "samples")
            }
        entry["step"] = {"deviations": about["step"], "success": about["success_on"], "note": note[:NOTE]}
        entries.append(entry)
    for key, group, name in (
        ("components", "First layer: PCA", "Feature PC"),
        ("closed_form", "First layer: closed form", "Weight axis"),
    ):
        for i, vector in enumerate(vectors[key]):
            effect = facts[key]["effects"][i]
            note = (
                f"Mostly changes: {effect}." if effect else "Changes no labelled attribute by more than 10 %."
            )
            entries.append(
                {
                    "name": f"{name} {i + 1}",
                    "group": group,
                    "vector": _base64(vector),
                    "step": {"deviations": FIRST_STEP, "note": note[:NOTE]},
                }
            )
    latent = vectors["attributes"].shape[1]
    return (
        json.dumps(
            {"schema": 1, "latent": latent, "units": "standard deviations", "directions": entries},
            ensure_ascii=False,
            indent=1,
        )
        + "\n"
    ).encode()


def _base64(vector: np.ndarray) -> str:
    """Encodes a vector as little-endian float32."""
    return base64.b64encode(vector.astype("<f4").tobytes()).decode()
