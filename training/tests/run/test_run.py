"""Whole runs of a tiny network."""

import json
from pathlib import Path

import numpy as np
import pytest
import torch
from PIL import Image
from safetensors.torch import load_file

from training.data.randomness import latents
from training.errors import TrainingError
from training.network.layout import read_generator, read_growth
from training.run.checkpoint import NEWEST, read_newest
from training.run.loop import Run
from training.run.sheet import to_bytes
from training.run.stopping import Stopping
from training.tests.dataset import write_dataset
from training.tests.runs import TOTAL, After, same, train
from training.tests.tiny import CPU, tiny, tiny_config


def test_a_run_grows_to_its_end_and_leaves_weights_samples_and_a_log(whole: Path):
    checkpoint = read_newest(whole)
    assert checkpoint.state == {"position": TOTAL, "images_seen": TOTAL, "stage": 2}
    generator, metadata = read_generator(whole / "weights.safetensors")
    assert metadata["images_seen"] == str(TOTAL)
    assert json.loads(metadata["training"])["loss"] == "logistic+r1"
    assert metadata["data"] == checkpoint.data_hash
    z = latents(1, "sheet", 0, 64, 8)
    with torch.no_grad():
        first = to_bytes(generator(z[:1]))[0].permute(1, 2, 0).numpy()
    sheet = Image.open(whole / "samples" / "000000160.png")
    assert sheet.size == (256, 256)  # 8x8 pictures of 16 px, each pixel twice
    corner = sheet.resize((128, 128), Image.Resampling.NEAREST).crop((0, 0, 16, 16))
    assert np.abs(np.asarray(corner).astype(int) - first).max() <= 1
    notes = [json.loads(line) for line in (whole / "log.jsonl").read_text().splitlines()]
    assert notes[-1]["position"] == TOTAL
    assert notes[-1]["resolution"] == 16


def test_each_stage_leaves_the_network_as_it_was_and_its_head_goes_with_the_weights(
    dataset: Path, tmp_path: Path, whole: Path
):
    """The stages end after 32 and 80 images."""
    pieces = tmp_path / "pieces"
    for piece, steps in enumerate([4, 5, 100]):
        run = Run(tiny_config(dataset, pieces), CPU, resume=piece > 0)
        run.train(After(steps))
        if piece < 2:
            # The run's report at the very end of a stage.
            resolution = (4, 8)[piece]
            now, _ = read_generator(pieces / "weights.safetensors")
            z = torch.randn(2, 8)
            then = now(z, block=piece)
            Run(tiny_config(dataset, pieces), CPU, resume=True).train(After(1))
            saved, metadata = read_generator(pieces / f"stage-{resolution:04d}.safetensors")
            assert saved.shape.res == resolution
            assert metadata["alpha"] == "1.0"
            assert torch.equal(saved(z), then)
    for out in (pieces, whole):
        growth = read_growth(out / "weights.safetensors")
        assert sorted(growth) == [f"growth.rgb.{i}.{part}" for i in (0, 1) for part in "bw"]
        for i, resolution in enumerate((4, 8)):
            tensors = load_file(out / f"stage-{resolution:04d}.safetensors")
            assert torch.equal(growth[f"growth.rgb.{i}.w"], tensors[f"ema.rgb.{i}.w"])
        ema, _ = read_generator(out / "weights.safetensors")
        assert not torch.equal(growth["growth.rgb.0.w"], ema.rgb[0].w)


def test_the_same_seed_trains_the_same_weights_and_another_one_others(
    dataset: Path, tmp_path: Path, whole: Path
):
    again = train(dataset, tmp_path / "again").networks.tensors()
    assert same(again, load_file(whole / NEWEST))
    other = train(dataset, tmp_path / "other", seed=2).networks.tensors()
    assert not torch.equal(other["generator.c0.0.w"], again["generator.c0.0.w"])


def test_a_run_in_pieces_is_bit_for_bit_the_run_in_one(dataset: Path, tmp_path: Path, whole: Path):
    """The pieces end while fading in, between stages, and within a stage."""
    positions = []
    for piece, steps in enumerate([3, 3, 1, 2, 4, 5, 100]):
        run = Run(tiny_config(dataset, tmp_path / "out"), CPU, resume=piece > 0)
        run.train(After(steps))
        positions.append(run.position)
    assert positions == [24, 48, 56, 72, 92, 112, TOTAL]
    assert same(load_file(tmp_path / "out" / NEWEST), load_file(whole / NEWEST))


def test_wgan_gp_trains_and_resumes_exactly_as_well(dataset: Path, tmp_path: Path):
    changes = {"loss": "wgan-gp", "gamma": 10.0}
    one = train(dataset, tmp_path / "one", **changes).networks
    Run(tiny_config(dataset, tmp_path / "two", **changes), CPU, False).train(After(9))
    two = train(dataset, tmp_path / "two", resume=True, **changes).networks
    assert one.finite()
    assert same(one.tensors(), two.tensors())
    notes = [json.loads(line) for line in (tmp_path / "one" / "log.jsonl").read_text().splitlines()]
    assert notes[-1]["penalty"] > 0


def test_muon_trains_and_resumes_exactly_as_well(dataset: Path, tmp_path: Path):
    one = train(dataset, tmp_path / "one", optimiser="muon").networks
    Run(tiny_config(dataset, tmp_path / "two", optimiser="muon"), CPU, False).train(After(9))
    two = train(dataset, tmp_path / "two", resume=True, optimiser="muon").networks
    assert one.finite()
    assert "adam.generator.c1.1.w.momentum" in one.tensors()
    assert same(one.tensors(), two.tensors())


def test_a_run_may_change_to_another_optimiser_which_starts_afresh(dataset: Path, tmp_path: Path):
    for first, then in (("adam", "muon"), ("muon", "adam")):
        out = tmp_path / first
        Run(tiny_config(dataset, out, optimiser=first), CPU, False).train(After(9))
        run = Run(tiny_config(dataset, out, optimiser=then), CPU, True, accept_changes=True)
        run.train(After(3))
        assert run.networks.finite()


def test_the_average_follows_the_generator_with_its_half_life(dataset: Path, tmp_path: Path):
    run = Run(tiny_config(dataset, tmp_path / "out", ema_half_life=8), CPU, False)
    n = run.networks
    run.seen = 10_000
    before = n.ema.c0[0].w.clone()
    run.train(After(1))
    # A batch of 8 is one half-life, so half of the way.
    assert torch.allclose(n.ema.c0[0].w, (before + n.generator.c0[0].w) / 2, atol=1e-6)
    assert not torch.equal(before, n.generator.c0[0].w)


def test_starting_from_weights_begins_at_their_resolution_and_counts_on(
    dataset: Path, tmp_path: Path, whole: Path
):
    start = {"weights": str(whole / "weights.safetensors"), "resolution": 8}
    run = Run(tiny_config(dataset, tmp_path / "out", start=start), CPU, False)
    assert (run.position, run.seen, run.resolution) == (64, TOTAL, 8)
    assert torch.equal(run.networks.ema.c0[1].w, load_file(whole / NEWEST)["ema.c0.1.w"])
    run.train(Stopping(None))
    assert (run.position, run.seen) == (TOTAL, TOTAL + 96)


def test_a_training_is_not_begun_anew_by_mistake(dataset: Path, whole: Path):
    with pytest.raises(TrainingError, match="--resume") as caught:
        Run(tiny_config(dataset, whole), CPU, False)
    assert caught.value.code == "ALREADY_THERE"


def test_a_checkpoint_of_another_configuration_or_data_set_is_refused(
    dataset: Path, tmp_path: Path, whole: Path
):
    with pytest.raises(TrainingError, match="these differ: gamma"):
        Run(tiny_config(dataset, whole, gamma=2.0), CPU, True)
    write_dataset(tmp_path / "other", seed=5)
    with pytest.raises(TrainingError, match="the images themselves"):
        Run(tiny_config(tmp_path / "other", whole), CPU, True)
    with pytest.raises(TrainingError, match="another network"):
        Run(
            tiny_config(dataset, whole, network={"res": 16, "base": 64, "max": 10, "latent": 8}),
            CPU,
            True,
            True,
        )
    assert Run(tiny_config(dataset, whole, gamma=2.0), CPU, True, True).position == TOTAL


def test_losses_that_are_no_numbers_end_the_run_and_leave_the_good_checkpoint(dataset: Path, tmp_path: Path):
    out = tmp_path / "out"
    Run(tiny_config(dataset, out), CPU, False).train(After(5))
    good = {name: (out / name).read_bytes() for name in (NEWEST, "weights.safetensors")}
    stages = [{**stage, "rate": 1e30} for stage in tiny(dataset, out)["stages"]]
    with pytest.raises(TrainingError, match="no longer finite numbers") as caught:
        train(dataset, out, resume=True, accept=True, stages=stages)
    assert caught.value.code == "NOT_FINITE"
    assert {name: (out / name).read_bytes() for name in good} == good


def test_a_data_set_that_is_too_small_is_named(dataset: Path, tmp_path: Path):
    stages = [{"resolution": 4 << i, "fade": 0, "steady": 8, "batch": 8, "rate": 0.001} for i in range(4)]
    network = {"res": 32, "base": 64, "max": 12, "latent": 8}
    with pytest.raises(TrainingError, match="have 16 px; the schedule grows to 32"):
        Run(tiny_config(dataset, tmp_path / "out", stages=stages, network=network), CPU, False)


def test_bfloat16_trains_too(dataset: Path, tmp_path: Path):
    from dataclasses import replace

    run = Run(tiny_config(dataset, tmp_path / "out"), replace(CPU, bfloat16=True), False)
    assert run.train(Stopping(None)) is None
    assert run.networks.finite()
    assert all(p.dtype == torch.float32 for p in run.networks.generator.parameters())
