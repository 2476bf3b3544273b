"""
Networks that look at pictures and say what they see: what is common to the classifier of labels and the
reader of factors.
"""

from collections.abc import Iterable

import numpy as np
import torch
import torch.nn.functional as F
from torch import Tensor, nn


class Judge(nn.Module):
    """
    Gives features, in which pictures are compared, and answers by column, of which `columns` names the
    entries in order.
    """

    columns: dict[str, list[str]]
    words: str  # what the features are, for people

    def features(self, images: Tensor) -> Tensor:
        """[n, 3, r, r] in [-1, 1] -> float32 [n, features]"""
        raise NotImplementedError

    def answers(self, features: Tensor) -> dict[str, Tensor]:
        """Column -> float32 [n, entries]"""
        raise NotImplementedError


def fit(images: Tensor, side: int) -> Tensor:
    """[n, 3, r, r] -> [n, 3, side, side]: means of squares downwards, bilinear upwards."""
    size = images.shape[-1]
    if size == side:
        return images
    if size > side:
        return F.avg_pool2d(images, size // side)
    return F.interpolate(images, size=(side, side), mode="bilinear", align_corners=False)


def to_floats(images: np.ndarray) -> Tensor:
    """uint8 [n, 3, r, r] -> float32 in [-1, 1], channels last."""
    # A copy: mapped pictures are not writable.
    x = torch.from_numpy(np.array(images)).to(memory_format=torch.channels_last)
    return x.to(torch.float32).div_(127.5).sub_(1)


@torch.inference_mode()
def look(judge: Judge, batches: Iterable[Tensor]) -> tuple[dict[str, np.ndarray], np.ndarray]:
    """@returns answers by column, float32 [n, entries]; features, float32 [n, features]"""
    judge.eval()
    found: dict[str, list[np.ndarray]] = {column: [] for column in judge.columns}
    features = []
    for images in batches:
        f = judge.features(images)
        features.append(f.cpu().numpy())
        for column, given in judge.answers(f).items():
            found[column].append(given.float().cpu().numpy())
    return {column: np.concatenate(parts) for column, parts in found.items()}, np.concatenate(features)
