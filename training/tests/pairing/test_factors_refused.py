"""Wrong recipes, factors, shards, configurations and checkpoints give one sentence and exit code 1."""

import hashlib
import io
import json
import re
import zipfile
from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest
import yaml

from training.tests.dataset import write_dataset
from training.tests.pairing.test_factors import CHANGES
from training.tests.portraits import write_portraits
from training.tests.tiny import tiny
from training.train import main


def changed(change: Callable[[dict], None]) -> Callable[[Path], None]:
    """Changes dataset.json."""

    def apply(folder: Path) -> None:
        path = folder / "dataset.json"
        about = json.loads(path.read_text())
        change(about)
        path.write_text(json.dumps(about))

    return apply


def repacked(factors: np.ndarray | None) -> Callable[[Path], None]:
    """Gives the second shard another table of factors, or none, and puts its new hash into dataset.json."""

    def apply(folder: Path) -> None:
        path, packed = folder / "shard-0001.zip", io.BytesIO()
        with zipfile.ZipFile(path) as old, zipfile.ZipFile(packed, "w") as new:
            for name in old.namelist():
                if name != "factors.npy":
                    new.writestr(name, old.read(name))
            if factors is not None:
                array = io.BytesIO()
                np.save(array, factors)
                new.writestr("factors.npy", array.getvalue())
        path.write_bytes(packed.getvalue())
        sha = hashlib.sha256(packed.getvalue()).hexdigest()
        changed(lambda about: about["shards"][1].update(sha256=sha))(folder)

    return apply


def refusal(tmp_path: Path, capsys: pytest.CaptureFixture[str], **changes: object) -> str:
    """Returns the single line that the command prints as it exits with 1."""
    path = tmp_path / "mine.yaml"
    path.write_text(yaml.safe_dump(tiny(tmp_path / "data", tmp_path / "out", **changes)))
    assert main(["--config", str(path), *(["--resume"] if (tmp_path / "out").exists() else [])]) == 1
    said = capsys.readouterr().err
    assert said.count("\n") == 1 and "Traceback" not in said
    return said


@pytest.mark.parametrize(
    ("damage", "words"),
    [
        (
            changed(lambda a: a.update(recipe="landscapes")),
            "DATA_INVALID: .*unknown recipe 'landscapes'",
        ),
        (changed(lambda a: a.update(factors=[])), "DATA_INVALID: .*names no factors"),
        (
            changed(lambda a: a.update(recipe="avatars")),
            "DATA_INVALID: .*avatars, whose pictures have labels, but names factors",
        ),
        (changed(lambda a: a["factors"][1].update(id="sky")), "DATA_INVALID: .*names the factor sky twice"),
        (changed(lambda a: a["factors"][1].pop("low")), "DATA_INVALID: .*does not describe a data set"),
        (changed(lambda a: a.update(factors=[1, 2])), "DATA_INVALID: .*does not describe a data set"),
        (changed(lambda a: a.update(held_out=160)), "DATA_INVALID: .*holds out 160 of 160 images"),
        (
            changed(lambda a: a["factors"].pop()),
            r"DATA_CORRUPT: factors.npy .*float32 \[64, 3\]; .* \[64, 2\]",
        ),
        (repacked(None), "DATA_CORRUPT: .*shard-0001.zip belongs to another recipe: it holds no factors"),
        (repacked(np.zeros((64, 5), np.float32)), r"DATA_CORRUPT: factors.npy in the shard .*\[64, 5\]"),
        (repacked(np.zeros((64, 3), np.int64)), "DATA_CORRUPT: factors.npy .*int64"),
        (repacked(np.full((64, 3), np.nan, np.float32)), "DATA_CORRUPT: factors.npy .*not finite numbers"),
        (repacked(np.array(["a"], object)), "DATA_CORRUPT: .*shard-0001.zip cannot be read at factors.npy"),
    ],
)
def test_a_data_set_that_is_none_of_ours(damage, words, tmp_path: Path, capsys):
    write_portraits(tmp_path / "data")
    damage(tmp_path / "data")
    assert re.match(words, refusal(tmp_path, capsys, **CHANGES))


def test_a_shard_with_factors_among_labelled_ones(tmp_path: Path, capsys):
    write_dataset(tmp_path / "data")
    repacked(np.zeros((16, 3), np.float32))(tmp_path / "data")
    assert (
        "shard-0001.zip belongs to another recipe: it holds factors, but dataset.json is of avatars"
        in refusal(tmp_path, capsys)
    )


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({"recipe": "landscapes"}, "recipe must be one of avatars, portraits, not 'landscapes'"),
        (
            {"by_label": 0.5},
            "by_factor cannot be combined with by_label: pictures have either labels or factors",
        ),
        ({"recipe": "avatars"}, "by_factor is for factors; the recipe avatars has labels"),
        (
            {"by_factor": 0.0, "only_factors": False, "by_label": 0.5},
            "by_label is for labels; the recipe portraits has factors",
        ),
        ({"by_factor": 1.5}, "by_factor must be at most 1"),
        ({"factors": ["sky", "sky"]}, "factors names one of them twice"),
        ({"factors": "sky"}, "factors must be a list of names"),
        ({"factors": ["sky", "moon"]}, "factors names the unknown factor 'moon'"),
        ({"pairing": 0.0}, "readout must not be set where pairing is 0"),
        (
            {"recipe": "", "by_factor": 0.0, "only_factors": False, "by_label": 0.5},
            "by_label is for labels, but the pictures of",
        ),
    ],
)
def test_a_configuration_that_mixes_things_up(changes, words, tmp_path: Path, capsys):
    write_portraits(tmp_path / "data")
    said = refusal(tmp_path, capsys, **(CHANGES | {"stages": plain_stages()} | changes))
    assert said.startswith("CONFIG_INVALID: The configuration ") and words in said


def plain_stages() -> list[dict]:
    return [{**stage, "adversary_every": 1} for stage in CHANGES["stages"]]


def test_factors_asked_of_labelled_pictures(tmp_path: Path, capsys):
    write_dataset(tmp_path / "data")
    said = refusal(tmp_path, capsys, **(CHANGES | {"recipe": ""}))
    assert said.startswith("CONFIG_INVALID: ") and "by_factor is for factors, but the pictures of" in said
    said = refusal(tmp_path, capsys, **CHANGES)
    assert said.startswith("DATA_INVALID: ") and "--recipe portraits" in said


def test_a_checkpoint_of_another_set(tmp_path: Path, capsys):
    write_portraits(tmp_path / "data")
    path = tmp_path / "first.yaml"
    path.write_text(yaml.safe_dump(tiny(tmp_path / "data", tmp_path / "out", **CHANGES)))
    assert main(["--config", str(path)]) == 0
    (tmp_path / "data").rename(tmp_path / "before")
    write_portraits(tmp_path / "data", seed=1)
    capsys.readouterr()
    assert refusal(tmp_path, capsys, **CHANGES).startswith("OTHER_CONFIG: ")
