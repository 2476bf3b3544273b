"""Measures what a step along a direction does to faces, as the classifier sees it."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import torch
from torch import Tensor

from training.attributes.table import ATTRIBUTES, Attribute, judge
from training.classifier.network import Classifier
from training.evaluate.render import Renderer

LATENTS = "edits"  # random purpose of the faces that edits are tried on; nothing is fitted to them


@dataclass(frozen=True)
class Sight:
    """
    What the classifier sees in faces: whether each has each attribute, and whether that can be judged, both
    bool [faces, attributes].
    """

    has: np.ndarray
    judged: np.ndarray

    def shares(self) -> np.ndarray:
        """
        Returns, for each attribute, the share of faces with it among those that can be judged; 0 where none
        can.
        """
        return (self.has & self.judged).sum(axis=0) / np.maximum(1, self.judged.sum(axis=0))

    def head(self, count: int) -> "Sight":
        return Sight(self.has[:count], self.judged[:count])


class Editor:
    """
    Moves faces and looks at them. Steps are in standard deviations of the prior, like the page's sliders.
    """

    def __init__(self, renderer: Renderer, classifier: Classifier):
        self.renderer = renderer
        self.classifier = classifier

    def see(self, z: Tensor) -> Sight:
        p = self.renderer.judge(z, self.classifier)
        columns = self.classifier.columns
        both = [judge(attribute, p, columns) for attribute in ATTRIBUTES]
        return Sight(
            np.stack([has > 0.5 for has, _ in both], axis=1), np.stack([judged for _, judged in both], axis=1)
        )

    def after(self, z: Tensor, direction: Tensor, deviations: float) -> Sight:
        """Returns what the classifier sees after a step from z [n, latent], each of length sqrt(latent)."""
        return self.see(moved(z, direction, deviations))


def moved(z: Tensor, direction: Tensor, deviations: float | Tensor) -> Tensor:
    """
    Moves latents as the page does: z + a |z| d with a = deviations / sqrt(latent), [n, latent].

    @param deviations one number for all latents, or [n, 1]
    """
    size = z.shape[-1]
    return z + deviations / size**0.5 * z.norm(dim=-1, keepdim=True) * direction


def share_of(sight: Sight, index: int) -> float:
    return float(sight.shares()[index])


def flipped(before: Sight, after: Sight, index: int, to: bool) -> float:
    """
    Returns the share of faces that became `to`, among those judged otherwise before the step and judgeable
    after it.
    """
    was = before.judged[:, index] & (before.has[:, index] != to) & after.judged[:, index]
    return float((after.has[:, index] == to)[was].mean()) if was.any() else 0.0


def share_without(editor: Editor, z: Tensor, direction: Tensor, index: int, deviations: float) -> float:
    """
    Returns the share of faces without the attribute after the opposite step, among those that can be judged;
    0 where none can.
    """
    off = editor.after(z, direction, -deviations)
    judged = off.judged[:, index]
    return float((~off.has[:, index])[judged].mean()) if judged.any() else 0.0


def spill(before: Sight, after: Sight, index: int) -> float:
    """Returns by how much the shares of all other attributes moved, on average."""
    return float(np.abs(np.delete(changes(before, after), index)).mean())


def changes(before: Sight, after: Sight) -> np.ndarray:
    """Returns by how much the share of faces that have each attribute grew, [attributes]."""
    return after.shares() - before.shares()


def in_words(change: np.ndarray, but: int | None, least: float = 0.1, most: int = 4) -> str:
    """
    Puts changes into words, such as "Hat +12 %, Smile −30 %", largest first; empty where nothing moved by
    `least`.
    """
    order = [int(i) for i in np.argsort(-np.abs(change)) if i != but and abs(change[i]) >= least]
    return ", ".join(
        f"{ATTRIBUTES[i].name} {'+' if change[i] > 0 else '−'}{abs(change[i]):.0%}".replace("%", " %")
        for i in order[:most]
    )


def keys(attributes: Sequence[Attribute] = ATTRIBUTES) -> list[str]:
    return [a.key for a in attributes]


def as_bool(values: np.ndarray) -> Tensor:
    return torch.from_numpy(np.ascontiguousarray(values))
