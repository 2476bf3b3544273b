"""Checkpoints survive damaged files, full disks and crashes."""

import dataclasses
import errno
import os
from pathlib import Path

import pytest
import torch
from safetensors.torch import load_file

from training.errors import TrainingError
from training.files import make_folder, only_one, write_atomic
from training.run import checkpoint as module
from training.run.checkpoint import NEWEST, PREVIOUS, Checkpoint, check_same, read_newest, write_checkpoint

NET = {"res": 4, "base": 8, "max": 4, "latent": 2}


def made(value: float) -> Checkpoint:
    tensors = {"generator.w": torch.full((3, 4), value), "adam.generator.w.step": torch.tensor(value)}
    return Checkpoint(
        tensors, {"position": int(value)}, {"network": NET, "gamma": 0.1, "seed": 1}, "hash", NET
    )


def test_what_was_written_is_read(tmp_path: Path):
    write_checkpoint(tmp_path, made(1))
    got, want = read_newest(tmp_path), made(1)
    assert dataclasses.replace(got, tensors={}) == dataclasses.replace(want, tensors={})
    assert got.tensors.keys() == want.tensors.keys()
    assert all(torch.equal(got.tensors[k], want.tensors[k]) for k in want.tensors)


def test_there_may_be_none(tmp_path: Path):
    assert read_newest(tmp_path) is None
    assert read_newest(tmp_path / "missing") is None


def test_the_one_before_is_kept(tmp_path: Path):
    for value in (1, 2, 3):
        write_checkpoint(tmp_path, made(value))
    assert load_file(tmp_path / PREVIOUS)["generator.w"][0, 0] == 2
    assert read_newest(tmp_path).state == {"position": 3}


@pytest.mark.parametrize("how", ["cut off", "flipped bit", "empty", "missing"])
def test_the_one_before_is_taken_when_the_newest_is_damaged(tmp_path: Path, how: str, capsys):
    write_checkpoint(tmp_path, made(1))
    write_checkpoint(tmp_path, made(2))
    path = tmp_path / NEWEST
    data = bytearray(path.read_bytes())
    data[-3] ^= 1
    match how:
        case "cut off":
            path.write_bytes(data[:-20])
        case "flipped bit":
            path.write_bytes(data)
        case "empty":
            path.write_bytes(b"")
        case "missing":
            path.unlink()
    assert read_newest(tmp_path).state == {"position": 1}
    said = capsys.readouterr().err
    assert NEWEST in said
    assert f"Continuing from {tmp_path / PREVIOUS}" in said


def test_every_bit_counts(tmp_path: Path):
    """Any single flipped bit of the file is noticed."""
    write_checkpoint(tmp_path, made(1))
    path = tmp_path / NEWEST
    good = path.read_bytes()
    for at in range(0, len(good), 7):
        bad = bytearray(good)
        bad[at] ^= 1 << (at % 8)
        path.write_bytes(bad)
        with pytest.raises(TrainingError):
            read_newest(tmp_path)


def test_none_that_is_whole_is_an_error(tmp_path: Path):
    for name in (NEWEST, PREVIOUS):
        (tmp_path / name).write_bytes(b"nothing")
    with pytest.raises(TrainingError, match="not a complete safetensors file"):
        read_newest(tmp_path)


def test_a_file_of_another_kind_is_named(tmp_path: Path):
    from safetensors.torch import save_file

    save_file({"a": torch.zeros(1)}, tmp_path / NEWEST)
    with pytest.raises(TrainingError, match="not a checkpoint of this trainer"):
        read_newest(tmp_path)


def test_a_write_that_fails_leaves_the_good_ones_as_they_were(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
):
    write_checkpoint(tmp_path, made(1))
    write_checkpoint(tmp_path, made(2))
    before = {p.name: p.read_bytes() for p in tmp_path.iterdir()}

    def full(_: int) -> None:
        raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setattr(os, "fsync", full)
    with pytest.raises(TrainingError, match="disk is full") as caught:
        write_checkpoint(tmp_path, made(3))
    assert caught.value.code == "DISK_FULL"
    assert {p.name: p.read_bytes() for p in tmp_path.iterdir()} == before


def test_being_killed_at_any_moment_of_a_write_leaves_a_good_one(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
):
    """Crashes once after every call that changes the disk."""

    class Killed(BaseException):
        pass

    calls = {"fsync": os.fsync, "replace": os.replace}
    moments = 0
    for last in range(20):
        folder = tmp_path / str(last)
        folder.mkdir()
        write_checkpoint(folder, made(1))
        write_checkpoint(folder, made(2))
        left = [last]

        def counted(name: str, left: list[int] = left):
            def call(*arguments: object) -> None:
                if left[0] == 0:
                    raise Killed
                left[0] -= 1
                calls[name](*arguments)

            return call

        with monkeypatch.context() as patch:
            for name in calls:
                patch.setattr(os, name, counted(name))
            try:
                write_checkpoint(folder, made(3))
                break
            except Killed:
                moments += 1
        assert read_newest(folder).state["position"] in (2, 3)
    assert moments == 4


@pytest.mark.parametrize(
    ("number", "code"),
    [(errno.EACCES, "NO_PERMISSION"), (errno.EROFS, "NO_PERMISSION"), (errno.ENOSPC, "DISK_FULL")],
)
def test_folders_that_cannot_be_made(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, number: int, code: str):
    def refused(*_: object, **__: object) -> None:
        raise OSError(number, os.strerror(number))

    monkeypatch.setattr(Path, "mkdir", refused)
    with pytest.raises(TrainingError, match="out") as caught:
        make_folder(tmp_path / "out", "The folder for results,")
    assert caught.value.code == code


def test_a_file_in_the_place_of_a_folder(tmp_path: Path):
    (tmp_path / "out").write_text("")
    with pytest.raises(TrainingError, match="out"):
        make_folder(tmp_path / "out", "The folder for results,")
    with pytest.raises(TrainingError, match="out"):
        write_atomic(tmp_path / "out" / "file", b"", "The sheet")


def test_a_folder_is_held_by_one_training_at_a_time(tmp_path: Path):
    with only_one(tmp_path):
        with pytest.raises(TrainingError, match="is running in") as caught, only_one(tmp_path):
            pass
        assert caught.value.code == "BUSY"
    with only_one(tmp_path):
        pass


def test_another_configuration_is_refused_by_the_names_that_differ(tmp_path: Path):
    ours = made(1)
    check_same(ours, ours.config, "hash", tmp_path, accept=False)
    with pytest.raises(TrainingError, match="these differ: gamma, seed") as caught:
        check_same(ours, {**ours.config, "gamma": 0.2, "seed": 2}, "hash", tmp_path, accept=False)
    assert caught.value.code == "OTHER_CONFIG"
    with pytest.raises(TrainingError, match="the images themselves"):
        check_same(ours, ours.config, "other", tmp_path, accept=False)
    check_same(ours, {**ours.config, "gamma": 0.2}, "other", tmp_path, accept=True)


def test_another_network_is_never_accepted(tmp_path: Path):
    config = {**made(1).config, "network": {**NET, "max": 5}}
    with pytest.raises(TrainingError, match="another network"):
        check_same(made(1), config, "hash", tmp_path, accept=True)


def test_a_format_of_the_future_is_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(module, "FORMAT", "9")
    write_checkpoint(tmp_path, made(1))
    monkeypatch.undo()
    with pytest.raises(TrainingError, match="format 9"):
        read_newest(tmp_path)
