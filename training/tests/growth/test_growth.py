"""The growth network: distilled from small networks, written, and put into a bundle."""

import json
from pathlib import Path

import pytest
import torch
from safetensors.torch import load_file

from training.errors import TrainingError
from training.growth.__main__ import main
from training.growth.distil import differences, distil, drawn, factors_of, heads, reduced, round_to_codes
from training.growth.file import read_growth_facts, read_teachers, write_growth_network
from training.network.layers import LatentConv, pixel_norm
from training.network.layout import export_generator, read_generator
from training.network.progan import Generator, Shape
from training.pairing.directions import cosines
from training.run.grown import save_stage
from training.tests.tiny import CPU

LATENT, KNOWN = 24, 3


def teacher(resolution: int, seed: int, known: int = KNOWN) -> Generator:
    """Makes a network that depends on the first directions of z."""
    torch.manual_seed(seed)
    network = Generator(Shape(resolution, 64, 8, LATENT)).requires_grad_(False).eval()
    directions, w = cosines(known, LATENT).float(), network.c0[0].w
    w.copy_(torch.einsum("oihw,ki,kj->ojhw", w, directions, directions))
    return network


TEACHERS = [teacher(4, 1), teacher(8, 2)]


def test_the_factors_are_what_pictures_depend_on():
    assert factors_of(TEACHERS) == KNOWN
    assert factors_of([TEACHERS[0], teacher(8, 2, 5)]) == 5
    with pytest.raises(TrainingError, match="depend on 24 directions"):
        factors_of([teacher(4, 1, LATENT)])


def test_reduced_latents_hold_all_that_counts_and_survive_normalising():
    z = 3 * torch.randn(5, LATENT, generator=torch.Generator().manual_seed(3))
    known = reduced(z, KNOWN)
    assert known.shape == (5, KNOWN + 1)
    assert torch.allclose(known.norm(dim=1), torch.full((5,), LATENT**0.5), atol=1e-4)
    assert torch.allclose(known[:, :KNOWN], pixel_norm(z) @ cosines(KNOWN, LATENT).float().T)
    assert torch.allclose(reduced(7 * z, KNOWN), known, atol=1e-4)
    # The first layer of a teacher, from these numbers alone.
    first = TEACHERS[0].c0[0]
    onto = torch.einsum("oihw,ki->okhw", first.w, cosines(KNOWN, LATENT).float())
    short = LatentConv(KNOWN, first.w.shape[0], 4)
    with torch.no_grad():
        short.w.copy_(onto * first.scale / short.scale)
        short.b.copy_(first.b)
        expected = first(pixel_norm(z)[:, :, None, None])
        assert torch.allclose(short(known[:, :KNOWN, None, None]), expected, atol=1e-4)


def test_the_small_network_learns_the_pictures_of_every_stage():
    counted: list[int] = []
    before = differences(TEACHERS, distil(TEACHERS, 64, 8, 256, 0, 1, CPU), 64, 1)
    student = distil(TEACHERS, 64, 8, 256, 200, 1, CPU, lambda step, loss: counted.append(step))
    assert student.shape == Shape(8, 64, 8, KNOWN + 1)
    assert counted == [100, 200]
    found = differences(TEACHERS, student, 64, 1)
    for size in (4, 8):
        assert found[size] < before[size] / 1.5
    one, other = (distil(TEACHERS, 64, 8, 64, 3, 1, CPU) for _ in range(2))
    assert torch.equal(one.c0[0].w, other.c0[0].w)


def test_differences_are_those_of_pictures_in_levels_of_255():
    torch.manual_seed(5)
    student = Generator(Shape(8, 64, 8, KNOWN + 1)).requires_grad_(False)
    z = torch.randn(16, LATENT, generator=torch.Generator().manual_seed(6))
    for network, picture, head in zip(TEACHERS, drawn(TEACHERS, z, CPU), heads(student, reduced(z, KNOWN))):
        assert torch.allclose(picture.float(), network(z), atol=5e-3)
        assert picture.shape == head.shape
    known = reduced(z, KNOWN)
    assert torch.equal(heads(student, known)[-1], student(known))
    flat = Generator(Shape(4, 64, 8, KNOWN + 1)).requires_grad_(False)
    for head in flat.rgb:
        head.w.zero_()
    expected = (TEACHERS[0](z).clamp(-1, 1) - 0).abs().mean() * 255 / 2
    found = differences(TEACHERS[:1], flat, 4096, 1)[4]
    assert found == pytest.approx(float(expected), rel=0.2)


def test_rounding_to_codes_leaves_256_values():
    torch.manual_seed(7)
    student = Generator(Shape(8, 64, 32, 16)).requires_grad_(False)
    small = student.rgb[0].w.clone()
    kernel = student.c1[0].kernel().clone()
    round_to_codes(student)
    rounded = student.c1[0].kernel()
    assert len(rounded.unique()) <= 256
    assert (rounded - kernel).abs().max() <= (kernel.max() - kernel.min()) / 255
    assert torch.equal(student.rgb[0].w, small)


def write_run(folder: Path) -> Path:
    for network in TEACHERS:
        save_stage(folder, network, network.shape.res, {"images_seen": str(100 * network.shape.res)})
    return folder


def test_the_command_writes_a_network_that_the_converter_reads(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
):
    run, out = write_run(tmp_path), tmp_path / "growth.safetensors"
    words = ["--run", str(run), "--out", str(out), "--up-to", "8", "--max", "8", "--count", "64"]
    assert main([*words, "--steps", "20", "--measured", "32", "--precision", "float32"]) == 0
    assert "differences in levels of 255" in capsys.readouterr().out
    about = read_growth_facts(out)
    network, metadata = read_generator(out)
    facts = json.loads(metadata["growth"])
    assert about["resolution"] == network.shape.res == 8
    assert about["cosines"] == network.shape.latent - 1 == KNOWN
    assert facts["images"] == {"4": 400, "8": 800}
    assert about["difference"] == round(max(facts["difference"].values()), 2)
    tensors = load_file(out)
    assert sorted(name for name in tensors if name.startswith("growth.")) == [
        "growth.rgb.0.b",
        "growth.rgb.0.w",
    ]
    assert torch.equal(tensors["growth.rgb.0.w"], tensors["ema.rgb.0.w"])


def test_what_is_wrong_is_said_in_a_sentence(tmp_path: Path, capsys: pytest.CaptureFixture[str]):
    run, out = write_run(tmp_path), tmp_path / "growth.safetensors"
    for words, said in (
        (["--run", str(run), "--out", str(out), "--up-to", "16"], r"stage-0016.safetensors is missing"),
        (["--run", str(run), "--out", str(out), "--up-to", "2"], "the smallest stage has 4 px"),
        (["--run", str(run / "none"), "--out", str(out)], "stage-0004.safetensors is missing"),
    ):
        assert main(words) == 1
        assert said in capsys.readouterr().err
    assert not out.exists()
    export_generator(out, TEACHERS[1], {})
    with pytest.raises(Exception, match="is no growth network"):
        read_growth_facts(out)
    teachers, facts = read_teachers(run, 8)
    assert [each.shape.res for each in teachers] == [4, 8]
    write_growth_network(out, TEACHERS[1], {**facts, "difference": {4: 1.5, 8: 0.5}})
    assert read_growth_facts(out) == {"resolution": 8, "cosines": LATENT - 1, "difference": 1.5}
