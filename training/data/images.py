"""
A data set on disk, as `npm run dataset` writes it: `dataset.json`, shards of pictures, and `labels.csv`.

`dataset.json` is {"style", "size", "count", "seed", "shards": [{"file", "count", "sha256"}, ...], ...}; each shard is a zip of
`count` lossless pictures of size x size, in the order of their names. Decoded images are kept in `cache/` beside them, from
where they are mapped into memory.
"""

import csv
import hashlib
import io
import json
import os
import zipfile
import zlib
from functools import cached_property
from pathlib import Path

import numpy as np
from numpy.lib.format import write_array_header_1_0
from PIL import Image

from training.errors import TrainingError, file_error
from training.network.progan import RESOLUTIONS

AGAIN = "Make the data set again with npm run dataset."


class ShardedImages:
    """
    `hash` says which images they are (SHA-256 over the shards' hashes), `size` their side in pixels.
    @raises TrainingError when something is missing or damaged; nothing is decoded before `images` is asked for.
    """

    def __init__(self, folder: str | Path):
        self.folder = Path(folder)
        manifest = self.folder / "dataset.json"
        try:
            described = json.loads(manifest.read_text("utf8"))
            self.size = int(described["size"])
            self.count = int(described["count"])
            self.shards = [(str(s["file"]), int(s["count"]), str(s["sha256"])) for s in described["shards"]]
        except OSError as error:
            raise file_error(error, "The data set's", manifest) from error
        except (ValueError, KeyError, TypeError) as error:
            raise TrainingError(
                "DATA_INVALID",
                f"{manifest} describes no data set ({error!r}). Make it again with npm run dataset.",
            ) from error
        if self.size not in RESOLUTIONS:
            raise TrainingError(
                "DATA_INVALID",
                f"{manifest} gives size {self.size}; it must be a power of two from 4 to 1024.",
            )
        if any(count < 1 or Path(file).name != file for file, count, _ in self.shards):
            raise TrainingError(
                "DATA_INVALID", f"{manifest} names an empty shard, or one outside its folder."
            )
        if self.count < 1 or sum(count for _, count, _ in self.shards) != self.count:
            raise TrainingError(
                "DATA_INVALID", f"{manifest} counts {self.count} images, but its shards hold another number."
            )
        text = "\n".join([str(self.size), *(f"{sha} {count}" for _, count, sha in self.shards)])
        self.hash = hashlib.sha256(text.encode()).hexdigest()
        self._reduced: dict[int, np.ndarray] = {}

    def __len__(self) -> int:
        return self.count

    @cached_property
    def images(self) -> np.ndarray:
        """uint8 [count, 3, size, size], mapped into memory, decoded at the first use. @raises TrainingError"""
        for file, _, sha in self.shards:
            self._read(file, sha)
        cache = self.folder / "cache"
        path = cache / f"images-{self.size}-{self.hash[:16]}.npy"
        try:
            cached = np.load(path, mmap_mode="r")
            if cached.shape == (self.count, 3, self.size, self.size) and cached.dtype == np.uint8:
                return cached
        except (OSError, ValueError, EOFError):
            pass  # not there yet, or cut off
        temporary = path.with_name(f"{path.name}.{os.getpid()}.part")
        try:
            cache.mkdir(exist_ok=True)
            # Written, not mapped: a disk that fills up under a mapping ends the process without a word.
            with open(temporary, "wb") as out:
                shape = (self.count, 3, self.size, self.size)
                write_array_header_1_0(out, {"descr": "|u1", "fortran_order": False, "shape": shape})
                for file, count, sha in self.shards:
                    out.write(self._decode(file, count, sha).data)
            os.replace(temporary, path)
            return np.load(path, mmap_mode="r")
        except OSError as error:
            raise file_error(error, "The decoded data set", path) from error
        finally:
            temporary.unlink(missing_ok=True)

    def load(self) -> None:
        """Decodes now what has not been. @raises TrainingError"""
        _ = self.images

    def at(self, resolution: int) -> np.ndarray:
        """
        uint8 [count, 3, resolution, resolution]: means over squares, rounded. One resolution below the data set's own is
        kept in memory at a time.
        """
        if resolution == self.size:
            return self.images
        if resolution not in self._reduced:
            k = self.size // resolution
            if k < 1:
                raise TrainingError(
                    "DATA_INVALID",
                    f"The images of {self.folder} have {self.size} px, fewer than {resolution}.",
                )
            out = np.empty((self.count, 3, resolution, resolution), np.uint8)
            for i in range(0, self.count, 256):
                block = self.images[i : i + 256]
                sums = block.reshape(len(block), 3, resolution, k, resolution, k).sum(
                    axis=(3, 5), dtype=np.uint32
                )
                out[i : i + 256] = (sums + k * k // 2) // (k * k)
            self._reduced = {resolution: out}
        return self._reduced[resolution]

    @cached_property
    def labels(self) -> dict[str, list[str]]:
        """Column -> one value an image, in the images' order."""
        path = self.folder / "labels.csv"
        try:
            with open(path, encoding="utf8", newline="") as file:
                rows = list(csv.DictReader(file))
        except OSError as error:
            raise file_error(error, "The labels", path) from error
        except (csv.Error, UnicodeDecodeError) as error:
            raise TrainingError("DATA_INVALID", f"{path} is no table: {error}. {AGAIN}") from error
        if len(rows) != self.count or any(row.get("index") != str(i) for i, row in enumerate(rows)):
            raise TrainingError(
                "DATA_INVALID", f"{path} must have a column index with 0 to {self.count - 1} in order."
            )
        ragged = [i for i, row in enumerate(rows) if None in row or None in row.values()]
        if ragged:
            raise TrainingError(
                "DATA_INVALID", f"{path} has more or fewer values than columns at {ragged[0]}."
            )
        return {name: [row[name] for row in rows] for name in rows[0] if name != "index"}

    def _read(self, file: str, sha: str) -> bytes:
        """A shard, checked."""
        path = self.folder / file
        try:
            data = path.read_bytes()
        except OSError as error:
            raise file_error(error, "The shard", path) from error
        if hashlib.sha256(data).hexdigest() != sha:
            raise TrainingError(
                "DATA_CORRUPT",
                f"The shard {path} is damaged: its bytes are not those that dataset.json names. {AGAIN}",
            )
        return data

    def _decode(self, file: str, count: int, sha: str) -> np.ndarray:
        """uint8 [count, 3, size, size]"""
        path, data = self.folder / file, self._read(file, sha)
        out = np.empty((count, 3, self.size, self.size), np.uint8)
        name = "its directory"
        try:
            with zipfile.ZipFile(io.BytesIO(data)) as archive:
                names = sorted(archive.namelist())
                if len(names) != count:
                    raise TrainingError(
                        "DATA_CORRUPT",
                        f"The shard {path} holds {len(names)} pictures; dataset.json says {count}. {AGAIN}",
                    )
                for i, name in enumerate(names):
                    with Image.open(io.BytesIO(archive.read(name))) as picture:
                        if picture.size != (self.size, self.size):
                            raise TrainingError(
                                "DATA_CORRUPT",
                                f"{name} in the shard {path} has {picture.width}x{picture.height} px, "
                                f"not {self.size}x{self.size}. {AGAIN}",
                            )
                        out[i] = np.asarray(picture.convert("RGB")).transpose(2, 0, 1)
        except (OSError, SyntaxError, ValueError, zipfile.BadZipFile, zlib.error) as error:
            raise TrainingError(
                "DATA_CORRUPT", f"The shard {path} cannot be read at {name}: {error}. {AGAIN}"
            ) from error
        return out
