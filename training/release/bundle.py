"""
Adds directions, card, encoder and growth network to a converted model, and enters them in `zscape.json` and
the catalogue.
"""

import hashlib
import json
import shutil
import tempfile
from collections.abc import Callable
from pathlib import Path

from training.encoder.export import AnyEncoder, export_encoder
from training.errors import TrainingError, file_error
from training.files import write_atomic
from training.growth.file import read_growth_facts
from training.release.node import convert

DIRECTIONS, CARD, ENCODER, GROWTH = "directions.json", "card.json", "encoder", "growth"
MANIFEST = "zscape.json"
EXTRA = (DIRECTIONS, CARD)


def put_encoder(bundle: Path, encoder: AnyEncoder) -> int:
    """
    Writes the encoder into a bundle and returns its size in bytes.

    @raises TrainingError
    """
    folder = bundle / ENCODER
    try:
        shutil.rmtree(folder, ignore_errors=True)
        export_encoder(encoder, folder)
        return sum(path.stat().st_size for path in folder.iterdir())
    except OSError as error:
        raise file_error(error, "The encoder's folder", folder) from error


def put_card(bundle: Path, card: dict, files: dict[str, bytes]) -> None:
    """
    Does the same as `put_files`, with the card as one of the files.

    @raises TrainingError
    """
    text = json.dumps(card, indent=1, ensure_ascii=False) + "\n"
    put_files(bundle, {**files, CARD: text.encode()})


def put_files(bundle: Path, files: dict[str, bytes]) -> None:
    """
    Writes `directions.json` and `card.json` into a bundle and lists them in its manifest and in the
    catalogue's size. Run again, it replaces them.

    @raises TrainingError
    """

    def enter(manifest: dict) -> None:
        listed = [f for f in manifest["files"] if f["path"] not in EXTRA]
        for name, data in files.items():
            write_atomic(bundle / name, data, "The bundle's file")
            listed.append({"path": name, "bytes": len(data), "sha256": hashlib.sha256(data).hexdigest()})
        manifest["files"] = listed
        if DIRECTIONS in files:
            manifest["directions"] = DIRECTIONS
        if CARD in files:
            manifest["card"] = CARD

    _change(bundle, enter)


def put_growth(bundle: Path, weights: Path) -> int:
    """
    Converts a growth network (training.growth), in 8 bits, into a bundle's folder `growth`.

    @returns its size in bytes
    @raises TrainingError
    """
    about = read_growth_facts(weights)
    with tempfile.TemporaryDirectory() as temporary:
        made = Path(temporary) / GROWTH
        # Nobody drags its pictures, so it needs no preview heads.
        title = f"{bundle.name}, while it grew"
        convert(weights, made, ["--quantize", "uint8", "--calibrate", "none", "--title", title])
        manifest = _json(made / MANIFEST)
        # Nobody chooses this network from a list.
        picture = manifest.pop("preview", None)
        manifest["files"] = [f for f in manifest["files"] if f["path"] != picture]
        folder = bundle / GROWTH
        try:
            shutil.rmtree(folder, ignore_errors=True)
            folder.mkdir()
            for file in manifest["files"]:
                shutil.copyfile(made / file["path"], folder / file["path"])
        except OSError as error:
            raise file_error(error, "The growth network's folder", folder) from error
        # It counts: all that growth adds to a model has to stay small.
        text = json.dumps(manifest, separators=(",", ":"), ensure_ascii=False) + "\n"
        write_atomic(folder / MANIFEST, text.encode(), "The growth network's manifest")
    _change(bundle, lambda manifest: manifest.update(growthNetwork=about))
    return sum(path.stat().st_size for path in folder.iterdir())


def _change(bundle: Path, change: Callable[[dict], None]) -> None:
    """Changes a bundle's manifest, and its size in the catalogue."""
    manifest_path, index_path = bundle / MANIFEST, bundle.parent / "index.json"
    manifest, index = _json(manifest_path), _json(index_path)
    before = _size(manifest_path, manifest)
    change(manifest)
    write_atomic(manifest_path, _text(manifest), "The bundle's manifest")
    grown = _size(manifest_path, manifest) - before
    for entry in index["models"]:
        if entry["id"] == manifest["id"]:
            entry["bytes"] += grown
    write_atomic(index_path, _text(index), "The catalogue")


def _size(path: Path, manifest: dict) -> int:
    return path.stat().st_size + sum(f["bytes"] for f in manifest["files"])


def _json(path: Path) -> dict:
    try:
        return json.loads(path.read_text("utf8"))
    except OSError as error:
        raise file_error(error, "The bundle's", path) from error
    except ValueError as error:
        raise TrainingError("BUNDLE_INVALID", f"{path} is not JSON. Convert the model again.") from error


def _text(value: dict) -> bytes:
    return (json.dumps(value, indent=2, ensure_ascii=False) + "\n").encode()
