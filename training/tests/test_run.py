"""Whole runs of a tiny network."""

import json
import os
import subprocess
import sys
import time
from pathlib import Path

import pytest
import torch
import yaml
from PIL import Image
from safetensors.torch import load_file

from training.checkpoint import NEWEST, PREVIOUS, read_newest
from training.errors import TrainingError
from training.layout import read_generator
from training.loop import Run
from training.randomness import latents
from training.sheet import to_bytes
from training.stopping import Stopping
from training.tests.conftest import CPU, tiny, tiny_config
from training.tests.dataset import write_dataset

ROOT = Path(__file__).parents[2]
TOTAL = 160  # images of the tiny schedule


def train(dataset: Path, out: Path, resume: bool = False, accept: bool = False, **changes: object) -> Run:
    run = Run(tiny_config(dataset, out, **changes), CPU, resume, accept)
    run.train(Stopping(None))
    return run


def command(config: Path, *arguments: str, launcher: tuple[str, ...] = ("-m",)) -> list[str]:
    return [sys.executable, *launcher, "training.train", "--config", str(config), *arguments]


def written(tmp_path: Path, dataset: Path, **changes: object) -> Path:
    """The tiny configuration as a file; its results go to `out` beside it."""
    path = tmp_path / "tiny.yaml"
    path.write_text(yaml.safe_dump(tiny(dataset, tmp_path / "out", **changes)))
    return path


def same(a: dict[str, torch.Tensor], b: dict[str, torch.Tensor]) -> bool:
    return a.keys() == b.keys() and all(torch.equal(a[name], b[name]) for name in a)


@pytest.fixture(scope="module")
def whole(dataset: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder of a run that nothing interrupted."""
    out = tmp_path_factory.mktemp("whole") / "out"
    train(dataset, out)
    return out


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
    shown = torch.tensor(
        list(sheet.resize((128, 128), Image.Resampling.NEAREST).crop((0, 0, 16, 16)).get_flattened_data())
    )
    assert (shown.reshape(16, 16, 3) - torch.from_numpy(first)).abs().max() <= 1
    notes = [json.loads(line) for line in (whole / "log.jsonl").read_text().splitlines()]
    assert notes[-1]["position"] == TOTAL
    assert notes[-1]["resolution"] == 16


def test_the_same_seed_trains_the_same_weights_and_another_one_others(
    dataset: Path, tmp_path: Path, whole: Path
):
    again = train(dataset, tmp_path / "again").networks.tensors()
    assert same(again, load_file(whole / NEWEST))
    other = train(dataset, tmp_path / "other", seed=2).networks.tensors()
    assert not torch.equal(other["generator.c0.0.w"], again["generator.c0.0.w"])


class After(Stopping):
    """Ends after a number of steps."""

    def __init__(self, steps: int):
        super().__init__(None)
        self.steps = steps

    def asked(self) -> bool:
        self.steps -= 1
        self.reason = "the test" if self.steps <= 0 else None
        return self.reason is not None


def test_a_run_in_pieces_is_bit_for_bit_the_run_in_one(dataset: Path, tmp_path: Path, whole: Path):
    """Pieces end within fading, at the border of stages, and within a stage."""
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


def test_the_average_follows_the_generator_with_its_half_life(dataset: Path, tmp_path: Path):
    run = Run(tiny_config(dataset, tmp_path / "out", ema_half_life=8), CPU, False)
    n = run.networks
    run.seen = 10_000
    before = n.ema.c0[0].w.clone()
    run.train(After(1))
    # A batch of 8 is one half-life: half of the way.
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
    with pytest.raises(TrainingError, match="different are: gamma"):
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
    with pytest.raises(TrainingError, match="no numbers any more") as caught:
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


def test_the_command_ends_at_its_time_limit_and_goes_on_after_it(dataset: Path, tmp_path: Path, whole: Path):
    """Of the schedule a part, by the limit; then the rest; together what an uninterrupted run gives."""
    config = written(tmp_path, dataset)
    limited = subprocess.run(command(config, "--minutes", "0.0001"), cwd=ROOT, capture_output=True, text=True)
    assert limited.returncode == 0, limited.stderr
    assert "Ended by the time limit: 8 of 160 images" in limited.stdout
    rest = subprocess.run(command(config, "--resume"), cwd=ROOT, capture_output=True, text=True)
    assert rest.returncode == 0, rest.stderr
    assert "The schedule is done: 160 of 160 images" in rest.stdout
    assert same(load_file(tmp_path / "out" / NEWEST), load_file(whole / NEWEST))


def test_being_killed_again_and_again_changes_nothing(dataset: Path, tmp_path: Path, whole: Path):
    """SIGKILL in the middle of writes and steps: with a checkpoint at every step it is nearly always writing."""
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
    """A limit on the size of files stands for the full disk: the write fails half way."""
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
    """With torchrun and gloo. The first process alone writes; both say a digest of their weights."""
    config = written(tmp_path, dataset)
    script = tmp_path / "ranks.py"
    script.write_text(
        "import hashlib, sys\n"
        "from pathlib import Path\n"
        "from training.config import read_config\n"
        "from training.loop import Run\n"
        "from training.stopping import Stopping\n"
        "from training.workers import start_workers\n"
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
