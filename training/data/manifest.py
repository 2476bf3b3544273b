"""
Reads and checks `dataset.json`, the description of a data set.

It is {"recipe", "size", "count", "held_out", "seed", "factors", "shards": [{"file", "count", "sha256"}, ...],
...}. The recipe "avatars" (the default) describes its pictures with words, in `labels.csv`. The recipe
"portraits" describes them with numbers, the factors: `dataset.json` has a table of {"id", "name", "low",
"high", "group"}, and the shards hold the values.
"""

import hashlib
import json
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from training.errors import TrainingError, file_error
from training.network.progan import RESOLUTIONS

AGAIN = "Make the data set again with npm run dataset."
WITH_LABELS, WITH_FACTORS = "avatars", "portraits"
RECIPES = (WITH_LABELS, WITH_FACTORS)


@dataclass(frozen=True)
class Factor:
    """A number on which a picture depends, normally distributed with mean 0 and standard deviation 1."""

    id: str
    name: str  # on the page
    low: str  # the name of its negative end
    high: str  # and of its positive one
    group: str  # its heading on the page
    first: bool = False  # whether the page shows its slider before the groups


@dataclass(frozen=True)
class Shard:
    """One file of pictures."""

    file: str
    count: int  # pictures
    sha256: str


@dataclass(frozen=True)
class Manifest:
    """What `dataset.json` says."""

    recipe: str
    size: int  # pixels a side
    count: int  # pictures in all
    held_out: int  # how many, counted from the end, no training may see
    factors: tuple[Factor, ...]  # empty where pictures have labels
    shards: tuple[Shard, ...]

    @property
    def hash(self) -> str:
        """SHA-256 over everything that determines the pictures, the split and the meaning of the factors."""
        lines = [str(self.size), *(f"{s.sha256} {s.count}" for s in self.shards)]
        if self.factors or self.held_out:
            lines += [self.recipe, str(self.held_out), *(f.id for f in self.factors)]
        return hashlib.sha256("\n".join(lines).encode()).hexdigest()


def read_manifest(folder: Path) -> Manifest:
    """
    Reads and checks a data set's description.

    @raises TrainingError when it is missing, or is not a description that this trainer understands
    """
    path = folder / "dataset.json"
    try:
        described = json.loads(path.read_text("utf8"))
        found = Manifest(
            recipe=str(described.get("recipe", WITH_LABELS)),
            size=int(described["size"]),
            count=int(described["count"]),
            held_out=int(described.get("held_out", 0)),
            factors=tuple(_factor(f) for f in described.get("factors", ())),
            shards=tuple(
                Shard(str(s["file"]), int(s["count"]), str(s["sha256"])) for s in described["shards"]
            ),
        )
    except OSError as error:
        raise file_error(error, "The data set's", path) from error
    except (AttributeError, ValueError, KeyError, TypeError) as error:
        raise TrainingError(
            "DATA_INVALID", f"{path} does not describe a data set ({error!r}). {AGAIN}"
        ) from error
    wrong = _wrong(found)
    if wrong is not None:
        raise TrainingError("DATA_INVALID", f"{path} {wrong}")
    return found


def _factor(described: Any) -> Factor:
    texts = {name: str(described[name]) for name in ("id", "name", "low", "high", "group")}
    return Factor(**texts, first=described.get("first") is True)


def _wrong(m: Manifest) -> str | None:
    """Returns what is wrong, in words, or None."""
    if m.recipe not in RECIPES:
        return f"has the unknown recipe {m.recipe!r}; known are {', '.join(RECIPES)}. {AGAIN}"
    if m.recipe == WITH_FACTORS and not m.factors:
        return f"has the recipe {m.recipe} but names no factors. {AGAIN}"
    if m.recipe == WITH_LABELS and m.factors:
        return f"has the recipe {m.recipe}, whose pictures have labels, but names factors. {AGAIN}"
    ids = [f.id for f in m.factors]
    if len(set(ids)) < len(ids):
        return f"names the factor {next(i for i in ids if ids.count(i) > 1)} twice. {AGAIN}"
    if m.size not in RESOLUTIONS:
        return f"gives size {m.size}; it must be a power of two from 4 to 1024."
    if any(s.count < 1 or Path(s.file).name != s.file for s in m.shards):
        return "names an empty shard, or one outside its folder."
    if m.count < 1 or sum(s.count for s in m.shards) != m.count:
        return f"counts {m.count} images, but its shards hold a different number."
    if not 0 <= m.held_out < m.count:
        return f"holds out {m.held_out} of {m.count} images; at least one must be left to train on."
    return None
