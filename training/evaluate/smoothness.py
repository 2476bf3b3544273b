"""
Measures whether a small step in latent space is a small step in the picture. It looks at the pictures
themselves, so models of different data can be compared in one table.

    python -m training.evaluate.smoothness --weights W.safetensors [--seed 1]
"""

import argparse
import json
import sys
from pathlib import Path

import torch
from torch import Tensor

from training.data.randomness import latents
from training.evaluate.features import EPSILON, slerp
from training.evaluate.render import Renderer
from training.evaluate.samples import normalised
from training.run.memory import use_huge_pages

WALKS, STEPS = 256, 24


def smoothness(renderer: Renderer, seed: int, walks: int = WALKS, steps: int = STEPS) -> dict[str, float]:
    """
    Measures random slerps. The change between two pictures is the root mean square difference of their bytes
    over 255 (src/latent/change.ts).

    @returns "evenness": by how much the largest step of a walk differs from the walk's mean step, in per cent
        of the latter as on the page, averaged over the walks. "path_mean" and "path_median": mean and median
        of the squared change over the squared length of a step of EPSILON of the way, taken at the beginning
        of every step of every walk; where pictures leap, the mean is many times the median
    """
    size = renderer.generator.shape.latent
    return of_walks(renderer, normalised(latents(seed, "walks", 0, 2 * walks, size)), steps)


def of_walks(renderer: Renderer, ends: Tensor, steps: int = STEPS) -> dict[str, float]:
    """
    Measures slerps between given latents as `smoothness` does.

    @param ends [2 * walks, latent], each of length sqrt(latent): where the walks begin, then where they end
    """
    ends = ends.double()
    walks = len(ends) // 2
    uneven, paths = [], []
    t = torch.linspace(0, 1, steps + 1, dtype=torch.float64)[:, None]
    for a, b in zip(ends[:walks, None], ends[walks:, None]):
        at = slerp(a.expand(steps + 1, -1), b.expand(steps + 1, -1), t)
        near = slerp(a.expand(steps, -1), b.expand(steps, -1), t[:-1] + EPSILON)
        pictures = _pictures(renderer, torch.cat([at, near]).float())
        bytes_ = (pictures[: steps + 1] * 255).round()
        changes = _rms(bytes_[1:], bytes_[:-1]) / 255
        mean = changes.mean()
        uneven.append(float(100 * (changes - mean).abs().max() / mean) if mean > 0 else 0.0)
        paths.append(_rms(pictures[steps + 1 :], pictures[:steps]).square() / EPSILON**2)
    found = torch.cat(paths)
    return {
        "evenness": round(sum(uneven) / len(uneven), 1),
        "path_mean": round(float(found.mean()), 6),
        "path_median": round(float(found.median()), 6),
    }


def _pictures(renderer: Renderer, z: Tensor) -> Tensor:
    """Draws pictures float32 [n, 3, r, r] in 0..1."""
    return torch.cat([(x.cpu() + 1) / 2 for x in renderer.each(z, lambda x: x)])


def _rms(x: Tensor, y: Tensor) -> Tensor:
    """Returns the root mean square difference of each picture, [n]."""
    return (x - y).square().flatten(1).mean(dim=1).sqrt()


def main(arguments: list[str] | None = None) -> int:
    from training.errors import TrainingError
    from training.network.layout import read_generator, round_to_half
    from training.run.workers import start_workers

    p = argparse.ArgumentParser(
        prog="python -m training.evaluate.smoothness", description="Measures how smoothly faces change."
    )
    p.add_argument(
        "--weights", type=Path, required=True, metavar="FILE", help=".safetensors of training.train"
    )
    p.add_argument("--seed", type=int, default=1)
    options = p.parse_args(arguments)
    try:
        generator, _ = read_generator(options.weights)
        round_to_half(generator)
        with start_workers("auto", "float32", 1) as workers:
            print(json.dumps(smoothness(Renderer(generator, workers, exact=True), options.seed)))
        return 0
    except TrainingError as error:
        print(f"{error.code}: {error}", file=sys.stderr)
        return 1


if __name__ == "__main__":
    use_huge_pages()
    sys.exit(main())
