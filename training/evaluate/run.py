"""Runs the whole evaluation of a generator, with the data set against itself as the floor."""

from pathlib import Path

import numpy as np
from tqdm import tqdm

from training.attributes.table import of_labels
from training.data.images import ShardedImages
from training.evaluate.coverage import coverage, shift
from training.evaluate.features import EPSILON, frechet, path_length
from training.evaluate.floor import Floor, first_compared, halves
from training.evaluate.msssim import mean_ms_ssim
from training.evaluate.nearest import distances, nearest_distances, save_picture, sheet, thumbnails
from training.evaluate.render import Renderer
from training.evaluate.samples import Samples
from training.evaluate.smoothness import smoothness
from training.evaluate.swd import descriptors, normalise, swd
from training.network.judge import Judge

COVERED = 2000  # samples that are searched for every value
NEAR = 512  # samples whose nearest training images are looked up
SHOWN, NEAREST = 64, 16  # samples on the sheets
SHEET, NEAREST_SHEET = "samples.webp", "nearest.webp"


def evaluate(
    folder: Path,
    samples: Samples,
    floor: Floor,
    renderer: Renderer,
    judge: Judge,
    data: ShardedImages,
    compared: int,
    pairs: int,
    seed: int,
) -> dict:
    """
    Measures a generator and writes the two sheets into `folder`.

    @param compared the number of samples, and of data-set images; the floor must have the same
    @returns the figures, JSON
    @raises TrainingError
    """
    side = renderer.side
    images = data.at(side)
    half = halves(len(data), compared, seed, first_compared(len(data), data.trained, compared))[0]
    mine = samples.images[:compared]
    with tqdm(total=100, desc="evaluation", unit="%", mininterval=5) as bar:
        patches = [[normalise(level) for level in descriptors(x, seed)] for x in (mine, images[half])]
        bar.update(20)
        distance = swd(patches[0], patches[1], side, seed)
        del patches
        bar.update(30)
        similar, error = mean_ms_ssim(mine, pairs)
        bar.update(10)
        smooth = path_length(renderer, judge, pairs, seed)
        bar.update(20)
        even = smoothness(renderer, seed)
        bar.update(10)
        near = _nearest(folder, samples, floor, images[: data.trained], compared)
        save_picture(folder / SHEET, grid(samples.images[:SHOWN]), quality=85)
        bar.update(10)
    known = floor.figures
    return {
        "resolution": side,
        "compared": compared,
        "swd": {
            **distance,
            "floor": known["swd"],
            "floor_avg": known["swd"]["avg"],
            "ratio": round(distance["avg"] / max(known["swd"]["avg"], 1e-9), 2),
        },
        "ms_ssim": {
            "model": similar,
            "data": known["ms_ssim"],
            "model_error": error,
            "data_error": known["ms_ssim_error"],
            "pairs": pairs,
        },
        "frechet": round(frechet(samples.features[:compared], floor.features[half]), 3),
        "frechet_floor": known["frechet"],
        "frechet_space": judge.words,
        "path_length": {
            **smooth,
            "pairs": pairs,
            "epsilon": EPSILON,
            "square_distance_data": known["square_distance"],
        },
        "smoothness": even,
        "nearest": near,
    }


def covered(samples: Samples, data: ShardedImages, columns: dict[str, list[str]]) -> dict:
    """
    Measures whether every value of every label is drawn, for a data set with labels
    (training.evaluate.coverage).
    """
    found = coverage(samples.answers, of_labels(data.labels, columns), columns, COVERED)
    return {**found, "shift": shift(found["share"])}


def _nearest(folder: Path, samples: Samples, floor: Floor, images: np.ndarray, compared: int) -> dict:
    """Writes the sheet of nearest images and returns medians of distances, by pixels and by features."""
    small, mine_small = thumbnails(images), thumbnails(samples.images[:compared])
    count = min(NEAR, compared, len(images))
    by_pixels = distances(mine_small[:NEAREST], small)
    known = floor.features[: len(images)]
    by_features = distances(samples.features[:NEAREST], known)
    sheet(folder / NEAREST_SHEET, samples.images[:NEAREST], images, by_pixels, by_features)
    return {
        "pixels": nearest_distances(mine_small, small, count),
        "features": nearest_distances(samples.features, known, count),
        "samples": count,
    }


def grid(images: np.ndarray, columns: int = 8) -> np.ndarray:
    """Arranges pictures uint8 [n, 3, r, r] in one, [rows * r, columns * r, 3]."""
    n, _, h, w = images.shape
    rows = -(-n // columns)
    page = np.zeros((rows * columns, h, w, 3), np.uint8)
    page[:n] = images.transpose(0, 2, 3, 1)
    return page.reshape(rows, columns, h, w, 3).transpose(0, 2, 1, 3, 4).reshape(rows * h, columns * w, 3)
