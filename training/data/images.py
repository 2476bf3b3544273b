"""
Reads a data set from disk, as `npm run dataset` writes it: `dataset.json`, shards of pictures, and
`labels.csv` where pictures have labels. Decoded images are kept in `cache/` beside them and memory-mapped
from there.
"""

import csv
import os
from functools import cached_property
from pathlib import Path

import numpy as np
from numpy.lib.format import write_array_header_1_0

from training.data.manifest import AGAIN, read_manifest
from training.data.shards import decode_factors, decode_pictures, read_shard
from training.errors import TrainingError, file_error


class ShardedImages:
    """
    A data set. `hash` identifies its contents, `size` is the side of a picture in pixels, and the first
    `trained` pictures are those that training may see. Nothing is decoded until `images` is used.

    @raises TrainingError when something is missing or damaged
    """

    def __init__(self, folder: str | Path):
        self.folder = Path(folder)
        self.manifest = read_manifest(self.folder)
        self.size, self.count, self.hash = self.manifest.size, self.manifest.count, self.manifest.hash
        self.trained = self.count - self.manifest.held_out
        self._reduced: dict[int, np.ndarray] = {}

    def __len__(self) -> int:
        return self.count

    @cached_property
    def images(self) -> np.ndarray:
        """
        All pictures, uint8 [count, 3, size, size], memory-mapped, and decoded at the first use.

        @raises TrainingError
        """
        for shard in self.manifest.shards:
            read_shard(self.folder, shard)
        cache = self.folder / "cache"
        path = cache / f"images-{self.size}-{self.hash[:16]}.npy"
        try:
            cached = np.load(path, mmap_mode="r")
            if cached.shape == (self.count, 3, self.size, self.size) and cached.dtype == np.uint8:
                return cached
        except (OSError, ValueError, EOFError):
            pass  # missing or cut off
        temporary = path.with_name(f"{path.name}.{os.getpid()}.part")
        try:
            cache.mkdir(exist_ok=True)
            # Written, not mapped: if the disk fills up under a mapping, the process dies without a message.
            with open(temporary, "wb") as out:
                shape = (self.count, 3, self.size, self.size)
                write_array_header_1_0(out, {"descr": "|u1", "fortran_order": False, "shape": shape})
                for shard in self.manifest.shards:
                    out.write(decode_pictures(self.folder, self.manifest, shard).data)
            os.replace(temporary, path)
            return np.load(path, mmap_mode="r")
        except OSError as error:
            raise file_error(error, "The decoded data set", path) from error
        finally:
            temporary.unlink(missing_ok=True)

    def load(self) -> None:
        """
        Decodes the pictures now, unless they have been decoded before.

        @raises TrainingError
        """
        _ = self.images

    def at(self, resolution: int) -> np.ndarray:
        """
        Returns all pictures at a lower resolution, uint8 [count, 3, resolution, resolution]: rounded means
        over squares. One lower resolution is kept in memory at a time.
        """
        if resolution == self.size:
            return self.images
        if resolution not in self._reduced:
            k = self.size // resolution
            if k < 1:
                raise TrainingError(
                    "DATA_INVALID",
                    f"The images of {self.folder} have {self.size} px, fewer than the {resolution} px "
                    "needed.",
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
    def factors(self) -> np.ndarray:
        """
        The factors of every picture, float32 [count, factors].

        @raises TrainingError where pictures have labels instead
        """
        if not self.manifest.factors:
            raise TrainingError(
                "DATA_INVALID",
                f"The pictures of {self.folder} have labels, not factors; factors need --recipe portraits.",
            )
        return np.concatenate([decode_factors(self.folder, self.manifest, s) for s in self.manifest.shards])

    @cached_property
    def labels(self) -> dict[str, list[str]]:
        """
        The labels: for each column one value per image, in the order of the images.

        @raises TrainingError where pictures have factors instead
        """
        if self.manifest.factors:
            raise TrainingError(
                "DATA_INVALID",
                f"The pictures of {self.folder} have factors, not labels; labels need --recipe avatars.",
            )
        path = self.folder / "labels.csv"
        try:
            with open(path, encoding="utf8", newline="") as file:
                rows = list(csv.DictReader(file))
        except OSError as error:
            raise file_error(error, "The labels", path) from error
        except (csv.Error, UnicodeDecodeError) as error:
            raise TrainingError("DATA_INVALID", f"{path} is not a table: {error}. {AGAIN}") from error
        if len(rows) != self.count or any(row.get("index") != str(i) for i, row in enumerate(rows)):
            raise TrainingError(
                "DATA_INVALID", f"{path} must have a column named index with 0 to {self.count - 1} in order."
            )
        ragged = [i for i, row in enumerate(rows) if None in row or None in row.values()]
        if ragged:
            raise TrainingError(
                "DATA_INVALID", f"{path} has more or fewer values than columns at {ragged[0]}."
            )
        return {name: [row[name] for row in rows] for name in rows[0] if name != "index"}
