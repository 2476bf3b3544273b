"""The whole evaluation of a generator, and the data set against itself as its floor."""

from pathlib import Path

import numpy as np
from tqdm import tqdm

from training.attributes.table import of_labels
from training.classifier.network import Classifier, look, to_floats
from training.classifier.train import held_out
from training.data import ShardedImages
from training.evaluate.coverage import coverage, shift
from training.evaluate.features import WORDS, frechet, mean_square_distance, path_length
from training.evaluate.msssim import mean_ms_ssim
from training.evaluate.nearest import distances, nearest_distances, save_picture, sheet, thumbnails
from training.evaluate.render import Renderer, ordered
from training.evaluate.samples import Samples
from training.evaluate.swd import descriptors, normalise, swd

COVERED = 2000  # samples among which every value is looked for
SHOWN, NEAREST = 64, 16  # samples on the sheets
SHEET, NEAREST_SHEET = "samples.webp", "nearest.webp"


def evaluate(
    folder: Path,
    samples: Samples,
    renderer: Renderer,
    classifier: Classifier,
    data: ShardedImages,
    compared: int,
    pairs: int,
    seed: int,
) -> dict:
    """
    Writes the two sheets into `folder`.

    @param compared samples, and images of each of the two halves of the data
    @returns the figures, JSON. @raises TrainingError
    """
    side = renderer.side
    images = data.at(side)
    order = np.random.Generator(np.random.Philox(seed)).permutation(len(data))
    halves = [np.sort(order[i * compared : (i + 1) * compared]) for i in (0, 1)]
    mine = samples.images[:compared]
    bar = tqdm(total=100, desc="evaluation", unit="%", mininterval=5)

    def features_of(chosen: np.ndarray) -> np.ndarray:
        parts = [chosen[i : i + 128] for i in range(0, len(chosen), 128)]
        found = ordered(
            parts,
            lambda x: look(classifier, [to_floats(x).to(renderer.workers.device)])[1],
            1 if renderer.cuda else 2,
        )
        return np.concatenate(list(found))

    patches = [
        [normalise(level) for level in descriptors(x, seed)]
        for x in (mine, images[halves[0]], images[halves[1]])
    ]
    bar.update(20)
    model_swd = swd(patches[0], patches[1], side, seed)
    bar.update(15)
    floor_swd = swd(patches[1], patches[2], side, seed)
    del patches
    bar.update(15)
    # The halves are in the data's order, which is that of chance.
    similar, similar_data = mean_ms_ssim(mine, pairs), mean_ms_ssim(images[halves[0]], pairs)
    bar.update(10)
    all_features = features_of(images)
    truth = [all_features[half] for half in halves]
    bar.update(15)
    smooth = path_length(renderer, classifier, pairs, seed)
    bar.update(15)
    small, mine_small = thumbnails(images), thumbnails(mine)
    near_count = min(512, len(mine), len(data))
    near = {
        "pixels": nearest_distances(mine_small, small, near_count),
        "features": nearest_distances(samples.features, all_features, near_count),
        "samples": near_count,
    }
    by_pixels, by_features = (
        distances(mine_small[:NEAREST], small),
        distances(samples.features[:NEAREST], all_features),
    )
    sheet(folder / NEAREST_SHEET, samples.images[:NEAREST], images, by_pixels, by_features)
    save_picture(folder / SHEET, grid(samples.images[:SHOWN]), quality=85)
    covered = coverage(
        samples.probabilities, of_labels(data.labels, classifier.columns), classifier.columns, COVERED
    )
    bar.update(10)
    bar.close()
    return {
        "resolution": side,
        "compared": compared,
        "swd": {
            **model_swd,
            "floor": floor_swd,
            "floor_avg": floor_swd["avg"],
            "ratio": round(model_swd["avg"] / floor_swd["avg"], 2),
        },
        "ms_ssim": {
            "model": similar[0],
            "data": similar_data[0],
            "model_error": similar[1],
            "data_error": similar_data[1],
            "pairs": pairs,
        },
        "frechet": round(frechet(samples.features[:compared], truth[0]), 3),
        "frechet_floor": round(frechet(truth[1], truth[0]), 3),
        "frechet_space": WORDS,
        "path_length": {
            **smooth,
            "pairs": pairs,
            "epsilon": 1e-3,
            "square_distance_data": mean_square_distance(truth[0]),
        },
        "nearest": near,
        "coverage": {**covered, "shift": shift(covered["share"])},
        "held_out_images": len(data) - held_out(len(data)),
    }


def grid(images: np.ndarray, columns: int = 8) -> np.ndarray:
    """uint8 [n, 3, r, r] -> [rows * r, columns * r, 3]"""
    n, _, h, w = images.shape
    rows = -(-n // columns)
    page = np.zeros((rows * columns, h, w, 3), np.uint8)
    page[:n] = images.transpose(0, 2, 3, 1)
    return page.reshape(rows, columns, h, w, 3).transpose(0, 2, 1, 3, 4).reshape(rows * h, columns * w, 3)
