"""Runs the project's own TypeScript as commands: the converter, and TF.js to check the encoder with."""

import base64
import json
import subprocess
import tempfile
from pathlib import Path

import numpy as np
import torch

from training.encoder.export import AnyEncoder
from training.errors import TrainingError
from training.network.judge import to_floats

ROOT = Path(__file__).resolve().parents[2]


def run_node(arguments: list[str], what: str) -> str:
    """
    Runs a command and returns what it printed.

    @raises TrainingError with the command's last line when it fails
    """
    try:
        done = subprocess.run(arguments, cwd=ROOT, capture_output=True, text=True, check=False)
    except OSError as error:
        raise TrainingError(
            "NODE_MISSING", f"{what} needs Node.js, and {arguments[0]} cannot be run: {error.strerror}."
        ) from error
    if done.returncode != 0:
        words = (done.stderr.strip() or done.stdout.strip() or "no message").splitlines()[-1]
        raise TrainingError("NODE_FAILED", f"{what} ended with exit code {done.returncode}: {words}")
    return done.stdout.strip()


def convert(weights: Path, bundle: Path, options: list[str]) -> str:
    """
    Runs `npm run convert` into the folder `bundle`, which is replaced.

    @raises TrainingError
    """
    place = ["--id", bundle.name, "--out", str(bundle.parent.resolve())]
    return run_node(
        ["npm", "run", "--silent", "convert", "--", str(weights.resolve()), *place, *options],
        "npm run convert",
    )


@torch.inference_mode()
def check_encoder(encoder: AnyEncoder, folder: Path, images: np.ndarray) -> float:
    """
    Returns the largest difference between TF.js's latents of a few pictures and PyTorch's.

    @param folder the exported model's
    @param images uint8 [n, 3, r, r]
    @raises TrainingError where it is 0.001 or more
    """
    x = to_floats(images)
    z = encoder.cpu()(x)
    expected = {"images": _packed(x.permute(0, 2, 3, 1)), "latents": _packed(z)}
    with tempfile.TemporaryDirectory() as temporary:
        file = Path(temporary) / "expected.json"
        file.write_text(json.dumps(expected))
        script = ROOT / "scripts" / "checkEncoder.ts"
        said = run_node(
            ["npx", "--no-install", "tsx", str(script), str(folder.resolve()), str(file)],
            "The comparison of the encoder in TF.js with PyTorch",
        )
    return float(said)


def _packed(x: torch.Tensor) -> dict:
    values = np.ascontiguousarray(x.numpy(), "<f4")
    return {"shape": list(x.shape), "data": base64.b64encode(values.tobytes()).decode()}
