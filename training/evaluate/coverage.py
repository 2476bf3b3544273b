"""Measures whether the generator draws everything that the data set shows."""

import numpy as np

from training.attributes.table import Columns, Probabilities, visible

CLEAR = 0.9  # the least probability at which a value counts as found


def coverage(model: Probabilities, data: Probabilities, columns: Columns, count: int) -> dict:
    """
    Looks for every value of every label column among those of the first `count` samples on which the
    classifier can see the column.

    @param data probabilities of labelled pictures (0 and 1)
    @returns {"samples", "values", "missing": ["column=value", ...], "rare": [...], "share": {column: {value:
        [model, data]}}}; rare are those with less than a quarter of their share in the data
    """
    share: dict[str, dict[str, list[float]]] = {}
    missing, rare = [], []
    for column, values in columns.items():
        seen, labelled = visible(column, model, columns)[:count], visible(column, data, columns)
        p, truth = model[column][:count][seen], data[column][labelled]
        share[column] = {}
        for i, value in enumerate(values):
            clear = (p[:, i] >= CLEAR).sum()
            mine, theirs = ((p.argmax(axis=1) == i).mean() if len(p) else 0), truth[:, i].mean()
            share[column][value] = [round(float(mine), 4), round(float(theirs), 4)]
            if clear == 0:
                missing.append(f"{column}={value}")
            elif mine < theirs / 4:
                rare.append(f"{column}={value}")
    return {
        "samples": min(count, len(model[next(iter(columns))])),
        "values": sum(map(len, columns.values())),
        "missing": missing,
        "rare": rare,
        "share": share,
    }


def shift(share: dict[str, dict[str, list[float]]]) -> float:
    """
    Returns the total variation between model and data over the values of a column, averaged over the columns.
    """
    return round(
        float(np.mean([sum(abs(m - d) for m, d in values.values()) / 2 for values in share.values()])), 4
    )
