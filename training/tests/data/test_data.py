"""The data set on disk, and the order of its images."""

import json
from pathlib import Path

import numpy as np
import pytest
import torch

from training.data.batches import Batches, faded
from training.data.images import ShardedImages
from training.errors import TrainingError
from training.tests.dataset import write_dataset


def test_images_labels_and_hash_come_as_they_were_written(tmp_path: Path):
    images = write_dataset(tmp_path / "a")
    data = ShardedImages(tmp_path / "a")
    assert len(data) == 40
    assert np.array_equal(data.images, images)
    assert data.labels["glasses"][:4] == ["none", "round", "round", "none"]
    assert list(data.labels) == ["glasses"]
    write_dataset(tmp_path / "b", seed=1)
    assert ShardedImages(tmp_path / "b").hash != data.hash
    assert ShardedImages(tmp_path / "a").hash == data.hash


def test_lower_resolutions_are_rounded_means(tmp_path: Path):
    images = write_dataset(tmp_path / "a").astype(np.float64)
    got = ShardedImages(tmp_path / "a").at(2)
    want = images.reshape(40, 3, 2, 8, 2, 8).mean(axis=(3, 5))
    assert got.dtype == np.uint8
    assert np.abs(got - want).max() <= 0.5


def test_decoding_happens_once_and_a_cache_that_is_cut_off_is_made_anew(tmp_path: Path):
    images = write_dataset(tmp_path / "a")
    ShardedImages(tmp_path / "a").load()
    (cache,) = (tmp_path / "a" / "cache").iterdir()
    changed = cache.stat().st_mtime_ns
    assert np.array_equal(ShardedImages(tmp_path / "a").images, images)
    assert cache.stat().st_mtime_ns == changed
    cache.write_bytes(cache.read_bytes()[:1000])
    assert np.array_equal(ShardedImages(tmp_path / "a").images, images)


def damage(folder: Path, how: str) -> None:
    manifest = folder / "dataset.json"
    about = json.loads(manifest.read_text())
    shard = folder / "shard-0001.zip"
    match how:
        case "no shard":
            shard.unlink()
        case "flipped shard":
            data = bytearray(shard.read_bytes())
            data[len(data) // 2] ^= 1
            shard.write_bytes(data)
        case "short shard":
            shard.write_bytes(shard.read_bytes()[:100])
        case "no picture":
            import hashlib

            shard.write_bytes(b"PK nothing")
            about["shards"][1]["sha256"] = hashlib.sha256(b"PK nothing").hexdigest()
        case "too many":
            about["shards"][1]["count"] += 1
            about["count"] += 1
        case "other size":
            about["size"] = 32
        case "odd size":
            about["size"] = 20
        case "miscounted":
            about["count"] = 7
        case "outside":
            about["shards"][1]["file"] = "../shard-0001.zip"
        case "no list":
            del about["shards"]
    manifest.write_text("{" if how == "no JSON" else json.dumps(about))
    if how == "no manifest":
        manifest.unlink()


@pytest.mark.parametrize(
    ("how", "code", "words"),
    [
        ("no manifest", "FILE_MISSING", "dataset.json does not exist"),
        ("no JSON", "DATA_INVALID", "does not describe a data set"),
        ("no list", "DATA_INVALID", "does not describe a data set"),
        ("odd size", "DATA_INVALID", "size 20"),
        ("miscounted", "DATA_INVALID", "counts 7 images"),
        ("outside", "DATA_INVALID", "outside its folder"),
        ("no shard", "FILE_MISSING", "shard-0001.zip does not exist"),
        ("flipped shard", "DATA_CORRUPT", "shard-0001.zip is damaged"),
        ("short shard", "DATA_CORRUPT", "shard-0001.zip is damaged"),
        ("no picture", "DATA_CORRUPT", "shard-0001.zip cannot be read"),
        ("too many", "DATA_CORRUPT", "holds 16 pictures"),
        ("other size", "DATA_CORRUPT", "has 16x16 px, not 32x32"),
    ],
)
@pytest.mark.parametrize("decoded", [False, True])
def test_a_data_set_that_is_damaged_is_refused_in_words(
    tmp_path: Path, how: str, code: str, words: str, decoded: bool
):
    """Damage is noticed even if the data set was decoded before."""
    write_dataset(tmp_path / "a")
    if decoded:
        ShardedImages(tmp_path / "a").load()
    damage(tmp_path / "a", how)
    with pytest.raises(TrainingError, match=words) as caught:
        ShardedImages(tmp_path / "a").load()
    assert caught.value.code == code


@pytest.mark.parametrize(
    "text", ["glasses\nnone\n", "index,glasses\n0,none\n", "index,glasses\n" + "0\n" * 40]
)
def test_labels_that_are_not_one_row_an_image_are_refused(tmp_path: Path, text: str):
    write_dataset(tmp_path / "a")
    (tmp_path / "a" / "labels.csv").write_text(text)
    with pytest.raises(TrainingError, match=r"labels\.csv"):
        _ = ShardedImages(tmp_path / "a").labels


def test_every_epoch_shows_each_image_once_in_an_order_of_its_own(dataset: Path):
    batches = Batches(ShardedImages(dataset), seed=3, mirror=False)
    shown = np.concatenate([batches.indices(at, 8) for at in range(0, 80, 8)])
    assert sorted(shown[:40]) == sorted(shown[40:]) == list(range(40))
    assert not np.array_equal(shown[:40], shown[40:])


def test_the_order_is_the_same_from_any_position_and_for_any_batch(dataset: Path):
    data = ShardedImages(dataset)
    whole = Batches(data, seed=3, mirror=False).indices(0, 200)
    assert np.array_equal(Batches(data, seed=3, mirror=False).indices(37, 90), whole[37:127])
    assert not np.array_equal(Batches(data, seed=4, mirror=False).indices(0, 200), whole)


def test_batches_are_floats_from_minus_1_to_1(dataset: Path):
    data = ShardedImages(dataset)
    batches = Batches(data, seed=3, mirror=False)
    x = batches.take(4, 6, 16)
    want = data.images[batches.indices(4, 6)] / 127.5 - 1
    assert x.dtype == torch.float32
    assert np.abs(x.numpy() - want).max() < 1e-6


def test_several_processes_take_the_parts_of_one_batch(dataset: Path):
    data = ShardedImages(dataset)
    whole = Batches(data, seed=3, mirror=True).take(36, 8, 8)
    parts = [Batches(data, seed=3, mirror=True).take(36, 8, 8, part) for part in (slice(0, 4), slice(4, 8))]
    assert torch.equal(torch.cat(parts), whole)


def test_mirroring_turns_some_images_round(dataset: Path):
    data = ShardedImages(dataset)
    plain = Batches(data, seed=3, mirror=False).take(0, 40, 16)
    mirrored = Batches(data, seed=3, mirror=True).take(0, 40, 16)
    turned = [not torch.equal(a, b) for a, b in zip(plain, mirrored, strict=True)]
    assert 8 < sum(turned) < 32
    for a, b, is_turned in zip(plain, mirrored, turned, strict=True):
        assert torch.equal(b, a.flip(2) if is_turned else a)


def test_real_images_are_soft_while_a_resolution_fades_in():
    x = torch.randn(2, 3, 8, 8)
    assert torch.equal(faded(x, 1.0), x)
    soft = faded(x, 0.0)
    assert torch.equal(soft[..., ::2, ::2], soft[..., 1::2, 1::2])
    assert torch.allclose(faded(x, 0.5), (x + soft) / 2, atol=1e-6)
