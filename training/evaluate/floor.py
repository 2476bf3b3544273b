"""
Compares the data set with itself, which shows what a perfect generator would reach. It does not depend on
weights.
"""

from dataclasses import dataclass

import numpy as np
from torch import Tensor

from training.evaluate.features import frechet, mean_square_distance
from training.evaluate.msssim import mean_ms_ssim
from training.evaluate.render import cores, ordered
from training.evaluate.swd import descriptors, normalise, swd
from training.network.judge import Judge, look, to_floats
from training.run.workers import Workers


@dataclass
class Floor:
    """The figures of the data set against itself, and the features of its images."""

    figures: dict  # JSON
    features: np.ndarray  # float32 [images, 128], of every data-set image


def halves(count: int, compared: int, seed: int, first: int = 0) -> list[np.ndarray]:
    """Returns two disjoint sets of `compared` indices from `first` to count - 1, each in order."""
    order = first + np.random.Generator(np.random.Philox(seed)).permutation(count - first)
    return [np.sort(order[i * compared : (i + 1) * compared]) for i in (0, 1)]


def first_compared(count: int, trained: int, compared: int) -> int:
    """
    Returns the first picture to compare with: the first held-out one where enough are held out for two
    halves, otherwise 0.
    """
    return trained if count - trained >= 2 * compared else 0


def measure_floor(
    images: np.ndarray, judge: Judge, workers: Workers, compared: int, pairs: int, seed: int, first: int = 0
) -> Floor:
    """
    Measures the data set against itself.

    @param images uint8 [n, 3, r, r], at least 2 * compared of them
    @param compared images in each of the two disjoint sets
    @param first the index of the first image to take
    """
    side = images.shape[-1]
    chosen = halves(len(images), compared, seed, first)
    patches = [[normalise(level) for level in descriptors(images[half], seed)] for half in chosen]
    distance = swd(patches[0], patches[1], side, seed)
    del patches
    # The halves are in the order of the data set, which is random.
    similar, error = mean_ms_ssim(images[chosen[0]], pairs)
    features = features_of(images, judge, workers)
    one, other = (features[half] for half in chosen)
    return Floor(
        {
            "swd": distance,
            "ms_ssim": similar,
            "ms_ssim_error": error,
            "frechet": round(frechet(other, one), 3),
            "square_distance": mean_square_distance(one),
        },
        features,
    )


def features_of(images: np.ndarray, judge: Judge, workers: Workers) -> np.ndarray:
    """Computes the features of images, uint8 [n, 3, r, r] -> float32 [n, 128]."""
    parts = [images[i : i + 128] for i in range(0, len(images), 128)]

    def work(part: np.ndarray) -> np.ndarray:
        x: Tensor = to_floats(part).to(workers.device)
        return look(judge, [x])[1]

    return np.concatenate(list(ordered(parts, work, 1 if workers.device.type == "cuda" else cores())))
