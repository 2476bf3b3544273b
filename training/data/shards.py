"""
Reads one shard of a data set: a zip of lossless pictures and, where pictures have factors, the array
`factors.npy`.
"""

import hashlib
import io
import zipfile
import zlib
from pathlib import Path

import numpy as np
from PIL import Image

from training.data.manifest import AGAIN, Manifest, Shard
from training.errors import TrainingError, file_error

FACTORS = "factors.npy"


def read_shard(folder: Path, shard: Shard) -> bytes:
    """
    Returns the bytes of a shard.

    @raises TrainingError when they do not match the hash in `dataset.json`
    """
    path = folder / shard.file
    try:
        data = path.read_bytes()
    except OSError as error:
        raise file_error(error, "The shard", path) from error
    if hashlib.sha256(data).hexdigest() != shard.sha256:
        raise TrainingError(
            "DATA_CORRUPT",
            f"The shard {path} is damaged: its bytes do not match the hash in dataset.json. {AGAIN}",
        )
    return data


def decode_pictures(folder: Path, manifest: Manifest, shard: Shard) -> np.ndarray:
    """
    Decodes the pictures of a shard in the order of their names, uint8 [count, 3, size, size].

    @raises TrainingError
    """
    path, data, size = folder / shard.file, read_shard(folder, shard), manifest.size
    out = np.empty((shard.count, 3, size, size), np.uint8)
    name = "its directory"
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            _check_recipe(path, archive, manifest)
            names = sorted(name for name in archive.namelist() if name != FACTORS)
            if len(names) != shard.count:
                raise TrainingError(
                    "DATA_CORRUPT",
                    f"The shard {path} holds {len(names)} pictures; dataset.json says {shard.count}. {AGAIN}",
                )
            for i, name in enumerate(names):
                with Image.open(io.BytesIO(archive.read(name))) as picture:
                    if picture.size != (size, size):
                        raise TrainingError(
                            "DATA_CORRUPT",
                            f"{name} in the shard {path} has {picture.width}x{picture.height} px, "
                            f"not {size}x{size}. {AGAIN}",
                        )
                    out[i] = np.asarray(picture.convert("RGB")).transpose(2, 0, 1)
    except (OSError, SyntaxError, ValueError, zipfile.BadZipFile, zlib.error) as error:
        raise _unreadable(path, name, error) from error
    return out


def decode_factors(folder: Path, manifest: Manifest, shard: Shard) -> np.ndarray:
    """
    Decodes the factors of a shard, float32 [count, factors].

    @raises TrainingError
    """
    path, data = folder / shard.file, read_shard(folder, shard)
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            _check_recipe(path, archive, manifest)
            found = np.load(io.BytesIO(archive.read(FACTORS)), allow_pickle=False)
    except (OSError, ValueError, EOFError, zipfile.BadZipFile, zlib.error) as error:
        raise _unreadable(path, FACTORS, error) from error
    wanted = (shard.count, len(manifest.factors))
    if found.shape != wanted or found.dtype.kind != "f":
        raise TrainingError(
            "DATA_CORRUPT",
            f"{FACTORS} in the shard {path} is {found.dtype} {list(found.shape)}; according to "
            "dataset.json it must be "
            f"float32 {list(wanted)}, a row for each picture and a column for each factor. {AGAIN}",
        )
    if not np.isfinite(found).all():
        raise TrainingError(
            "DATA_CORRUPT", f"{FACTORS} in the shard {path} holds values that are not finite numbers. {AGAIN}"
        )
    return found.astype(np.float32)


def _check_recipe(path: Path, archive: zipfile.ZipFile, manifest: Manifest) -> None:
    """
    Checks that a shard has factors if, and only if, its data set has them.

    @raises TrainingError
    """
    if (FACTORS in archive.namelist()) != bool(manifest.factors):
        has = "no factors" if manifest.factors else "factors"
        raise TrainingError(
            "DATA_CORRUPT",
            f"The shard {path} belongs to another recipe: it holds {has}, but dataset.json is of "
            f"{manifest.recipe}. {AGAIN}",
        )


def _unreadable(path: Path, name: str, error: Exception) -> TrainingError:
    return TrainingError("DATA_CORRUPT", f"The shard {path} cannot be read at {name}: {error}. {AGAIN}")
