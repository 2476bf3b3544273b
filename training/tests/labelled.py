"""
A small data set with every label that the attributes use; a picture's colours depend a little on them.
"""

import csv
from pathlib import Path

import numpy as np

from training.attributes.table import ATTRIBUTES, HIDDEN
from training.tests.dataset import write_dataset

OTHERS = {
    "eyebrows": ("default",),
    "mouth": ("serious",),
    "skinColor": ("ffdbb4",),
    "eyes": ("default",),
    "clothing": ("overall",),
    "clothesColor": ("ff5c5c",),
}


def values_by_column() -> dict[str, list[str]]:
    found: dict[str, list[str]] = {}
    named = [(a.column, (*a.values, *a.unclear)) for a in ATTRIBUTES]
    named += [(column, ("one", "two")) for column in HIDDEN] + [(h.by, h.values) for h in HIDDEN.values()]
    for column, values in [*named, *OTHERS.items(), ("accessories", ("none",)), ("facialHair", ("none",))]:
        found.setdefault(column, [])
        found[column] += [v for v in values if v not in found[column]]
    return found


def write_labelled(folder: Path, size: int = 16, count: int = 160) -> dict[str, list[str]]:
    """@returns the labels, by column"""
    write_dataset(folder, size, count, per_shard=64)
    random = np.random.default_rng(3)
    # Every value occurs equally often, so none is missing from so small a set.
    labels = {
        column: [values[i] for i in random.permutation(np.arange(count) % len(values))]
        for column, values in values_by_column().items()
    }
    labels["accessoriesColor"] = ["262e33"] * count
    with open(folder / "labels.csv", "w", newline="", encoding="utf8") as file:
        writer = csv.writer(file)
        writer.writerow(["index", *labels])
        writer.writerows([i, *row] for i, row in enumerate(zip(*labels.values())))
    return labels
