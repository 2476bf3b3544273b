"""
Measures how good a generator is, with the data set against itself as the floor.

    python -m training.evaluate --weights W.safetensors --data data/portraits-128 [--out figures.json]

The figures are sliced Wasserstein distances, MS-SSIM, Fréchet distance and path length in features,
smoothness of walks and, where pictures have labels, coverage. Two sheets (samples, and their nearest training
images) go to the work folder.
"""

import json
import sys
from pathlib import Path
from typing import TYPE_CHECKING

from training.release.command import parser, run
from training.run.memory import use_huge_pages

if TYPE_CHECKING:
    from training.release.pipeline import Pipeline


def report(pipeline: "Pipeline", out: Path | None) -> None:
    from training.files import write_atomic

    found = pipeline.evaluation
    swd, ms = found["swd"], found["ms_ssim"]
    print(
        f"SWD x1000: {json.dumps({k: v for k, v in swd.items() if k != 'floor'})}; floor "
        f"{json.dumps(swd['floor'])}"
    )
    print(
        f"MS-SSIM {ms['model']} (data {ms['data']}); Fréchet {found['frechet']} (data "
        f"{found['frechet_floor']}); path length {found['path_length']['mean']}"
    )
    print(f"Smoothness: {json.dumps(found['smoothness'])}")
    if "coverage" in found:
        print(f"Values not found: {', '.join(found['coverage']['missing']) or 'none'}")
    print(f"Sheets in {pipeline.work / 'evaluation'}")
    if out is not None:
        write_atomic(out, json.dumps(found, indent=1).encode(), "The figures")


if __name__ == "__main__":
    use_huge_pages()
    p = parser("evaluate", "Measures how good a generator is.")
    p.add_argument("--out", type=Path, metavar="FILE", help="JSON of all figures")
    options = p.parse_args()
    sys.exit(run(options, lambda pipeline: report(pipeline, options.out)))
