"""A growth network in a release: into the bundle, or refused before any work."""

import json
import shutil
from pathlib import Path

import pytest
import torch

from training.growth.file import write_growth_network
from training.network.progan import Generator, Shape
from training.release.bundle import put_growth
from training.release.node import ROOT
from training.tests.portraits import write_portraits
from training.tests.release.test_release_factors import run, write_weights


def test_a_growth_network_that_does_not_belong_to_the_weights_is_refused_first(tmp_path: Path, capsys):
    weights, data = tmp_path / "weights.safetensors", tmp_path / "data"
    write_portraits(data, count=240, held_out=80, size=32)
    write_weights(weights, data)
    growth = tmp_path / "growth.safetensors"
    write_growth_network(growth, Generator(Shape(8, 32, 6, 12)), {"difference": {4: 1, 8: 2}})
    assert run(weights, data, tmp_path, growth=growth) == 1
    assert "has no head as trained at 8 px" in capsys.readouterr().err
    assert run(weights, data, tmp_path, growth=weights) == 1
    assert "is no growth network" in capsys.readouterr().err
    assert not (tmp_path / "work" / "reader").exists()


@pytest.mark.skipif(
    shutil.which("npx") is None or not (ROOT / "node_modules").is_dir(),
    reason="Node.js with the project's packages is needed",
)
def test_a_growth_network_goes_into_the_bundle_in_eight_bits(tmp_path: Path):
    bundle, growth = tmp_path / "models" / "tiny", tmp_path / "growth.safetensors"
    bundle.mkdir(parents=True)
    (bundle / "zscape.json").write_text(json.dumps({"id": "tiny", "title": "Tiny", "files": []}))
    (bundle.parent / "index.json").write_text(json.dumps({"models": [{"id": "tiny", "bytes": 1000}]}))
    torch.manual_seed(1)
    write_growth_network(growth, Generator(Shape(8, 256, 32, 24)), {"difference": {4: 1, 8: 2.5}})
    before = (bundle / "zscape.json").stat().st_size
    size = put_growth(bundle, growth)
    manifest = json.loads((bundle / "zscape.json").read_text())
    assert manifest["growthNetwork"] == {"resolution": 8, "cosines": 23, "difference": 2.5}
    listed = json.loads((bundle.parent / "index.json").read_text())["models"][0]["bytes"]
    assert listed == 1000 + (bundle / "zscape.json").stat().st_size - before
    early = json.loads((bundle / "growth" / "zscape.json").read_text())
    assert early["quantization"] == "uint8"
    assert [head["resolution"] for head in early["growth"]] == [4]
    names = {path.name for path in (bundle / "growth").iterdir()}
    assert names == {"zscape.json", *(f["path"] for f in early["files"])}
    assert not any(name.endswith(".png") for name in names)
    assert size == sum(path.stat().st_size for path in (bundle / "growth").iterdir())
