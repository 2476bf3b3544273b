"""A small data set in the layout of `npm run dataset`."""

import hashlib
import io
import json
import zipfile
from pathlib import Path

import numpy as np
from PIL import Image


def write_dataset(
    folder: Path, size: int = 16, count: int = 40, per_shard: int = 16, seed: int = 0
) -> np.ndarray:
    """@returns the images, uint8 [count, 3, size, size]"""
    folder.mkdir(parents=True)
    random = np.random.default_rng(seed)
    coarse = random.integers(0, 256, (count, 3, 4, 4), np.uint8)
    images = np.kron(coarse, np.ones((1, 1, size // 4, size // 4), np.uint8))
    shards = []
    for first in range(0, count, per_shard):
        packed = io.BytesIO()
        part = images[first : first + per_shard]
        with zipfile.ZipFile(packed, "w") as archive:
            for i, image in enumerate(part):
                picture = io.BytesIO()
                Image.fromarray(image.transpose(1, 2, 0)).save(picture, "WEBP", lossless=True, exact=True)
                archive.writestr(f"{first + i:06d}.webp", picture.getvalue())
        name = f"shard-{first // per_shard:04d}.zip"
        (folder / name).write_bytes(packed.getvalue())
        sha = hashlib.sha256(packed.getvalue()).hexdigest()
        shards.append({"file": name, "count": len(part), "sha256": sha})
    about = {"style": "test", "size": size, "count": count, "seed": seed, "shards": shards}
    (folder / "dataset.json").write_text(json.dumps(about))
    rows = "".join(f"{i},{'round' if i % 3 else 'none'}\n" for i in range(count))
    (folder / "labels.csv").write_text("index,glasses\n" + rows)
    return images
