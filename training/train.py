"""
Trains a Progressive GAN.

    python -m training.train --config training/configs/portraits-128.yaml [--minutes M] [--resume]
    torchrun --nproc-per-node 4 -m training.train --config ...

The exit code is 0 when the schedule is done, the time is up, or SIGTERM or SIGINT requested an end (a
checkpoint is written then), and 1 with a sentence when something went wrong.
"""

import argparse
import os
import sys
import time
from contextlib import nullcontext
from pathlib import Path

from training.errors import TrainingError
from training.run.memory import use_huge_pages


def main(arguments: list[str] | None = None) -> int:
    started = time.monotonic()
    options = _parse(arguments)
    # Threads that spin while waiting slow down a shared machine. PyTorch reads this when it starts them.
    os.environ.setdefault("OMP_WAIT_POLICY", "PASSIVE")
    try:
        # PyTorch is imported only now: it takes seconds, and a wrong option should fail faster.
        from training.files import make_folder, only_one
        from training.run.config import read_config
        from training.run.loop import Run
        from training.run.precision import settle
        from training.run.stopping import Stopping
        from training.run.workers import start_workers

        config = read_config(options.config)
        out = make_folder(Path(config.out), "The folder for results,")
        with (
            start_workers(config.device, config.precision, config.threads) as workers,
            only_one(out) if workers.first else nullcontext(),
            Stopping(options.minutes, started) as stopping,
        ):
            run = Run(config, settle(config, workers), options.resume, options.accept_changes)
            ended = run.train(stopping)
            if workers.first:
                why = "The schedule is done" if ended is None else f"Ended by {ended}"
                print(f"{why}: {run.position:,} of {run.schedule.total:,} images; {run.out}")
        return 0
    except ModuleNotFoundError as error:
        if (error.name or "").startswith("training"):
            raise
        print(
            f"MODULE_MISSING: Python has no {error.name}. Run: pip install -r training/requirements.txt",
            file=sys.stderr,
        )
        return 1
    except TrainingError as error:
        print(f"{error.code}: {error}", file=sys.stderr)
        return 1


def _parse(arguments: list[str] | None) -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m training.train", description="Trains a Progressive GAN.")
    parser.add_argument(
        "--config", type=Path, required=True, metavar="FILE", help="YAML, as training/configs/*.yaml"
    )
    parser.add_argument(
        "--minutes", type=_minutes, metavar="M", help="end after M minutes, with a checkpoint"
    )
    parser.add_argument(
        "--resume",
        action="store_true",
        help="continue from the checkpoint in the out folder, if there is one",
    )
    parser.add_argument(
        "--accept-changes",
        action="store_true",
        help="with --resume: continue although schedule, loss or data changed",
    )
    return parser.parse_args(arguments)


def _minutes(text: str) -> float:
    value = float(text)
    if not 0 < value < 1e6:
        raise argparse.ArgumentTypeError(f"must be above 0, not {text}")
    return value


if __name__ == "__main__":
    use_huge_pages()
    sys.exit(main())
