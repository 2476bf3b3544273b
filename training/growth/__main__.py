"""
Distils the growth network of a model from the networks that a run kept at the end of each stage.

    python -m training.growth --run runs/portraits-128 --out training/weights/portraits-128-growth.safetensors

`python -m training.release --growth FILE` puts it into the bundle. The exit code is 0, or 1 with a sentence.
"""

import argparse
import json
import sys
from pathlib import Path

from training.errors import TrainingError
from training.run.memory import use_huge_pages


def main(arguments: list[str] | None = None) -> int:
    p = argparse.ArgumentParser(prog="python -m training.growth", description="Distils the growth network.")
    p.add_argument(
        "--run",
        type=Path,
        required=True,
        metavar="DIR",
        help="a run's out folder, with its stage-*.safetensors",
    )
    p.add_argument("--out", type=Path, required=True, metavar="FILE", help=".safetensors to write")
    p.add_argument("--up-to", type=int, default=32, help="the largest size, in px (default: 32)")
    p.add_argument("--base", type=int, default=640, help="block b has min(base / 2^b, max) channels")
    p.add_argument("--max", type=int, default=72, help="(default: 640 and 72)")
    p.add_argument("--count", type=int, default=32_768, help="latents to learn from (default: 32768)")
    p.add_argument("--steps", type=int, default=4000, help="of 64 latents each (default: 4000)")
    p.add_argument("--measured", type=int, default=2048, help="latents to measure it on (default: 2048)")
    p.add_argument("--seed", type=int, default=1)
    p.add_argument("--precision", default="auto", choices=("auto", "float32", "bfloat16"))
    p.add_argument("--threads", type=int, default=0, help="CPU threads (default: PyTorch's choice)")
    options = p.parse_args(arguments)
    try:
        make(options)
    except TrainingError as error:
        print(f"{error.code}: {error}", file=sys.stderr)
        return 1
    return 0


def make(options: argparse.Namespace) -> None:
    """
    Trains, measures and writes the network.

    @raises TrainingError
    """
    from training.growth.distil import differences, distil, round_to_codes
    from training.growth.file import read_teachers, write_growth_network
    from training.run.workers import start_workers

    teachers, facts = read_teachers(options.run, options.up_to)
    with start_workers("cpu", options.precision, options.threads) as workers:
        student = distil(
            *(teachers, options.base, options.max, options.count, options.steps, options.seed, workers),
            lambda step, loss: print(f"{step:,} of {options.steps:,} steps: {loss:.4f}", flush=True),
        )
        round_to_codes(student)
        found = differences(teachers, student, options.measured, options.seed)
    write_growth_network(options.out, student, {**facts, "difference": found})
    print(f"{options.out}: differences in levels of 255: {json.dumps(found)}")


if __name__ == "__main__":
    use_huge_pages()
    sys.exit(main())
