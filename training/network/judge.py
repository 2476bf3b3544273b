"""
The common base of the classifier of labels and the reader of factors, networks that look at pictures and
answer questions about them.
"""

from collections.abc import Iterable

import numpy as np
import torch
import torch.nn.functional as F
from torch import Tensor, nn


class Judge(nn.Module):
    """
    A network that computes features, for comparing pictures, and answers by column. `columns` names the
    entries of each column.
    """

    columns: dict[str, list[str]]
    words: str  # a description of the features

    def features(self, images: Tensor) -> Tensor:
        """Computes features of pictures, [n, 3, r, r] in [-1, 1] -> float32 [n, features]."""
        raise NotImplementedError

    def answers(self, features: Tensor) -> dict[str, Tensor]:
        """Computes the answers from features: float32 [n, entries] per column."""
        raise NotImplementedError


def fit(images: Tensor, side: int) -> Tensor:
    """
    Scales pictures [n, 3, r, r] to [n, 3, side, side]: down by means over squares, up by bilinear
    interpolation.
    """
    size = images.shape[-1]
    if size == side:
        return images
    if size > side:
        return F.avg_pool2d(images, size // side)
    return F.interpolate(images, size=(side, side), mode="bilinear", align_corners=False)


def to_floats(images: np.ndarray) -> Tensor:
    """Converts pictures uint8 [n, 3, r, r] to float32 in [-1, 1], channels last."""
    # A copy: mapped pictures are not writable.
    x = torch.from_numpy(np.array(images)).to(memory_format=torch.channels_last)
    return x.to(torch.float32).div_(127.5).sub_(1)


@torch.inference_mode()
def look(judge: Judge, batches: Iterable[Tensor]) -> tuple[dict[str, np.ndarray], np.ndarray]:
    """
    Shows batches of pictures to a judge.

    @returns the answers by column, float32 [n, entries]; the features, float32 [n, features]
    """
    judge.eval()
    found: dict[str, list[np.ndarray]] = {column: [] for column in judge.columns}
    features = []
    for images in batches:
        f = judge.features(images)
        features.append(f.cpu().numpy())
        for column, given in judge.answers(f).items():
            found[column].append(given.float().cpu().numpy())
    return {column: np.concatenate(parts) for column, parts in found.items()}, np.concatenate(features)
