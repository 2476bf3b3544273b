"""Writes `directions.json` of a model of factors: sliders with a name for each end (docs/evaluation.md)."""

import base64
import json

import numpy as np

from training.data.manifest import Factor
from training.sliders.measure import FOUND

NOTE = 200  # characters that the page accepts
STEP = 2.0  # standard deviations of a slider's ready-made step; 95 % of pictures lie within it on either side


def sliders_json(directions: np.ndarray, factors: tuple[Factor, ...], facts: dict) -> bytes:
    """
    Returns the file's bytes. It contains the sliders that move what they are named after, grouped in the
    order of the table, most reliable first within each group.

    @param directions [factors, latent]
    @param facts the result of training.sliders.measure
    """
    entries = []
    groups = list(dict.fromkeys(factor.group for factor in factors))
    order = sorted(
        range(len(factors)),
        key=lambda j: (groups.index(factors[j].group), -facts["factors"][factors[j].name]["rank"]),
    )
    for j in order:
        factor, about = factors[j], facts["factors"][factors[j].name]
        if about["rank"] < FOUND:
            continue
        note = f"Rank correlation of slider and picture {about['rank']:.3f} over {facts['faces']:,} faces."
        if about["spill"] >= 0.05:
            note += f" Also moves {about['spill_on']} by {about['spill']:.2f} of a deviation."
        entries.append(
            {
                "name": factor.name,
                "group": factor.group,
                "low": factor.low,
                "high": factor.high,
                **({"first": True} if factor.first else {}),
                "vector": base64.b64encode(directions[j].astype("<f4").tobytes()).decode(),
                "step": {"deviations": STEP, "note": note[:NOTE]},
            }
        )
    about = {
        "schema": 1,
        "latent": directions.shape[1],
        "units": "standard deviations",
        "directions": entries,
    }
    return (json.dumps(about, ensure_ascii=False, indent=1) + "\n").encode()
