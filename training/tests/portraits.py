"""A small data set with factors: a colour for each half of a picture, and a factor that shows nowhere."""

import hashlib
import io
import json
import zipfile
from pathlib import Path

import numpy as np
from PIL import Image

IDS = ("sky", "ground", "hidden")


def write_portraits(
    folder: Path, size: int = 16, count: int = 160, held_out: int = 32, per_shard: int = 64, seed: int = 0
) -> np.ndarray:
    """@returns the factors, float32 [count, 3]"""
    folder.mkdir(parents=True)
    factors = np.random.default_rng(seed).normal(size=(count, len(IDS))).astype(np.float32)
    shards = []
    for first in range(0, count, per_shard):
        part = factors[first : first + per_shard]
        packed = io.BytesIO()
        with zipfile.ZipFile(packed, "w") as archive:
            for i, row in enumerate(part):
                image = np.full((size, size, 3), 128.0)
                image[: size // 2, :, 0] += 30 * row[0]
                image[size // 2 :, :, 1] += 30 * row[1]
                picture = io.BytesIO()
                pixels = image.round().clip(0, 255).astype(np.uint8)
                Image.fromarray(pixels).save(picture, "WEBP", lossless=True, exact=True)
                archive.writestr(f"{first + i:06d}.webp", picture.getvalue())
            array = io.BytesIO()
            np.save(array, part)
            archive.writestr("factors.npy", array.getvalue())
        name = f"shard-{first // per_shard:04d}.zip"
        (folder / name).write_bytes(packed.getvalue())
        sha = hashlib.sha256(packed.getvalue()).hexdigest()
        shards.append({"file": name, "count": len(part), "sha256": sha})
    table = [{"id": i, "name": i.title(), "low": "low", "high": "high", "group": "Colours"} for i in IDS]
    about = {"recipe": "portraits", "size": size, "count": count, "held_out": held_out, "seed": seed}
    (folder / "dataset.json").write_text(json.dumps({**about, "factors": table, "shards": shards}))
    return factors
