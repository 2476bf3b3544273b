"""The command as a process, with limits, signals, kills, full disks and several processes."""

import os
import subprocess
import sys
import time
from pathlib import Path

import pytest
import yaml
from safetensors.torch import load_file

from training.run.checkpoint import NEWEST, PREVIOUS, read_newest
from training.run.loop import Run
from training.tests.runs import TOTAL, After, same, train
from training.tests.tiny import CPU, tiny, tiny_config

ROOT = Path(__file__).parents[3]


def command(config: Path, *arguments: str, launcher: tuple[str, ...] = ("-m",)) -> list[str]:
    return [sys.executable, *launcher, "training.train", "--config", str(config), *arguments]


def written(tmp_path: Path, dataset: Path, **changes: object) -> Path:
    """Writes the tiny configuration to a file; its results go to `out` beside it."""
    path = tmp_path / "tiny.yaml"
    path.write_text(yaml.safe_dump(tiny(dataset, tmp_path / "out", **changes)))
    return path


def test_the_command_ends_at_its_time_limit_and_goes_on_after_it(dataset: Path, tmp_path: Path, whole: Path):
    """A run that the limit ends and then its continuation give the same as an uninterrupted run."""
    config = written(tmp_path, dataset)
    limited = subprocess.run(command(config, "--minutes", "0.0001"), cwd=ROOT, capture_output=True, text=True)
    assert limited.returncode == 0, limited.stderr
    assert "Ended by the time limit: 8 of 160 images" in limited.stdout
    rest = subprocess.run(command(config, "--resume"), cwd=ROOT, capture_output=True, text=True)
    assert rest.returncode == 0, rest.stderr
    assert "The schedule is done: 160 of 160 images" in rest.stdout
    assert same(load_file(tmp_path / "out" / NEWEST), load_file(whole / NEWEST))


def test_being_killed_again_and_again_changes_nothing(dataset: Path, tmp_path: Path, whole: Path):
    """
    Sends SIGKILL in the middle of writes and steps; with a checkpoint at every step, it is nearly always
    writing.
    """
    config = written(tmp_path, dataset, checkpoint_every=4, sheet_every=8)
    newest = tmp_path / "out" / NEWEST
    for _ in range(2):
        stamp = newest.stat().st_mtime_ns if newest.exists() else None
        with subprocess.Popen(
            command(config, "--resume"), cwd=ROOT, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
        ) as process:
            while process.poll() is None and (not newest.exists() or newest.stat().st_mtime_ns == stamp):
                time.sleep(0.001)
            process.kill()
    (tmp_path / "out" / (NEWEST + ".part")).write_bytes(newest.read_bytes()[:1000])
    train(dataset, tmp_path / "out", resume=True, checkpoint_every=4, sheet_every=8)
    assert same(load_file(newest), load_file(whole / NEWEST))


def test_sigterm_ends_with_a_checkpoint_and_success(dataset: Path, tmp_path: Path):
    stages = [{"resolution": 4, "fade": 0, "steady": 10_000_000, "batch": 8, "rate": 0.001}]
    config = written(tmp_path, dataset, stages=stages)
    newest = tmp_path / "out" / NEWEST
    with subprocess.Popen(
        command(config), cwd=ROOT, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True
    ) as process:
        while process.poll() is None and not newest.exists():
            time.sleep(0.01)
        process.terminate()
        out, err = process.communicate()
    assert process.returncode == 0, err
    assert "Ended by SIGTERM" in out
    assert f"{read_newest(tmp_path / 'out').state['position']:,} of 10,000,000" in out


def test_a_disk_that_takes_no_more_ends_in_words_and_leaves_the_good_checkpoint(
    dataset: Path, tmp_path: Path
):
    """A limit on the size of files stands in for a full disk: the write fails halfway."""
    config = written(tmp_path, dataset)
    Run(tiny_config(dataset, tmp_path / "out"), CPU, False).train(After(5))
    good = (tmp_path / "out" / NEWEST).read_bytes()
    limit = len(good) // 2 // 1024
    shell = f'ulimit -f {limit} && exec "$@"'
    ended = subprocess.run(
        ["bash", "-c", shell, "bash", *command(config, "--resume")], cwd=ROOT, capture_output=True, text=True
    )
    assert ended.returncode == 1
    assert "DISK_FULL: The checkpoint" in ended.stderr
    assert "Traceback" not in ended.stderr
    assert (tmp_path / "out" / NEWEST).read_bytes() == good
    assert not list((tmp_path / "out").glob("*.part"))
    assert not (tmp_path / "out" / PREVIOUS).exists()


def test_two_processes_train_the_same_weights_as_each_other(dataset: Path, tmp_path: Path):
    """Uses torchrun and gloo. Only the first process writes results; both write a digest of their weights."""
    config = written(tmp_path, dataset)
    script = tmp_path / "ranks.py"
    script.write_text(
        "import hashlib, sys\n"
        "from pathlib import Path\n"
        "from training.run.config import read_config\n"
        "from training.run.loop import Run\n"
        "from training.run.stopping import Stopping\n"
        "from training.run.workers import start_workers\n"
        "config = read_config(Path(sys.argv[1]))\n"
        "with start_workers('cpu', 'float32', 1) as workers:\n"
        "    run = Run(config, workers, False)\n"
        "    run.train(Stopping(None))\n"
        "    digest = hashlib.sha256()\n"
        "    for _, t in sorted(run.networks.tensors().items()):\n"
        "        digest.update(t.detach().contiguous().numpy().tobytes())\n"
        "    Path(sys.argv[2], f'rank{workers.rank}').write_text(f'{workers.world} {digest.hexdigest()}')\n"
    )
    launcher = [sys.executable, "-m", "torch.distributed.run", "--standalone", "--nproc-per-node", "2"]
    environment = {**os.environ, "PYTHONPATH": str(ROOT), "OMP_NUM_THREADS": "1"}
    ended = subprocess.run(
        [*launcher, str(script), str(config), str(tmp_path)],
        cwd=ROOT,
        env=environment,
        capture_output=True,
        text=True,
    )
    assert ended.returncode == 0, ended.stderr
    ranks = [(tmp_path / f"rank{i}").read_text() for i in range(2)]
    assert ranks[0] == ranks[1]
    assert ranks[0].startswith("2 ")
    assert read_newest(tmp_path / "out").state["position"] == TOTAL


@pytest.mark.parametrize(
    ("arguments", "code", "words"),
    [
        (["--config", "none.yaml"], 1, "FILE_MISSING: The configuration none.yaml does not exist."),
        ([], 2, "--config"),
        (["--config", "none.yaml", "--minutes", "-1"], 2, "must be above 0"),
        (["--config", "none.yaml", "--minutes", "soon"], 2, "--minutes"),
    ],
)
def test_options_that_are_wrong(arguments: list[str], code: int, words: str, capsys):
    from training.train import main

    try:
        ended = main(arguments)
    except SystemExit as exit:
        ended = exit.code
    assert ended == code
    assert words in capsys.readouterr().err
