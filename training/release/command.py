"""The common parts of the commands: their options, their start and their end."""

import argparse
import os
import sys
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

from training.errors import TrainingError

if TYPE_CHECKING:
    from training.release.pipeline import Pipeline
    from training.release.portraits import Portraits
    from training.release.stages import Counts
    from training.run.workers import Workers

WORK = "runs/release"


def parser(name: str, about: str, weights: bool = True) -> argparse.ArgumentParser:
    """Makes a parser with the options of every command. The defaults are for two CPU cores."""
    p = argparse.ArgumentParser(prog=f"python -m training.{name}", description=about)
    if weights:
        p.add_argument(
            "--weights", type=Path, required=True, metavar="FILE", help=".safetensors of training.train"
        )
    p.add_argument(
        "--data", type=Path, required=True, metavar="DIR", help="the data set that it was trained on"
    )
    p.add_argument(
        "--work",
        type=Path,
        default=Path(WORK),
        metavar="DIR",
        help=f"where finished stages are kept (default: {WORK})",
    )
    p.add_argument("--seed", type=_count, default=1)
    p.add_argument("--device", default="auto", help="auto, cpu or cuda")
    p.add_argument("--precision", default="auto", choices=("auto", "float32", "bfloat16"))
    p.add_argument(
        "--threads",
        type=_count,
        default=0,
        help="CPU threads for training (default: one if the machine is busy)",
    )
    p.add_argument(
        "--samples", type=_count, default=20_480, help="samples to draw and label (default: 20480)"
    )
    p.add_argument(
        "--compared", type=_count, default=4096, help="samples and images to compare (default: 4096)"
    )
    p.add_argument(
        "--pairs", type=_count, default=2048, help="pairs for MS-SSIM and path length (default: 2048)"
    )
    p.add_argument("--faces", type=_count, default=1000, help="faces to try edits on (default: 1000)")
    p.add_argument(
        "--classifier-epochs",
        type=_epochs,
        default=6.0,
        help="epochs of the classifier, or of the reader of factors (default: 6)",
    )
    p.add_argument("--encoder-epochs", type=_epochs, default=5.0)
    return p


def run(options: argparse.Namespace, work: Callable[..., object], only: str | None = None) -> int:
    """
    Runs a command.

    @param work is called with the pipeline of the data set
    @param only what the pictures must have, labels or factors; by default either will do
    @returns the exit code: 0, 1 for an explained failure, 130 when stopped by Ctrl-C
    """
    # Threads that spin while waiting slow down a shared machine. PyTorch reads this when it starts them.
    os.environ.setdefault("OMP_WAIT_POLICY", "PASSIVE")
    try:
        from training.release.stages import Counts
        from training.run.workers import start_workers

        counts = Counts(
            options.samples,
            options.compared,
            options.pairs,
            options.faces,
            options.classifier_epochs,
            options.encoder_epochs,
        )
        with start_workers(options.device, options.precision, options.threads or _threads()) as workers:
            work(_pipeline(options, workers, counts, only))
        return 0
    except TrainingError as error:
        print(f"{error.code}: {error}", file=sys.stderr)
        return 1
    except KeyboardInterrupt:
        print(
            "Stopped. Finished stages are kept; run the same command again to continue after them.",
            file=sys.stderr,
        )
        return 130


def _pipeline(
    options: argparse.Namespace, workers: "Workers", counts: "Counts", only: str | None
) -> "Pipeline | Portraits":
    """
    Opens the pipeline that suits the data set.

    @raises TrainingError
    """
    from training.data.manifest import read_manifest
    from training.release.pipeline import Pipeline
    from training.release.portraits import Portraits

    has = "factors" if read_manifest(options.data).factors else "labels"
    if only is not None and has != only:
        raise TrainingError(
            "DATA_INVALID",
            f"The pictures of {options.data} have {has}; this command is for pictures with {only}.",
        )
    kind = Portraits if has == "factors" else Pipeline
    weights = getattr(options, "weights", None)
    return kind(options.data, options.work, workers, counts, options.seed, weights)


def _threads() -> int:
    """
    Returns 1 if other programs keep the machine busy, because several threads that wait for each other are
    then slower than one. Otherwise returns 0, which leaves the number to PyTorch.
    """
    busy = hasattr(os, "getloadavg") and os.getloadavg()[0] > (os.cpu_count() or 1) / 2
    return 1 if busy else 0


def _count(text: str) -> int:
    value = int(text)
    if value < 0:
        raise argparse.ArgumentTypeError(f"must be at least 0, not {text}")
    return value


def _epochs(text: str) -> float:
    value = float(text)
    if not 0 < value < 1e4:
        raise argparse.ArgumentTypeError(f"must be above 0, not {text}")
    return value
