"""
From a weights file to the bundle that ships: every stage in order, the conversion, and the pages that describe the model.

    python -m training.release --weights runs/avatars-128/weights.safetensors --data data/avataaars-128 --bundle public/models/avatars-128

Stages that are finished are kept in the work folder and not done again. Ends with 0, or with 1 and a sentence.
"""

import argparse
import json
import shutil
import sys
from pathlib import Path
from typing import TYPE_CHECKING

from training.errors import TrainingError, file_error
from training.release.command import parser, run

if TYPE_CHECKING:
    from training.release.pipeline import Pipeline

SAMPLES, NEAREST = "model-samples.webp", "model-nearest.webp"


def main(arguments: list[str] | None = None) -> int:
    p = parser(
        "release", "Makes the bundle that ships, with attributes, encoder and card, from trained weights."
    )
    p.add_argument(
        "--bundle", type=Path, required=True, metavar="DIR", help="such as public/models/avatars-128"
    )
    p.add_argument(
        "--docs",
        type=Path,
        default=Path("docs"),
        metavar="DIR",
        help="for model-card.md and its pictures (default: docs)",
    )
    p.add_argument(
        "--remarks",
        type=Path,
        metavar="FILE",
        help="Markdown of what was seen in the samples, for the model card",
    )
    p.add_argument("--title", default="Avatars 128")
    p.add_argument("--quantize", default="float16", choices=("none", "float16", "uint8"))
    p.add_argument("--default", action="store_true", help="the model that the page opens with")
    options = p.parse_args(arguments)
    return run(options, lambda pipeline: release(pipeline, options))


def release(pipeline: "Pipeline", options: argparse.Namespace) -> None:
    """@raises TrainingError"""
    from training.attributes.write import directions_json
    from training.evaluate.run import NEAREST_SHEET, SHEET
    from training.files import make_folder, write_atomic
    from training.network.layout import export_generator
    from training.release.bundle import CARD, DIRECTIONS, ENCODER, put_encoder, put_files
    from training.release.card import card
    from training.release.node import check_encoder, convert
    from training.release.page import model_card
    from training.release.targets import targets

    remarks = _remarks(options.remarks)
    if float(pipeline.metadata.get("alpha", "1")) < 1:
        print(
            "These weights were saved while their last resolution faded in; its head is used alone.",
            file=sys.stderr,
        )
    about_data = _about(options.data)
    evaluation = pipeline.evaluation
    vectors, attributes = pipeline.attributes
    encoder, encoder_facts = pipeline.encoder
    print("bundle: begun", flush=True)
    make_folder(options.bundle.parent, "The folder of bundles,")
    credit = about_data["credit"]
    words = [
        "--title",
        options.title,
        "--quantize",
        options.quantize,
        "--licence",
        "Free for personal and commercial use",
        "--credit",
        credit,
    ]
    words += ["--source", "Trained by this project on drawn avatars"] + (
        ["--default"] if options.default else []
    )
    shipped = pipeline.work / "shipped.safetensors"
    export_generator(shipped, pipeline.generator, pipeline.metadata)
    print(convert(shipped, options.bundle, words), flush=True)
    size = put_encoder(options.bundle, encoder.cpu())
    difference = check_encoder(encoder, options.bundle / ENCODER, pipeline.samples.images[:4])
    generator = pipeline.generator
    parameters = sum(
        value.numel()
        for name, value in generator.named_parameters()
        if not name.startswith("rgb.") or name.startswith(f"rgb.{generator.shape.blocks - 1}.")
    )
    found = card(
        options.bundle.name, generator.shape, parameters, pipeline.metadata, pipeline.weights_hash, pipeline.data, about_data,
        pipeline.classifier[1], {**encoder_facts, "bytes": size, "tfjs_difference": difference}, attributes, evaluation,
    )  # fmt: skip
    found["targets"] = targets(found)
    text = (json.dumps(found, indent=1, ensure_ascii=False) + "\n").encode()
    put_files(options.bundle, {DIRECTIONS: directions_json(vectors, attributes), CARD: text})
    images = make_folder(options.docs / "images", "The folder for pictures,")
    for name, target in ((SHEET, SAMPLES), (NEAREST_SHEET, NEAREST)):
        try:
            shutil.copyfile(pipeline.work / "evaluation" / name, images / target)
        except OSError as error:
            raise file_error(error, "The picture", images / target) from error
    page = model_card(options.title, found, remarks, (f"images/{SAMPLES}", f"images/{NEAREST}"))
    write_atomic(options.docs / "model-card.md", page.encode(), "The model card")
    print(
        f"{options.bundle}: whole, with {len(attributes['attributes'])} attributes; {options.docs / 'model-card.md'}"
    )


def _about(data: Path) -> dict:
    """What the data set says of itself; it has been read before."""
    described = json.loads((data / "dataset.json").read_text("utf8"))
    return {name: described.get(name, "not said") for name in ("style", "credit")}


def _remarks(path: Path | None) -> str:
    if path is None:
        return ""
    try:
        return path.read_text("utf8")
    except OSError as error:
        raise file_error(error, "The remarks", path) from error
    except UnicodeDecodeError as error:
        raise TrainingError("CONFIG_INVALID", f"The remarks {path} are not text in UTF-8.") from error


if __name__ == "__main__":
    sys.exit(main())
