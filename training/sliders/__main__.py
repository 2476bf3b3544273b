"""
Measures the sliders of a model of factors and writes `directions.json`.

    python -m training.sliders --weights W.safetensors --data data/portraits-128 [--out directions.json]
"""

import sys
from pathlib import Path
from typing import TYPE_CHECKING

from training.release.command import parser, run
from training.run.memory import use_huge_pages

if TYPE_CHECKING:
    from training.release.portraits import Portraits


def report(pipeline: "Portraits", out: Path) -> None:
    from training.files import write_atomic
    from training.sliders.write import sliders_json

    facts = pipeline.sliders
    for name, a in sorted(facts["factors"].items(), key=lambda item: item[1]["rank"]):
        print(
            f"  {name:20} rank {a['rank']:.3f}  recall {a['recall']:.3f}  spill {a['spill']:.3f} on "
            f"{a['spill_on']}"
        )
    write_atomic(out, sliders_json(pipeline.directions.numpy(), pipeline.factors, facts), "The directions")
    print(out)


if __name__ == "__main__":
    use_huge_pages()
    p = parser("sliders", "Measures the sliders of a model of factors.")
    p.add_argument("--out", type=Path, default=Path("directions.json"), metavar="FILE")
    options = p.parse_args()
    sys.exit(run(options, lambda pipeline: report(pipeline, options.out), "factors"))
