"""Finds the training images nearest to a sample, to show whether the generator draws or copies."""

import io
from pathlib import Path

import numpy as np
import torch
from PIL import Image

from training.files import write_atomic
from training.network.judge import fit, to_floats

SIDE = 32  # px at which pictures are compared
EACH = 3


def distances(a: np.ndarray, b: np.ndarray) -> np.ndarray:
    """Returns Euclidean distances, float32 [n, m], of a [n, d] and b [m, d]."""
    x, y = torch.from_numpy(a), torch.from_numpy(b)
    return torch.cdist(x, y).numpy()


def thumbnails(images: np.ndarray) -> np.ndarray:
    """Scales pictures uint8 [n, 3, r, r] to 32 px, float32 [n, 3 * 32 * 32] in [-1, 1]."""
    parts = [
        fit(to_floats(images[i : i + 256]), min(SIDE, images.shape[-1])).flatten(1)
        for i in range(0, len(images), 256)
    ]
    return torch.cat(parts).numpy()


def nearest_distances(model: np.ndarray, data: np.ndarray, count: int) -> dict[str, float]:
    """
    Returns the median distance to the nearest image of the data: from `count` samples, and from `count`
    images of the data to all others.

    @param count at most the number of either
    """
    others = distances(data[:count], data)
    others[np.arange(count), np.arange(count)] = np.inf
    return {
        "model": round(float(np.median(distances(model[:count], data).min(axis=1))), 3),
        "data": round(float(np.median(others.min(axis=1))), 3),
    }


def sheet(
    path: Path, samples: np.ndarray, data: np.ndarray, by_pixels: np.ndarray, by_features: np.ndarray
) -> None:
    """
    Draws two samples per row, each followed by the three images nearest to it by pixels and the three nearest
    by features.

    @param samples, data uint8 [n, 3, r, r]
    @param by_pixels, by_features distances [n, m]
    """
    side = samples.shape[-1]
    gap, wide = side // 8, 1 + 2 * EACH
    block = wide * side + 3 * gap
    rows = (len(samples) + 1) // 2
    page = np.full((rows * (side + gap) + gap, 2 * block + gap, 3), 255, np.uint8)
    for i, sample in enumerate(samples):
        y, x = gap + i // 2 * (side + gap), gap + i % 2 * block
        near = [np.argsort(d[i])[:EACH] for d in (by_pixels, by_features)]
        pictures = [sample, *(data[k] for group in near for k in group)]
        for j, picture in enumerate(pictures):
            left = x + j * side + (j > 0) * gap + (j > EACH) * gap // 2
            page[y : y + side, left : left + side] = picture.transpose(1, 2, 0)
    save_picture(path, page)


def save_picture(path: Path, page: np.ndarray, quality: int = 80) -> None:
    """
    Writes a picture uint8 [h, w, 3] as WebP or PNG, depending on its name.

    @raises TrainingError
    """
    out = io.BytesIO()
    if path.suffix == ".webp":
        Image.fromarray(page).save(out, "WEBP", quality=quality, method=6)
    else:
        Image.fromarray(page).save(out, "PNG", optimize=True)
    write_atomic(path, out.getvalue(), "The picture")
