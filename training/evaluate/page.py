"""
Measures given latents, for comparison with the page's own figures of the same latents
(bench/measure/measure.ts).

    python -m training.evaluate.page --weights W.safetensors --samples Z.npy --ends ENDS.npy
"""

import argparse
import json
import sys
from pathlib import Path

import numpy as np
import torch
from torch import Tensor

from training.evaluate.msssim import mean_ms_ssim
from training.evaluate.render import Renderer
from training.evaluate.samples import normalised
from training.evaluate.smoothness import of_walks
from training.run.memory import use_huge_pages
from training.run.sheet import to_bytes


def measure(renderer: Renderer, samples: Tensor, ends: Tensor) -> dict[str, float]:
    """
    Returns MS-SSIM with its standard error and the figures of smoothness.

    @param samples [2 * pairs, latent]; sample i is compared with sample i + pairs
    @param ends [2 * walks, latent]: where the walks begin, then where they end
    """
    images = np.concatenate(list(renderer.each(normalised(samples), lambda x: to_bytes(x).numpy())))
    mean, error = mean_ms_ssim(images, len(images) // 2)
    return {"ms_ssim": mean, "ms_ssim_error": error, **of_walks(renderer, normalised(ends))}


def main(arguments: list[str] | None = None) -> int:
    from training.errors import TrainingError, file_error
    from training.network.layout import read_generator, round_to_half
    from training.run.workers import start_workers

    p = argparse.ArgumentParser(
        prog="python -m training.evaluate.page", description="Measures given latents as the page does."
    )
    for name, what in (
        ("weights", ".safetensors of training.train"),
        ("samples", "latents of pairs, float32 [2 * pairs, latent] as .npy"),
        ("ends", "ends of walks, float32 [2 * walks, latent] as .npy"),
    ):
        p.add_argument(f"--{name}", type=Path, required=True, metavar="FILE", help=what)
    options = p.parse_args(arguments)
    try:
        generator, _ = read_generator(options.weights)
        round_to_half(generator)
        try:
            latents = [torch.from_numpy(np.load(path)) for path in (options.samples, options.ends)]
        except OSError as error:
            raise file_error(error, "The latents", options.samples) from error
        with start_workers("auto", "float32", 1) as workers:
            print(json.dumps(measure(Renderer(generator, workers, exact=True), *latents)))
        return 0
    except TrainingError as error:
        print(f"{error.code}: {error}", file=sys.stderr)
        return 1


if __name__ == "__main__":
    use_huge_pages()
    sys.exit(main())
