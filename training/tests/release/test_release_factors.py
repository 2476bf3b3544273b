"""Reader, sliders, encoder and card of a model of factors, on a tiny network and a tiny data set."""

import base64
import dataclasses
import json
import shutil
from pathlib import Path

import numpy as np
import pytest
import torch

from training.data.images import ShardedImages
from training.encoder.export import export_encoder, graph_model, rounded
from training.encoder.factors import FactorEncoder, read_factor_encoder, rest_of, write_factor_encoder
from training.errors import TrainingError
from training.network.judge import fit
from training.network.layers import pixel_norm
from training.network.layout import export
from training.network.progan import Discriminator, Generator, Shape
from training.pairing.directions import cosines
from training.reader import train
from training.reader.measure import r_squared, rank_correlation
from training.reader.network import COLUMN, Reader, read_reader, write_reader
from training.reader.train import train_reader
from training.release.__main__ import main
from training.release.card import About, card_of_factors
from training.release.node import ROOT, check_encoder
from training.release.page_factors import page_of_factors
from training.release.portraits import Portraits
from training.release.stages import Counts
from training.release.targets import targets_of_factors
from training.sliders.measure import slopes_of
from training.sliders.write import sliders_json
from training.tests.portraits import IDS, write_portraits
from training.tests.tiny import CPU

SHAPE = Shape(32, 32, 6, 12)
COUNTS = Counts(samples=80, compared=40, pairs=16, faces=16, classifier_epochs=1, encoder_epochs=1)


def write_weights(path: Path, data: Path, **training: object) -> None:
    torch.manual_seed(4)
    networks = (Generator(SHAPE), Discriminator(SHAPE), Generator(SHAPE))
    said = json.dumps({"recipe": "portraits", "pairing": 10, "factors": [], **training})
    export(path, networks, 32, {"images_seen": "1234", "training": said, "data": ShardedImages(data).hash})


@pytest.fixture(scope="module")
def inputs(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Path]:
    """Weights and data."""
    folder = tmp_path_factory.mktemp("factors")
    write_portraits(folder / "data", count=240, held_out=80, size=32)
    write_weights(folder / "weights.safetensors", folder / "data")
    return folder / "weights.safetensors", folder / "data"


@pytest.fixture(scope="module")
def finished(inputs: tuple[Path, Path], tmp_path_factory: pytest.TempPathFactory) -> Portraits:
    weights, data = inputs
    pipeline = Portraits(data, tmp_path_factory.mktemp("work"), CPU, COUNTS, 1, weights)
    assert pipeline.evaluation and pipeline.sliders and pipeline.encoder
    return pipeline


def test_the_card_has_every_figure(finished: Portraits):
    encoder = {**finished.encoder[1], "file": {"bytes": 5, "tfjs_difference": 1e-6}}
    about = About(
        "tiny", SHAPE, 99, finished.metadata, finished.weights_hash, finished.data, {"credit": "Zscape"}
    )
    found = card_of_factors(about, finished.reader[1], encoder, finished.sliders, finished.evaluation)
    found["bytes"] = {"bundle": 10, "encoder": 5}
    found["targets"] = targets_of_factors(found)
    assert found["data"]["held_out"] == 80
    assert set(found["smoothness"]) == {"evenness", "path_mean", "path_median"}
    names = ["Sky", "Ground", "Hidden"]
    assert list(found["factors"]) == list(found["encoder"]) == names
    for facts in found["factors"].values():
        assert {"rank", "recall", "spill"} <= set(facts)
        assert -1 <= facts["rank"] <= 1 and facts["spill"] >= 0
    assert all(isinstance(r2, float) for r2 in found["encoder"].values())
    assert len(found["targets"]) == 10
    json.dumps(found, allow_nan=False)
    page = page_of_factors("Tiny", found, finished.factors, "Hair is soft.", ("a.webp", "b.webp"))
    assert "Hair is soft." in page and "low … high" in page and all(name in page for name in names)
    assert "160 procedurally drawn portraits; 80 more" in page


def test_finished_stages_are_kept(finished: Portraits, inputs: tuple[Path, Path], capsys):
    again = Portraits(inputs[1], finished.work, CPU, COUNTS, 1, inputs[0])
    assert again.sliders == finished.sliders and again.encoder[1] == finished.encoder[1]
    said = capsys.readouterr().out
    assert "begun" not in said and {"reader: kept", "samples: kept", "sliders: kept", "encoder: kept"} <= set(
        said.splitlines()
    )


def test_sliders_have_two_named_ends_and_unit_vectors(finished: Portraits):
    facts = json.loads(json.dumps(finished.sliders))
    for rank, about in zip((0.99, 0.7, 0.2), facts["factors"].values()):
        about |= {"rank": rank, "spill": rank / 10, "spill_on": "Sky"}
    written = json.loads(sliders_json(finished.directions.numpy(), finished.factors, facts))
    assert written["latent"] == 12 and written["schema"] == 1
    assert [d["name"] for d in written["directions"]] == ["Sky", "Ground"]  # the third moves nothing
    for direction in written["directions"]:
        assert (direction["low"], direction["high"], direction["group"]) == ("low", "high", "Colours")
        assert len(direction["step"]["note"]) <= 200
        assert "first" not in direction
        vector = np.frombuffer(base64.b64decode(direction["vector"]), "<f4")
        assert np.linalg.norm(vector) == pytest.approx(1, abs=1e-5)


def test_sliders_that_come_first_are_marked(finished: Portraits):
    facts = json.loads(json.dumps(finished.sliders))
    for about in facts["factors"].values():
        about |= {"rank": 0.99, "spill": 0.0}
    chosen = tuple(dataclasses.replace(f, first=f.name == "Ground") for f in finished.factors)
    written = json.loads(sliders_json(finished.directions.numpy(), chosen, facts))
    assert [d["name"] for d in written["directions"] if d.get("first")] == ["Ground"]


def test_a_reader_learns_what_shows_and_says_what_does_not(tmp_path: Path):
    write_portraits(tmp_path / "data", count=600, held_out=100, size=32)
    reader, facts = train_reader(ShardedImages(tmp_path / "data"), CPU, epochs=12)
    assert facts["held_out"] == 100
    assert facts["r2"]["sky"] > 0.8 and facts["r2"]["ground"] > 0.8
    assert facts["r2"]["hidden"] < 0.2
    write_reader(tmp_path / "r.safetensors", reader, facts)
    again, said = read_reader(tmp_path / "r.safetensors")
    x = torch.randn(2, 3, 32, 32)
    with torch.no_grad():
        torch.testing.assert_close(again(x), reader(x))
    assert said == facts
    with pytest.raises(TrainingError, match="not an encoder of this version"):
        read_factor_encoder(tmp_path / "r.safetensors")


def test_a_reader_whose_training_was_cut_off_goes_on_and_ends_the_same(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
):
    write_portraits(tmp_path / "data", count=300, held_out=44, size=32)
    data, file = ShardedImages(tmp_path / "data"), tmp_path / "unfinished.pt"
    whole, _ = train_reader(data, CPU, epochs=3)

    monkeypatch.setattr(train, "SAVED_EVERY", 4)
    steps = 0

    def cut_off(*given):
        nonlocal steps
        steps += 1
        if steps == 7:
            raise KeyboardInterrupt
        return fit(*given)

    monkeypatch.setattr(train, "fit", cut_off)
    with pytest.raises(KeyboardInterrupt):
        train_reader(data, CPU, epochs=3, unfinished=file)
    assert file.exists()
    again, _ = train_reader(data, CPU, epochs=3, unfinished=file)
    assert not file.exists()
    # 12 steps: the first six, of which four were kept, were not all repeated.
    assert steps == 7 + 8
    for name, tensor in whole.state_dict().items():
        torch.testing.assert_close(again.state_dict()[name], tensor)


def test_an_unfinished_reader_that_is_damaged_says_so(tmp_path: Path):
    write_portraits(tmp_path / "data", count=300, held_out=44, size=32)
    (tmp_path / "unfinished.pt").write_bytes(b"no state")
    with pytest.raises(TrainingError, match="unfinished.pt is damaged"):
        train_reader(ShardedImages(tmp_path / "data"), CPU, epochs=1, unfinished=tmp_path / "unfinished.pt")


def encoder() -> FactorEncoder:
    reader = Reader(128, ["a", "b", "c", "d"]).eval()
    for layer in reader.layers:
        layer.norm.running_mean.normal_(0, 0.2)
        layer.norm.running_var.uniform_(0.5, 2)
    return FactorEncoder(reader, cosines(4, 32).float()).eval()


def test_an_encoded_picture_has_the_factors_that_were_read(tmp_path: Path):
    mine, x = encoder(), torch.randn(3, 3, 128, 128)
    with torch.no_grad():
        z, factors = mine(x), mine.reader(x)
    torch.testing.assert_close(z.norm(dim=1), torch.full((3,), 32**0.5))
    torch.testing.assert_close(pixel_norm(z) @ mine.directions.T, factors, atol=1e-4, rtol=1e-4)
    rest = rest_of(mine.directions)
    assert rest.norm().item() == pytest.approx(1) and rest.abs().max() < 0.5
    torch.testing.assert_close(mine.directions @ rest, torch.zeros(4), atol=1e-6, rtol=0)
    write_factor_encoder(tmp_path / "e.safetensors", mine, {"rendered": {}})
    with torch.no_grad():
        torch.testing.assert_close(read_factor_encoder(tmp_path / "e.safetensors")[0](x), z)


def test_the_encoder_of_128_px_and_60_factors_is_below_2_mb():
    reader = Reader(128, [f"f{i}" for i in range(60)])
    model, weights = graph_model(FactorEncoder(reader, cosines(60, 512).float()))
    assert len(weights) + len(json.dumps(model)) < 2e6


@pytest.mark.skipif(
    shutil.which("npx") is None or not (ROOT / "node_modules").is_dir(),
    reason="Node.js with the project's packages is needed",
)
def test_tfjs_gives_the_latents_that_pytorch_gives(tmp_path: Path):
    mine = encoder()
    rounded(mine)
    export_encoder(mine, tmp_path / "encoder")
    images = np.random.default_rng(1).integers(0, 256, (2, 3, 128, 128), np.uint8)
    assert check_encoder(mine, tmp_path / "encoder", images) < 1e-3


def test_agreement_is_measured_as_it_is_defined():
    meant = np.random.default_rng(0).normal(size=(500, 2))
    assert r_squared(meant, meant) == pytest.approx([1, 1])
    assert r_squared(meant, np.zeros_like(meant) + meant.mean(axis=0)) == pytest.approx([0, 0])
    assert r_squared(meant, meant + [0.0, 1.0])[1] == pytest.approx(0, abs=0.2)
    assert rank_correlation(meant[:, 0], np.exp(meant[:, 0])) == pytest.approx(1)
    assert rank_correlation(meant[:, 0], -meant[:, 0]) == pytest.approx(-1)
    way = meant[:, 0]
    assert slopes_of(way, np.stack([2 * way + 1, -way, np.ones(500)], axis=1)) == pytest.approx([2, -1, 0])


def run(weights: Path, data: Path, tmp_path: Path, **more: object) -> int:
    given = {
        "weights": weights,
        "data": data,
        "work": tmp_path / "work",
        "bundle": tmp_path / "models" / "tiny",
        "docs": tmp_path / "docs",
    }
    given |= {
        "samples": 80,
        "compared": 40,
        "pairs": 16,
        "faces": 16,
        "classifier-epochs": 0.1,
        "encoder-epochs": 0.1,
        **more,
    }
    return main([word for name, value in given.items() for word in (f"--{name}", str(value))])


def test_weights_of_another_set_are_refused(inputs, tmp_path: Path, capsys):
    write_portraits(tmp_path / "data", count=240, held_out=80, size=32, seed=9)
    assert run(inputs[0], tmp_path / "data", tmp_path) == 1
    assert "were not trained on" in capsys.readouterr().err
    write_weights(tmp_path / "w.safetensors", inputs[1], factors=[IDS[0]])
    assert run(tmp_path / "w.safetensors", inputs[1], tmp_path) == 1
    assert "only some of the factors" in capsys.readouterr().err
    assert not (tmp_path / "models").exists()


def test_weights_that_are_not_grown_yet_are_measured_and_not_encoded(tmp_path: Path, capsys):
    write_portraits(tmp_path / "data", count=240, held_out=80, size=64)
    write_weights(tmp_path / "w.safetensors", tmp_path / "data")
    pipeline = Portraits(tmp_path / "data", tmp_path / "work", CPU, COUNTS, 1, tmp_path / "w.safetensors")
    assert pipeline.sliders["factors"]["Sky"]["rank"] <= 1
    assert run(tmp_path / "w.safetensors", tmp_path / "data", tmp_path) == 1
    assert "The weights are for 32 px and the pictures of" in capsys.readouterr().err


def test_commands_for_labels_refuse_factors(inputs, tmp_path: Path, capsys):
    from training.release.command import parser
    from training.release.command import run as run_command

    words = ["--weights", str(inputs[0]), "--data", str(inputs[1]), "--work", str(tmp_path / "work")]
    options = parser("attributes", "").parse_args(
        [*words, "--compared", "40", "--pairs", "16", "--samples", "80"]
    )
    assert run_command(options, lambda pipeline: None, "labels") == 1
    assert "have factors; this command is for pictures with labels" in capsys.readouterr().err
    assert COLUMN == "factors"
