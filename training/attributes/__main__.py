"""
Finds and measures the directions of all attributes and writes `directions.json`.

    python -m training.attributes --weights W.safetensors --data data/avataaars-128 [--out directions.json]
"""

import sys
from pathlib import Path
from typing import TYPE_CHECKING

from training.release.command import parser, run
from training.run.memory import use_huge_pages

if TYPE_CHECKING:
    from training.release.pipeline import Pipeline


def report(pipeline: "Pipeline", out: Path) -> None:
    from training.attributes.write import directions_json
    from training.files import write_atomic

    vectors, facts = pipeline.attributes
    for a in facts["attributes"].values():
        print(
            f"  {a['name']:14} on {a['success_on']:.3f}  off {a['success_off']:.3f}  step {a['step']:g}  "
            f"{a['method']}"
        )
    write_atomic(out, directions_json(vectors, facts), "The directions")
    print(out)


if __name__ == "__main__":
    use_huge_pages()
    p = parser("attributes", "Finds and measures the directions of all attributes.")
    p.add_argument("--out", type=Path, default=Path("directions.json"), metavar="FILE")
    options = p.parse_args()
    sys.exit(run(options, lambda pipeline: report(pipeline, options.out), "labels"))
