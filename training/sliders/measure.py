"""Measures what sliders do to faces, as the reader sees it."""

import numpy as np
import torch
from torch import Tensor
from tqdm import tqdm

from training.attributes.edits import moved
from training.data.manifest import Factor
from training.evaluate.render import Renderer
from training.evaluate.samples import Samples, draw_latents
from training.network.judge import look
from training.network.layers import pixel_norm
from training.reader.measure import r_squared, rank_correlation
from training.reader.network import COLUMN, Reader

FACES_AT = 7  # faces come from another seed than the samples, so nothing was fitted to them
FOUND = 0.5  # least rank correlation at which the page offers a slider


def measure_sliders(
    samples: Samples,
    renderer: Renderer,
    reader: Reader,
    directions: Tensor,
    factors: tuple[Factor, ...],
    faces: int,
    seed: int,
) -> dict:
    """
    Measures every slider, at a place drawn from N(0, 1) for each of `faces` faces.

    @param directions orthonormal [factors, latent]
    @returns JSON: "faces"; "factors": {name: {"id", "rank", "recall", "spill", "spill_on", "moves"}};
        "spill_median" over all pairs of a slider and another factor. rank: Spearman's correlation between the
        slider's place and the factor read. recall: R² of the factors read from the samples against those
        requested. spill: the most that another factor (spill_on) follows, in its own standard deviations per
        standard deviation of the slider. moves: how much the factor itself follows
    """
    size = renderer.generator.shape.latent
    z = draw_latents(seed + FACES_AT, faces, size)
    reached = pixel_norm(z) @ directions.T
    before = _read(renderer, reader, z)
    spread = before.std(axis=0).clip(min=1e-6)
    places = torch.randn(faces, len(directions), generator=torch.Generator().manual_seed(seed)).numpy()
    asked = samples.z @ directions.T
    recall = r_squared(asked.numpy(), samples.answers[COLUMN])
    found: dict[str, dict] = {}
    others: list[float] = []
    for j, factor in enumerate(tqdm(factors, desc="sliders", unit="slider", mininterval=5)):
        way = places[:, j] - reached[:, j].numpy()
        after = _read(renderer, reader, moved(z, directions[j], torch.from_numpy(way)[:, None]))
        slopes = slopes_of(way, (after - before) / spread)
        rest = np.abs(slopes)
        rest[j] = 0
        others += np.delete(rest, j).tolist()
        found[factor.name] = {
            "id": factor.id,
            "rank": round(rank_correlation(places[:, j], after[:, j]), 4),
            "recall": round(float(recall[j]), 4),
            "spill": round(float(rest.max()), 4),
            "spill_on": factors[int(rest.argmax())].name,
            "moves": round(float(slopes[j]), 4),
        }
    median = float(np.median(others)) if others else 0.0
    return {"faces": faces, "spill_median": round(median, 4), "factors": found}


def slopes_of(way: np.ndarray, change: np.ndarray) -> np.ndarray:
    """Returns the slopes of the least-squares lines from `way` [n] to each column of `change` [n, k], [k]."""
    x = way - way.mean()
    return x @ (change - change.mean(axis=0)) / max(float(x @ x), 1e-12)


def _read(renderer: Renderer, reader: Reader, z: Tensor) -> np.ndarray:
    """Reads the factors of the pictures of z, [n, factors]."""
    reader.to(renderer.workers.device)
    return np.concatenate(list(renderer.each(z, lambda x: look(reader, [x])[0][COLUMN])))
