"""
Trains the reader of factors and reports how well it reads unseen pictures.

    python -m training.reader --data data/portraits-128 [--work runs/release]
"""

import sys
from typing import TYPE_CHECKING

from training.release.command import parser, run
from training.run.memory import use_huge_pages

if TYPE_CHECKING:
    from training.release.portraits import Portraits


def report(pipeline: "Portraits") -> None:
    _, facts = pipeline.reader
    print(f"R² on {facts['held_out']:,} held-out pictures:")
    for name, r2 in sorted(facts["r2"].items(), key=lambda item: item[1]):
        print(f"  {name:16} {r2:.4f}")
    print(pipeline.work / "reader" / "reader.safetensors")


if __name__ == "__main__":
    use_huge_pages()
    sys.exit(
        run(parser("reader", "Trains the reader of factors.", weights=False).parse_args(), report, "factors")
    )
