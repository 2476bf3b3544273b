"""
Trains the encoder, image -> z, and exports it as a TF.js graph model.

    python -m training.encoder --weights W.safetensors --data data/portraits-128 [--work runs/release]
"""

import sys
from typing import TYPE_CHECKING

from training.release.command import parser, run
from training.run.memory import use_huge_pages

if TYPE_CHECKING:
    from training.release.pipeline import Pipeline


def report(pipeline: "Pipeline") -> None:
    from training.encoder.export import export_encoder

    encoder, facts = pipeline.encoder
    folder = pipeline.work / "encoder" / "tfjs"
    export_encoder(encoder.cpu(), folder)
    if "rendered" in facts:
        for name, r2 in sorted(facts["rendered"].items(), key=lambda item: item[1]):
            print(f"  {name:16} R² {r2:.4f} on held-out pictures, {facts['drawn'][name]:.4f} on samples")
        print(folder / "model.json")
        return
    print(
        f"On {facts['held_out']} held-out samples: cosine {facts['cosine']}, image error "
        f"{facts['image_error']} (unrelated samples: {facts['image_error_unrelated']})"
    )
    print(folder / "model.json")


if __name__ == "__main__":
    use_huge_pages()
    sys.exit(run(parser("encoder", "Trains and exports the encoder.").parse_args(), report))
