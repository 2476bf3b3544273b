"""
Trains the attribute classifier on a data set's labels and reports its accuracy on pictures that it has not
seen.

    python -m training.classifier --data data/avataaars-128 [--work runs/release]
"""

import sys
from typing import TYPE_CHECKING

from training.release.command import parser, run
from training.run.memory import use_huge_pages

if TYPE_CHECKING:
    from training.release.pipeline import Pipeline


def report(pipeline: "Pipeline") -> None:
    _, facts = pipeline.classifier
    print(f"On {facts['held_out']:,} held-out pictures (accuracy, balanced accuracy, share that has it):")
    for key, a in facts["attributes"].items():
        print(f"  {key:14} {a['accuracy']:.4f} {a['balanced']:.4f} {a['share']:.3f}")
    for column, share in facts["columns"].items():
        print(f"  {column:18} {share:.4f}")
    print(pipeline.work / "classifier" / "classifier.safetensors")


if __name__ == "__main__":
    use_huge_pages()
    sys.exit(
        run(
            parser("classifier", "Trains the attribute classifier.", weights=False).parse_args(),
            report,
            "labels",
        )
    )
