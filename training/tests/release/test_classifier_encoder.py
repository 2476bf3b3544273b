"""Classifier and encoder: losses, files, and the encoder as a TF.js graph."""

import json
import shutil

import numpy as np
import pytest
import torch

from training.classifier.augment import augment
from training.classifier.network import Classifier, read_classifier, write_classifier
from training.classifier.train import masked_loss
from training.encoder.export import export_encoder, graph_model, rounded
from training.encoder.network import Encoder, read_encoder, write_encoder
from training.encoder.train import feature_map
from training.errors import TrainingError
from training.network.judge import fit, look, to_floats
from training.network.layers import pixel_norm
from training.network.progan import Generator, Shape
from training.release.node import ROOT, check_encoder

COLUMNS = {"eyes": ["closed", "default", "happy"], "mouth": ["sad", "smile"]}


def test_hidden_labels_have_no_say_in_the_loss():
    logits = {"eyes": torch.randn(4, 3, requires_grad=True)}
    targets = {"eyes": torch.tensor([0, 1, 2, 0])}
    seen = {"eyes": torch.tensor([True, True, False, False])}
    masked_loss(logits, targets, seen).backward()
    gradient = logits["eyes"].grad
    assert gradient[:2].abs().sum() > 0
    assert gradient[2:].abs().sum() == 0
    nothing = {"eyes": torch.zeros(4, dtype=torch.bool)}
    assert masked_loss(logits, targets, nothing).item() == 0


def test_probabilities_are_given_by_column_whatever_the_resolution():
    classifier = Classifier(COLUMNS).eval()
    p, features = look(classifier, [torch.randn(3, 3, 32, 32), torch.randn(2, 3, 128, 128)])
    assert p["eyes"].shape == (5, 3)
    assert p["mouth"].sum(axis=1) == pytest.approx(np.ones(5), abs=1e-5)
    assert features.shape == (5, 128)


def test_pictures_are_fitted_by_means_and_lines():
    x = torch.arange(16.0).reshape(1, 1, 4, 4).expand(1, 3, 4, 4)
    assert fit(x, 4) is x
    assert fit(x, 2)[0, 0, 0, 0] == pytest.approx((0 + 1 + 4 + 5) / 4)
    assert fit(x, 8).mean() == pytest.approx(x.mean().item(), abs=1e-4)
    assert to_floats(np.array([[[[0, 255]]]], np.uint8)).flatten().tolist() == [-1, 1]


def test_augmented_pictures_are_others_but_alike():
    x = fit(torch.randn(8, 3, 8, 8), 64)
    random = torch.Generator().manual_seed(1)
    for _ in range(6):
        y = augment(x, random)
        assert y.shape == x.shape
        assert 0 < (x - y).square().mean() < x.square().mean()


def test_files_are_read_back_and_others_refused(tmp_path):
    classifier, encoder = Classifier(COLUMNS).eval(), Encoder(32, 8).eval()
    write_classifier(tmp_path / "c.safetensors", classifier, {"data": "x"})
    write_encoder(tmp_path / "e.safetensors", encoder, {"cosine": 0.5})
    x = torch.randn(2, 3, 32, 32)
    again, facts = read_classifier(tmp_path / "c.safetensors")
    with torch.no_grad():
        assert torch.allclose(again(x), classifier(x), atol=1e-5)
        assert facts == {"data": "x"}
        assert torch.allclose(read_encoder(tmp_path / "e.safetensors")[0](x), encoder(x), atol=1e-4)
    for read, other in ((read_classifier, "e.safetensors"), (read_encoder, "c.safetensors")):
        with pytest.raises(TrainingError, match=other) as caught:
            read(tmp_path / other)
        assert caught.value.code == "WEIGHTS_INVALID"
    data = (tmp_path / "e.safetensors").read_bytes()
    (tmp_path / "cut.safetensors").write_bytes(data[: len(data) // 2])
    with pytest.raises(TrainingError):
        read_encoder(tmp_path / "cut.safetensors")
    with pytest.raises(TrainingError, match="does not exist"):
        read_classifier(tmp_path / "none.safetensors")


def trained_norms(encoder: Encoder) -> Encoder:
    """Gives batch norm the statistics of a training, so that folding it in has an effect."""
    for layer in encoder.layers:
        norm = layer.norm
        for value, spread in ((norm.running_mean, 0.2), (norm.bias, 0.2)):
            value.data.normal_(0, spread)
        for value in (norm.running_var, norm.weight):
            value.data.uniform_(0.5, 2)
    return encoder.eval()


@pytest.mark.parametrize("side", [32, 128])
def test_latents_have_the_length_of_the_prior(side: int):
    z = Encoder(side, 24).eval()(torch.randn(3, 3, side, side))
    assert z.norm(dim=1).tolist() == pytest.approx([24**0.5] * 3, rel=1e-4)


def test_rounding_changes_little_and_is_what_the_export_holds():
    encoder = trained_norms(Encoder(32, 8))
    x = torch.randn(4, 3, 32, 32)
    with torch.no_grad():
        before = encoder(x)
        rounded(encoder)
        after = encoder(x)
        assert (before - after).abs().max() < 0.05
        rounded(encoder)
        assert torch.allclose(encoder(x), after, atol=1e-5)


def test_the_graph_lists_every_weight_once_and_in_order():
    model, weights = graph_model(trained_norms(Encoder(128, 16)))
    nodes = {node["name"]: node for node in model["modelTopology"]["node"]}
    manifest = model["weightsManifest"][0]["weights"]
    sizes = {"float16": 2, "float32": 4, "int32": 4}
    total = sum(
        int(np.prod(w["shape"])) * sizes[w.get("quantization", {"dtype": w["dtype"]})["dtype"]]
        for w in manifest
    )
    assert total == len(weights) < 2e6
    assert {w["name"] for w in manifest} == {name for name, node in nodes.items() if node["op"] == "Const"}
    for node in nodes.values():
        assert all(name in nodes for name in node.get("input", []))
    assert nodes["smaller"]["op"] == "AvgPool"


@pytest.mark.skipif(
    shutil.which("npx") is None or not (ROOT / "node_modules").is_dir(),
    reason="Node.js with the project's packages is needed",
)
def test_tfjs_gives_the_latents_that_pytorch_gives(tmp_path):
    encoder = trained_norms(Encoder(128, 32))
    rounded(encoder)
    export_encoder(encoder, tmp_path / "encoder")
    images = np.random.default_rng(1).integers(0, 256, (2, 3, 128, 128), np.uint8)
    assert check_encoder(encoder, tmp_path / "encoder", images) < 1e-3
    model = json.loads((tmp_path / "encoder" / "model.json").read_text())
    leaks = [node for node in model["modelTopology"]["node"] if node["op"] == "LeakyRelu"]
    leaks[0]["attr"]["alpha"]["f"] = 0.5
    (tmp_path / "encoder" / "model.json").write_text(json.dumps(model))
    with pytest.raises(TrainingError, match="exit code 1"):
        check_encoder(encoder, tmp_path / "encoder", images)


def test_feature_maps_are_all_that_later_blocks_see():
    generator = Generator(Shape(16, 32, 8, 6))
    z = torch.randn(2, 6)
    with torch.no_grad():
        features = feature_map(generator, z, 16)
        assert torch.allclose(generator.rgb[2](features), generator(z), atol=1e-5)
        assert feature_map(generator, z, 8).shape == (
            2,
            4 if generator.shape.channels(1) == 4 else generator.shape.channels(1),
            8,
            8,
        )
        assert torch.allclose(
            feature_map(generator, 5 * z, 8), feature_map(generator, pixel_norm(z), 8), atol=1e-5
        )
