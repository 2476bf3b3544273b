"""
Searches for held-out pictures of a data set, and writes results to compare the page's search with.

    python -m training.projection --weights W.safetensors --encoder runs/release/encoder/encoder.safetensors
        --data data/portraits-128 --count 200 --out runs/projection

writes `targets.npy`, uint8 [n, r, r, 3], which `npm run bench:projection -- --targets` takes, and
`result.json`: the root mean square of each picture, in units of [-1, 1].
"""

import argparse
import json
import sys
import time
from pathlib import Path

from training.errors import TrainingError
from training.run.memory import use_huge_pages

BATCH = 8


def main(arguments: list[str] | None = None) -> int:
    options = _parse(arguments)
    try:
        import numpy as np
        import torch

        from training.data.images import ShardedImages
        from training.encoder.factors import FORMAT as FACTORS
        from training.encoder.factors import read_factor_encoder
        from training.encoder.network import read_encoder
        from training.files import make_folder, write_atomic
        from training.network.judge import to_floats
        from training.network.layout import read_generator, read_tensors
        from training.projection.search import root_mean_squares, search

        torch.set_num_threads(options.threads)
        generator, _ = read_generator(Path(options.weights))
        _, metadata = read_tensors(Path(options.encoder), "The encoder")
        read = read_factor_encoder if metadata.get("format") == FACTORS else read_encoder
        encoder, _ = read(Path(options.encoder))
        data = ShardedImages(options.data)
        rows = np.linspace(data.trained, data.count - 1, options.count).astype(int)
        pictures = np.array(data.images[rows])
        targets = to_floats(pictures)
        began, found, guessed = time.monotonic(), [], []
        for i in range(0, len(targets), BATCH):
            some = targets[i : i + BATCH]
            with torch.no_grad():
                start = encoder(some).float()
            guessed += root_mean_squares(generator, start, some).tolist()
            z = search(generator, some, start, options.steps)
            found += root_mean_squares(generator, z, some).tolist()
            print(f"{len(found)} of {len(targets)}: median {float(np.median(found)):.4f}", flush=True)
        seconds = round(time.monotonic() - began)
        out = make_folder(Path(options.out), "The folder for results,")
        np.save(out / "targets.npy", pictures.transpose(0, 2, 3, 1).copy())
        result = {
            "rows": rows.tolist(),
            "steps": options.steps,
            "seconds": seconds,
            "encoder": guessed,
            "rms": found,
        }
        write_atomic(out / "result.json", json.dumps(result).encode(), "The result")
        print(
            f"root mean square: median {np.median(found):.4f}, by the encoder alone {np.median(guessed):.4f}"
        )
        return 0
    except TrainingError as error:
        print(f"{error.code}: {error}", file=sys.stderr)
        return 1


def _parse(arguments: list[str] | None) -> argparse.Namespace:
    parser = argparse.ArgumentParser(
        prog="python -m training.projection",
        description="Searches for the latents of held-out pictures of a data set.",
    )
    parser.add_argument("--weights", required=True, help="weights as shipped (.safetensors)")
    parser.add_argument("--encoder", required=True, help="the encoder (.safetensors)")
    parser.add_argument("--data", required=True, help="folder of the data set")
    parser.add_argument("--out", required=True, help="folder for results")
    parser.add_argument("--count", type=int, default=200, help="how many pictures")
    parser.add_argument("--steps", type=int, default=160, help="steps of Adam per picture")
    parser.add_argument("--threads", type=int, default=2, help="CPU threads")
    return parser.parse_args(arguments)


if __name__ == "__main__":
    use_huge_pages()
    sys.exit(main())
