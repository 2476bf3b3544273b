"""Measures how well the numbers read agree with the numbers meant."""

import numpy as np


def r_squared(meant: np.ndarray, read: np.ndarray) -> np.ndarray:
    """
    Returns 1 - mean squared error / variance of `meant`, [n, k] -> [k]; 1 is perfect, and 0 no better than
    the mean.
    """
    error = np.square(np.asarray(read, np.float64) - meant).mean(axis=0)
    return 1 - error / np.maximum(np.var(np.asarray(meant, np.float64), axis=0), 1e-12)


def rank_correlation(a: np.ndarray, b: np.ndarray) -> float:
    """
    Returns Spearman's rank correlation of a and b, both [n]; ties get ranks in the order of their appearance.
    """
    one, other = (np.argsort(np.argsort(x, kind="stable"), kind="stable") for x in (a, b))
    return float(np.asarray(np.corrcoef(one, other))[0, 1])
