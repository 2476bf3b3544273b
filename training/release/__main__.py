"""
Turns a weights file into the bundle that ships: every stage in order, the conversion, and the page that
describes the model.

    python -m training.release --weights W.safetensors --data DATA --bundle public/models/portraits-128

Finished stages are kept in the work folder and not repeated. The exit code is 0, or 1 with a sentence.
"""

import argparse
import json
import shutil
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any

from training.errors import TrainingError, file_error
from training.release.command import parser, run
from training.run.memory import use_huge_pages

# Where a data set's pictures have the left eye, the right eye and the mouth, by its style or recipe: as
# avataaars draws them, and as `scripts/dataset/portraits/sitter.ts` draws a head that looks straight ahead.
FACES = {
    "avataaars": "0.395,0.426,0.605,0.426,0.5,0.55",
    "portraits": "0.417,0.454,0.583,0.454,0.5,0.611",
}

if TYPE_CHECKING:
    from training.encoder.export import AnyEncoder
    from training.release.card import About
    from training.release.pipeline import Pipeline
    from training.release.portraits import Portraits


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
        help="Markdown with remarks on the samples, for the model card",
    )
    p.add_argument("--title", default="Avatars 128")
    p.add_argument(
        "--docs-name",
        default="model",
        metavar="NAME",
        help="prefix of model-card.md and its pictures (default: model)",
    )
    p.add_argument("--licence", default="Free for personal and commercial use")
    p.add_argument("--source", default="Trained by this project on drawn avatars")
    p.add_argument("--quantize", default="float16", choices=("none", "float16", "uint8"))
    p.add_argument(
        "--growth",
        type=Path,
        metavar="FILE",
        help="growth network of training.growth, for how the model looked while it grew",
    )
    p.add_argument("--default", action="store_true", help="make it the model that the page opens with")
    options = p.parse_args(arguments)
    return run(options, lambda pipeline: release(pipeline, options))


def release(pipeline: "Pipeline | Portraits", options: argparse.Namespace) -> None:
    """
    Makes the bundle and its page.

    @raises TrainingError
    """
    from training.evaluate.run import NEAREST_SHEET, SHEET
    from training.files import make_folder, write_atomic
    from training.release.portraits import Portraits

    remarks = _remarks(options.remarks)
    _check_growth(options)
    if float(pipeline.metadata.get("alpha", "1")) < 1:
        print(
            "These weights were saved while their last resolution was fading in; only its head is used.",
            file=sys.stderr,
        )
    pictures = (f"images/{options.docs_name}-samples.webp", f"images/{options.docs_name}-nearest.webp")
    if isinstance(pipeline, Portraits):
        page, what = put_factors(pipeline, options, remarks, pictures)
    else:
        page, what = put_labels(pipeline, options, remarks, pictures)
    make_folder(options.docs / "images", "The folder for pictures,")
    for name, target in zip((SHEET, NEAREST_SHEET), pictures):
        try:
            shutil.copyfile(pipeline.work / "evaluation" / name, options.docs / target)
        except OSError as error:
            raise file_error(error, "The picture", options.docs / target) from error
    path = options.docs / f"{options.docs_name}-card.md"
    write_atomic(path, page.encode(), "The model card")
    print(f"{options.bundle}: complete, with {what}; {path}")


def put_labels(
    pipeline: "Pipeline", options: argparse.Namespace, remarks: str, pictures: tuple[str, str]
) -> tuple[str, str]:
    """
    Makes the bundle of a model of labels.

    @returns the text of its page; the contents of the bundle, in words
    @raises TrainingError
    """
    from training.attributes.write import directions_json
    from training.release.bundle import DIRECTIONS, put_card
    from training.release.card import card
    from training.release.page import model_card
    from training.release.targets import targets

    evaluation, (vectors, attributes) = pipeline.evaluation, pipeline.attributes
    encoder, encoder_facts = pipeline.encoder
    about, file = _put_network(pipeline, options, encoder)
    found = card(about, pipeline.classifier[1], {**encoder_facts, **file}, attributes, evaluation)
    found["targets"] = targets(found)
    put_card(options.bundle, found, {DIRECTIONS: directions_json(vectors, attributes)})
    return model_card(options.title, found, remarks, pictures), f"{len(attributes['attributes'])} attributes"


def put_factors(
    pipeline: "Portraits", options: argparse.Namespace, remarks: str, pictures: tuple[str, str]
) -> tuple[str, str]:
    """
    Makes the bundle of a model of factors.

    @returns the text of its page; the contents of the bundle, in words
    @raises TrainingError
    """
    from training.release.bundle import CARD, DIRECTIONS, put_card
    from training.release.card import card_of_factors
    from training.release.page_factors import page_of_factors
    from training.release.targets import targets_of_factors
    from training.sliders.write import sliders_json

    factors, (encoder, encoder_facts) = pipeline.factors, pipeline.encoder
    sliders, evaluation = pipeline.sliders, pipeline.evaluation
    about, file = _put_network(pipeline, options, encoder)
    found = card_of_factors(about, pipeline.reader[1], {**encoder_facts, "file": file}, sliders, evaluation)
    directions = sliders_json(pipeline.directions.numpy(), factors, sliders)
    plain = sum(
        path.stat().st_size
        for path in options.bundle.iterdir()
        if path.is_file() and path.name not in (CARD, DIRECTIONS)
    )
    found["bytes"] = {"bundle": plain + len(directions), "encoder": file["bytes"]}
    found["targets"] = targets_of_factors(found)
    put_card(options.bundle, found, {DIRECTIONS: directions})
    return page_of_factors(options.title, found, factors, remarks, pictures), f"{len(factors)} factors"


def _put_network(
    pipeline: "Pipeline | Portraits", options: argparse.Namespace, encoder: "AnyEncoder"
) -> tuple["About", dict[str, Any]]:
    """
    Converts the weights and puts the encoder beside them.

    @returns the beginning of the card; its entry for the encoder's file
    @raises TrainingError
    """
    from training.files import make_folder
    from training.network.layout import export_generator, read_growth
    from training.release.bundle import ENCODER, put_encoder, put_growth
    from training.release.card import About
    from training.release.node import check_encoder, convert

    said = _about(options.data)
    print("bundle: begun", flush=True)
    make_folder(options.bundle.parent, "The folder of bundles,")
    words = ["--title", options.title, "--quantize", options.quantize, "--licence", options.licence]
    words += ["--credit", said["credit"], "--source", options.source]
    if (places := FACES.get(said.get("style", said.get("recipe", "")))) is not None:
        words += ["--faces", places]
    shipped, generator = pipeline.work / "shipped.safetensors", pipeline.generator
    growth = {} if pipeline.weights is None else read_growth(pipeline.weights)
    export_generator(shipped, generator, pipeline.metadata, growth)
    print(convert(shipped, options.bundle, words + (["--default"] if options.default else [])), flush=True)
    if options.growth is not None:
        print(f"growth network: {put_growth(options.bundle, options.growth):,} bytes", flush=True)
    size = put_encoder(options.bundle, encoder.cpu())
    difference = check_encoder(encoder, options.bundle / ENCODER, pipeline.samples.images[:4])
    parameters = sum(
        value.numel()
        for name, value in generator.named_parameters()
        if not name.startswith("rgb.") or name.startswith(f"rgb.{generator.shape.blocks - 1}.")
    )
    about = About(
        options.bundle.name,
        generator.shape,
        parameters,
        pipeline.metadata,
        pipeline.weights_hash,
        pipeline.data,
        said,
    )
    return about, {"bytes": size, "tfjs_difference": difference}


def _check_growth(options: argparse.Namespace) -> None:
    """
    Checks before hours of work that the growth network belongs to the weights.

    @raises TrainingError
    """
    from training.growth.file import read_growth_facts
    from training.network.layout import GROWTH, read_growth
    from training.network.progan import block_of

    if options.growth is None:
        return
    size = read_growth_facts(options.growth)["resolution"]
    if f"{GROWTH}rgb.{block_of(size)}.w" not in read_growth(options.weights):
        raise TrainingError(
            "CONFIG_INVALID",
            f"{options.growth} draws up to {size} px, and {options.weights} has no head as trained at {size} "
            "px. Distil it from the run that trained these weights.",
        )


def _about(data: Path) -> dict:
    """Returns the data set's description, which has already been checked."""
    described = json.loads((data / "dataset.json").read_text("utf8"))
    return {"credit": "not said"} | {
        name: str(described[name]) for name in ("recipe", "style", "credit") if name in described
    }


def _remarks(path: Path | None) -> str:
    if path is None:
        return ""
    try:
        return path.read_text("utf8")
    except OSError as error:
        raise file_error(error, "The remarks", path) from error
    except UnicodeDecodeError as error:
        raise TrainingError("CONFIG_INVALID", f"The remarks {path} are not UTF-8 text.") from error


if __name__ == "__main__":
    use_huge_pages()
    sys.exit(main())
