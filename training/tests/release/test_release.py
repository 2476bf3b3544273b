"""The stages from weights to a card, on a tiny network and a tiny data set."""

import json
from pathlib import Path

import pytest
import torch

from training.attributes.table import ATTRIBUTES
from training.attributes.write import directions_json
from training.errors import TrainingError
from training.network.layout import export
from training.network.progan import Discriminator, Generator, Shape
from training.release.__main__ import main
from training.release.bundle import put_encoder, put_files
from training.release.card import About, card
from training.release.page import model_card
from training.release.pipeline import Counts, Pipeline
from training.release.targets import targets
from training.tests.labelled import write_labelled
from training.tests.tiny import CPU

SHAPE = Shape(16, 32, 6, 12)
COUNTS = Counts(samples=80, compared=40, pairs=16, faces=16, classifier_epochs=0.5, encoder_epochs=2)


@pytest.fixture(scope="module")
def inputs(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Path]:
    """Weights and data."""
    folder = tmp_path_factory.mktemp("release")
    write_labelled(folder / "data")
    torch.manual_seed(4)
    networks = (Generator(SHAPE), Discriminator(SHAPE), Generator(SHAPE))
    export(folder / "weights.safetensors", networks, 16, {"images_seen": "1234"})
    return folder / "weights.safetensors", folder / "data"


@pytest.fixture(scope="module")
def finished(inputs: tuple[Path, Path], tmp_path_factory: pytest.TempPathFactory) -> Pipeline:
    weights, data = inputs
    pipeline = Pipeline(data, tmp_path_factory.mktemp("work"), CPU, COUNTS, 1, weights)
    assert pipeline.evaluation
    assert pipeline.attributes
    return pipeline


def test_every_figure_of_the_card_is_there(finished: Pipeline):
    encoder = {**finished.encoder[1], "bytes": 5, "tfjs_difference": 1e-6}
    said = {"style": "avataaars", "credit": "Avataaars by Pablo Stanley"}
    about = About("tiny", SHAPE, 99, finished.metadata, finished.weights_hash, finished.data, said)
    found = card(about, finished.classifier[1], encoder, finished.attributes[1], finished.evaluation)
    assert found["images_seen"] == 1234
    assert set(found["swd"]) >= {"16", "avg", "floor_avg"}
    assert set(found["ms_ssim"]) >= {"model", "data"}
    assert found["frechet"] >= 0  # this classifier has learnt nothing
    assert list(found["attributes"]) == [a.key for a in ATTRIBUTES]
    for attribute in found["attributes"].values():
        assert {"accuracy", "success_on", "success_off"} <= set(attribute)
        assert 0 <= attribute["success_on"] <= 1
        assert attribute["step"] in (4, 5, 6)
    n = len(ATTRIBUTES)
    assert [len(row) for row in found["entanglement"]["before"]] == [n] * n
    assert [len(row) for row in found["entanglement"]["after"]] == [n] * n
    found["targets"] = targets(found)
    assert [t["met"] for t in found["targets"][:1]] == [
        found["swd"]["avg"] <= 3.005 * found["swd"]["floor_avg"]
    ]
    assert len(found["targets"]) == 8
    json.dumps(found, allow_nan=False)
    page = model_card("Tiny", found, "Eyes are soft.", ("a.webp", "b.webp"))
    assert "Pablo Stanley" in page
    assert "Eyes are soft." in page
    assert all(a.name in page for a in ATTRIBUTES)
    assert "nan" not in page


def test_finished_stages_are_kept_and_changed_inputs_do_them_again(
    finished: Pipeline, inputs: tuple[Path, Path], capsys
):
    weights, data = inputs
    again = Pipeline(data, finished.work, CPU, COUNTS, 1, weights)
    assert again.evaluation == finished.evaluation
    assert again.attributes[1] == finished.attributes[1]
    said = capsys.readouterr().out
    assert "begun" not in said
    assert {"samples: kept", "attributes: kept"} <= set(said.splitlines())
    more = Counts(**{**COUNTS.__dict__, "encoder_epochs": 1})
    assert Pipeline(data, finished.work, CPU, more, 1, weights).encoder[1]["started_warm"]
    said = capsys.readouterr().out
    assert "samples: kept" in said
    assert "encoder: begun" in said


def test_a_damaged_stage_is_named(finished: Pipeline, inputs: tuple[Path, Path], tmp_path: Path):
    weights, data = inputs
    pipeline = Pipeline(data, finished.work, CPU, COUNTS, 1, weights)
    stamp = finished.work / "evaluation" / "facts.json"
    good = stamp.read_bytes()
    stamp.write_bytes(good[:20])
    with pytest.raises(TrainingError, match=r"Delete the folder .*evaluation") as caught:
        pipeline.evaluation  # noqa: B018
    stamp.write_bytes(good)
    assert caught.value.code == "WORK_INVALID"


def run(inputs: tuple[Path, Path], tmp_path: Path, **changed: object) -> int:
    given = {
        "weights": inputs[0],
        "data": inputs[1],
        "work": tmp_path / "work",
        "bundle": tmp_path / "models" / "tiny",
        "docs": tmp_path / "docs",
    }
    given |= {"samples": 80, "compared": 40, "pairs": 16, "faces": 16, **changed}
    return main([word for name, value in given.items() for word in (f"--{name}", str(value))])


@pytest.mark.parametrize(
    ("changed", "words"),
    [
        ({"weights": "nowhere.safetensors"}, "FILE_MISSING"),
        ({"data": "nowhere"}, "FILE_MISSING"),
        ({"pairs": 50}, "CONFIG_INVALID"),
        ({"remarks": "nowhere.md"}, "nowhere.md"),
        ({"samples": 800, "compared": 100}, "DATA_INVALID"),
    ],
)
def test_wrong_inputs_end_in_words(inputs, tmp_path: Path, capsys, changed: dict, words: str):
    assert run(inputs, tmp_path, **changed) == 1
    assert words in capsys.readouterr().err
    assert not (tmp_path / "models").exists()


def test_cut_off_weights_and_data_end_in_words(inputs, tmp_path: Path, capsys):
    cut = tmp_path / "cut.safetensors"
    cut.write_bytes(inputs[0].read_bytes()[:3000])
    assert run(inputs, tmp_path, weights=cut) == 1
    assert "WEIGHTS_INVALID" in capsys.readouterr().err
    bad = tmp_path / "data"
    write_labelled(bad)
    shard = bad / "shard-0001.zip"
    shard.write_bytes(shard.read_bytes()[:-50])
    assert run(inputs, tmp_path, data=bad) == 1
    assert "DATA_CORRUPT" in capsys.readouterr().err


def test_a_bundle_takes_directions_and_card_and_counts_their_bytes(finished: Pipeline, tmp_path: Path):
    bundle = tmp_path / "models" / "tiny"
    bundle.mkdir(parents=True)
    manifest = {"schema": 1, "id": "tiny", "files": [{"path": "model.json", "bytes": 10, "sha256": "0" * 64}]}
    (bundle / "zscape.json").write_text(json.dumps(manifest))
    (tmp_path / "models" / "index.json").write_text(
        json.dumps({"schema": 1, "models": [{"id": "tiny", "bytes": 1000}]})
    )
    directions = directions_json(*finished.attributes)
    for text in (b"{}", b'{"schema": 1}'):  # again, with another card
        put_files(bundle, {"directions.json": directions, "card.json": text})
    now = json.loads((bundle / "zscape.json").read_text())
    assert now["directions"] == "directions.json"
    assert now["card"] == "card.json"
    assert [f["path"] for f in now["files"]] == ["model.json", "directions.json", "card.json"]
    sizes = {f["path"]: f["bytes"] for f in now["files"]}
    assert all((bundle / name).stat().st_size == sizes[name] for name in ("directions.json", "card.json"))
    entry = json.loads((tmp_path / "models" / "index.json").read_text())["models"][0]
    assert entry["bytes"] > 1000 + len(directions)
    assert put_encoder(bundle, finished.encoder[0]) == sum(
        p.stat().st_size for p in (bundle / "encoder").iterdir()
    )
