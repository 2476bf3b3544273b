"""Writing and reading the exported file."""

import json
from pathlib import Path

import pytest
import torch
from safetensors.torch import load_file, save_file

from training.errors import TrainingError
from training.network.layers import Conv
from training.network.layout import (
    export,
    export_generator,
    load_start,
    read_generator,
    read_growth,
    round_to_half,
)
from training.network.progan import Discriminator, Generator, Shape

SHAPE = Shape(res=16, base=64, max=12, latent=8)


def networks(shape: Shape = SHAPE, seed: int = 1) -> tuple[Generator, Discriminator, Generator]:
    torch.manual_seed(seed)
    made = Generator(shape), Discriminator(shape), Generator(shape)
    for module in made:
        for name, p in module.named_parameters():
            if name.endswith(".b"):
                torch.nn.init.normal_(p)
    return made


def written(tmp_path: Path, resolution: int = 16, **metadata: str) -> tuple[Path, tuple]:
    path, nets = tmp_path / "weights.safetensors", networks()
    export(path, nets, resolution, metadata)
    return path, nets


def test_names_and_shapes_are_those_of_the_layout(tmp_path: Path):
    path, _ = written(tmp_path)
    shapes = {name: list(t.shape) for name, t in load_file(path).items()}
    for prefix in ("ema", "generator"):
        assert shapes[f"{prefix}.c0.0.w"] == [12, 8, 4, 4]
        assert shapes[f"{prefix}.c0.2.w"] == [8, 12, 3, 3]
        assert shapes[f"{prefix}.c1.2.w"] == [8, 8, 3, 3]
        assert shapes[f"{prefix}.rgb.2.w"] == [3, 8, 1, 1]
        assert shapes[f"{prefix}.rgb.2.b"] == [3]
    assert shapes["discriminator.rgb.2.w"] == [8, 3, 1, 1]
    assert shapes["discriminator.c0.0.w"] == [12, 13, 3, 3]
    assert shapes["discriminator.c1.0.w"] == [12, 12, 4, 4]
    assert shapes["discriminator.c1.2.w"] == [12, 8, 3, 3]
    assert shapes["discriminator.fc.weight"] == [1, 12]
    assert shapes["discriminator.fc.bias"] == [1]
    assert len(shapes) == 2 * 3 * 6 + 3 * 6 + 2


def test_the_last_layer_is_written_as_a_plain_linear_one(tmp_path: Path):
    path, (_, discriminator, _) = written(tmp_path)
    tensors, x = load_file(path), torch.randn(4, 12)
    want = x @ tensors["discriminator.fc.weight"].T + tensors["discriminator.fc.bias"]
    assert torch.allclose(discriminator.fc(x), want, atol=1e-6)


def test_what_was_written_makes_the_same_pictures_and_logits(tmp_path: Path):
    path, theirs = written(tmp_path, images_seen="123")
    mine = networks(seed=2)
    assert load_start(path, 16, *mine) == 123
    z, x = torch.randn(3, 8), torch.randn(3, 3, 16, 16)
    assert torch.equal(mine[0](z), theirs[0](z))
    assert torch.equal(mine[2](z), theirs[2](z))
    assert torch.allclose(mine[1](x), theirs[1](x), atol=1e-6)
    generator, metadata = read_generator(path)
    assert torch.equal(generator(z), theirs[2](z))
    assert json.loads(metadata["config"]) == {"res": 16, "base": 64, "max": 12, "latent": 8}
    assert not any(p.requires_grad for p in generator.parameters())


def test_rounded_weights_are_what_float16_holds_and_stay_so_in_a_file(tmp_path: Path):
    _, _, generator = networks()
    z = torch.randn(3, 8)
    exact = generator(z)
    round_to_half(generator)
    for module in generator.modules():
        if isinstance(module, Conv):
            used = module.kernel()
            # Scaling back and forth changes the last bit of float32, which rounding removes.
            torch.testing.assert_close(used.half().float(), used, rtol=3e-7, atol=1e-7)
            assert torch.equal(module.b.half().float(), module.b)
    assert 0 < (generator(z) - exact).abs().max() < 0.05
    export_generator(tmp_path / "rounded.safetensors", generator, {"images_seen": "9"})
    again, metadata = read_generator(tmp_path / "rounded.safetensors")
    assert metadata["images_seen"] == "9"
    assert torch.equal(again(z), generator(z))


def test_a_network_that_is_not_grown_up_is_written_without_its_raw_blocks(tmp_path: Path):
    path, theirs = written(tmp_path, resolution=8)
    assert not any(".2." in name for name in load_file(path))
    generator, _ = read_generator(path, "generator")
    assert generator.shape.res == 8
    z = torch.randn(2, 8)
    assert torch.equal(generator(z), theirs[0](z, 1))


def test_larger_blocks_keep_their_weights_when_starting_from_smaller_ones(tmp_path: Path):
    path, theirs = written(tmp_path, resolution=8)
    mine = networks(seed=2)
    before = mine[0].c0[2].w.clone()
    load_start(path, 8, *mine)
    assert torch.equal(mine[0].c0[2].w, before)
    assert torch.equal(mine[0].c0[1].w, theirs[0].c0[1].w)


def test_a_file_without_an_average_gives_its_generator_for_it(tmp_path: Path):
    path, theirs = written(tmp_path)
    left = {k: v for k, v in load_file(path).items() if not k.startswith("ema.")}
    save_file(left, path, {"config": json.dumps({"res": 16, "base": 64, "max": 12, "latent": 8})})
    mine = networks(seed=2)
    load_start(path, 16, *mine)
    assert torch.equal(mine[2].c0[1].w, theirs[0].c0[1].w)


def test_weights_that_do_not_fit_are_refused_by_name(tmp_path: Path):
    path, _ = written(tmp_path, resolution=8)
    with pytest.raises(TrainingError, match="reaches 8 px"):
        load_start(path, 16, *networks())
    with pytest.raises(TrainingError, match=r"ema\.c0\.0\.w is \[12, 8, 4, 4\], not \[10, 8, 4, 4\]"):
        load_start(path, 8, *networks(Shape(16, 64, 10, 8)))
    tensors = load_file(path)
    config = {"config": json.dumps({"res": 8, "base": 64, "max": 12, "latent": 8})}
    save_file({k: v for k, v in tensors.items() if k != "generator.c1.1.b"}, path, config)
    with pytest.raises(TrainingError, match=r"generator\.c1\.1\.b is missing"):
        load_start(path, 8, *networks())
    save_file({**tensors, "ema.c1.1.b": torch.full((12,), torch.nan)}, path, config)
    with pytest.raises(TrainingError, match=r"not finite: ema\.c1\.1\.b"):
        load_start(path, 8, *networks())


@pytest.mark.parametrize(
    "text", [None, "{", '{"res": 16}', '{"res": 17, "base": 64, "max": 12, "latent": 8}']
)
def test_files_that_do_not_say_what_they_are_are_refused(tmp_path: Path, text: str | None):
    path = tmp_path / "weights.safetensors"
    save_file({"a": torch.zeros(1)}, path, None if text is None else {"config": text})
    with pytest.raises(TrainingError, match="which network it is"):
        read_generator(path)


def test_files_that_are_missing_or_cut_off_are_refused(tmp_path: Path):
    path, _ = written(tmp_path)
    path.write_bytes(path.read_bytes()[:5000])
    with pytest.raises(TrainingError, match="not a complete safetensors file"):
        read_generator(path)
    with pytest.raises(TrainingError, match="does not exist"):
        read_generator(tmp_path / "none.safetensors")


def test_heads_of_smaller_pictures_go_with_the_weights_and_change_nothing_else(tmp_path: Path):
    path, nets = tmp_path / "weights.safetensors", networks()
    growth = {"growth.rgb.0.w": torch.randn(3, 12, 1, 1), "growth.rgb.1.w": torch.randn(3, 12, 1, 1)}
    export(path, nets, 16, {}, growth)
    assert read_growth(path).keys() == growth.keys()
    assert torch.equal(read_growth(path)["growth.rgb.1.w"], growth["growth.rgb.1.w"])
    assert list(read_growth(path, below=8)) == ["growth.rgb.0.w"]
    mine, _ = read_generator(path)
    z = torch.randn(2, 8)
    assert torch.equal(mine(z), nets[2](z))
    # Weights to continue from are kept as float16, and the converter takes float32.
    half = tmp_path / "half.safetensors"
    save_file({name: t.half() for name, t in load_file(path).items()}, half)
    assert {t.dtype for t in read_growth(half).values()} == {torch.float32}
    alone = tmp_path / "alone.safetensors"
    export_generator(alone, mine, {}, read_growth(path))
    assert read_growth(alone).keys() == growth.keys()
    assert read_growth(written(tmp_path)[0]) == {}


def test_a_generator_can_be_written_up_to_a_resolution(tmp_path: Path):
    path, (_, _, theirs) = tmp_path / "small.safetensors", networks()
    export_generator(path, theirs, {}, resolution=8)
    mine, _ = read_generator(path)
    z = torch.randn(2, 8)
    assert mine.shape.res == 8
    assert torch.equal(mine(z), theirs(z, block=1))
