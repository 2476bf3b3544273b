"""
The attributes that the page offers, as predicates over the label columns of the data set.

An attribute is judged from a probability for each value of each column. These are 0 and 1 for a labelled
picture and come from the classifier for any other, so both are judged by the same rule.
"""

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np

from training.errors import TrainingError

HATS = ("hat", "turban", "winterHat1", "winterHat03")
SHADES = ("sunglasses", "kurt")


@dataclass(frozen=True)
class Hidden:
    """A reason why a column cannot be seen: `by` has one of `values` (or, with `unless`, none of them)."""

    by: str
    values: tuple[str, ...]
    unless: bool = False


HIDDEN: Mapping[str, Hidden] = {
    "hairColor": Hidden("top", (*HATS, "none")),
    "hatColor": Hidden("top", HATS, unless=True),
    "facialHairColor": Hidden("facialHair", ("none",)),
    "eyes": Hidden("accessories", SHADES),
}


@dataclass(frozen=True)
class Attribute:
    """An attribute, defined by the values of a column."""

    key: str  # in card.json
    name: str  # on the page
    group: str  # its heading on the page
    column: str
    values: tuple[str, ...]  # values with the attribute
    unclear: tuple[str, ...] = ()  # values that neither have it nor lack it; such pictures are not judged


ATTRIBUTES = (
    Attribute("glasses", "Glasses", "Wears", "accessories", ("prescription02", "round")),
    Attribute("sunglasses", "Sunglasses", "Wears", "accessories", SHADES),
    Attribute("hat", "Hat", "Wears", "top", HATS),
    Attribute("hoodie", "Hoodie", "Wears", "clothing", ("hoodie",)),
    Attribute("dark_clothes", "Dark clothes", "Wears", "clothesColor", ("262e33",)),
    Attribute(
        "facial_hair",
        "Facial hair",
        "Hair",
        "facialHair",
        ("beardMedium", "beardMajestic", "beardLight", "moustacheMagnum"),
    ),
    # The afro reaches the shoulders as the long curls do.
    Attribute(
        "long_hair",
        "Long hair",
        "Hair",
        "top",
        ("bob", "curly", "curvy", "miaWallace", "straight02", "straightAndStrand"),
        (*HATS, "fro"),
    ),
    Attribute("big_curls", "Big curls", "Hair", "top", ("curly", "fro"), HATS),
    Attribute("dark_hair", "Dark hair", "Hair", "hairColor", ("2c1b18", "4a312c")),
    Attribute("blond_hair", "Blond hair", "Hair", "hairColor", ("d6b370",)),
    Attribute("red_hair", "Red hair", "Hair", "hairColor", ("c93305",)),
    Attribute("smile", "Smile", "Face", "mouth", ("smile", "twinkle", "tongue", "default")),
    Attribute("open_mouth", "Open mouth", "Face", "mouth", ("smile", "tongue", "default", "screamOpen")),
    Attribute("dark_skin", "Dark skin", "Face", "skinColor", ("ae5d29", "614335")),
    # A wink is halfway.
    Attribute("closed_eyes", "Closed eyes", "Face", "eyes", ("closed", "happy"), ("wink",)),
    Attribute("wide_eyes", "Wide eyes", "Face", "eyes", ("surprised",)),
    Attribute("raised_brows", "Raised brows", "Face", "eyebrows", ("raisedExcited",)),
    Attribute("angry_brows", "Angry brows", "Face", "eyebrows", ("angry",)),
)

Probabilities = Mapping[str, np.ndarray]  # column -> float32 [n, values]
Columns = Mapping[str, list[str]]  # column -> its values, in the order of the probabilities


def columns_of(labels: Mapping[str, list[str]]) -> dict[str, list[str]]:
    """
    Returns the columns that distinguish pictures, those with two values or more, each with its values in
    order.
    """
    found = {column: sorted(set(values)) for column, values in labels.items()}
    return {column: values for column, values in found.items() if len(values) > 1}


def check_columns(columns: Columns) -> None:
    """
    Checks that the data set has every column and value that the attributes name.

    @raises TrainingError where it does not
    """
    needed = [(a.column, (*a.values, *a.unclear)) for a in ATTRIBUTES] + [
        (h.by, h.values) for h in HIDDEN.values()
    ]
    for column, values in needed:
        missing = sorted(set(values) - set(columns.get(column, ())))
        if missing:
            raise TrainingError(
                "LABELS_UNKNOWN",
                f"labels.csv has no {column} of {', '.join(missing)}; the attributes of "
                "training/attributes/table.py are those of the avataaars recipe. Make the data set with npm "
                "run dataset -- --style avataaars, and more images if it is small.",
            )


def of_labels(labels: Mapping[str, list[str]], columns: Columns) -> dict[str, np.ndarray]:
    """Returns labels as probabilities of 0 and 1."""
    return {
        c: (np.asarray(labels[c])[:, None] == np.asarray(values)[None]).astype(np.float32)
        for c, values in columns.items()
    }


def visible(column: str, p: Probabilities, columns: Columns) -> np.ndarray:
    """Tells on which pictures a column can be seen, bool [n]."""
    hidden = HIDDEN.get(column)
    if hidden is None:
        return np.ones(len(p[column]), bool)
    there = _share(hidden.by, hidden.values, p, columns) > 0.5
    return there if hidden.unless else ~there


def judge(attribute: Attribute, p: Probabilities, columns: Columns) -> tuple[np.ndarray, np.ndarray]:
    """
    Judges an attribute.

    @returns float32 [n], the probability that a picture has it rather than lacks it; bool [n], whether it can
        be judged
    """
    has = _share(attribute.column, attribute.values, p, columns)
    unclear = _share(attribute.column, attribute.unclear, p, columns)
    judged = visible(attribute.column, p, columns) & (unclear < 0.5)
    return has / np.maximum(1 - unclear, 1e-6), judged


def _share(column: str, values: tuple[str, ...], p: Probabilities, columns: Columns) -> np.ndarray:
    at = [columns[column].index(v) for v in values]
    return p[column][:, at].sum(axis=1)
