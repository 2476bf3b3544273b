"""
The encoder of a model of factors. It finds a picture's factors and fixes the rest of z, which pictures do not
depend on.
"""

import json
from pathlib import Path

import numpy as np
import torch
from safetensors.torch import save
from torch import Tensor, nn

from training.data.images import ShardedImages
from training.errors import TrainingError
from training.evaluate.samples import Samples
from training.files import write_atomic
from training.network.judge import to_floats
from training.network.layout import read_tensors
from training.reader.measure import r_squared
from training.reader.network import COLUMN, LARGEST, Reader
from training.reader.train import MEASURED, read, teach
from training.run.workers import Workers

FORMAT = "zscape-factor-encoder-1"


class FactorEncoder(nn.Module):
    """
    The encoder: images [n, 3, r, r] in [-1, 1] -> z [n, latent] of length sqrt(latent).

    z has the found factors along their directions, and the remaining length along `rest`, a unit vector at a
    right angle to all of them.
    """

    directions: Tensor
    rest: Tensor

    def __init__(self, reader: Reader, directions: Tensor):
        """@param directions orthonormal [factors, latent]"""
        super().__init__()
        self.reader = reader
        self.register_buffer("directions", directions.clone())  # a copy: it gets rounded
        self.register_buffer("rest", rest_of(directions))

    @property
    def latent(self) -> int:
        """The number of entries in z."""
        return self.directions.shape[1]

    def forward(self, images: Tensor) -> Tensor:
        factors = self.reader(images)
        left = (self.latent - factors.square().sum(dim=1, keepdim=True)).clamp(min=0)
        return factors @ self.directions + left.sqrt() * self.rest


def rest_of(directions: Tensor) -> Tensor:
    """
    Returns a unit vector [latent] at a right angle to all rows of `directions`, spread over all numbers of z.
    """
    latent = directions.shape[1]
    even = torch.randn(latent, generator=torch.Generator().manual_seed(latent), dtype=torch.float64).sign()
    d = directions.double()
    rest = even - (even @ d.T) @ d
    return (rest / rest.norm()).float()


def train_factor_encoder(
    reader: Reader,
    directions: Tensor,
    data: ShardedImages,
    samples: Samples,
    workers: Workers,
    epochs: float,
    seed: int,
) -> FactorEncoder:
    """
    Trains an encoder, starting from the reader. Half of each batch is rendered pictures, and half is samples
    of the generator, whose latents are known, too.

    @raises TrainingError
    """
    mine = Reader(reader.resolution, reader.columns[COLUMN])
    mine.load_state_dict(reader.state_dict())
    images, factors = data.at(min(data.size, LARGEST)), torch.from_numpy(data.factors)
    asked, end = samples.z @ directions.T, len(samples.z) - len(samples.z) // 10

    def rendered(rows: np.ndarray) -> tuple[Tensor, Tensor]:
        return to_floats(images[rows]), factors[torch.from_numpy(rows)]

    def drawn(rows: np.ndarray) -> tuple[Tensor, Tensor]:
        return to_floats(samples.images[rows]), asked[torch.from_numpy(rows)]

    teach(mine, [(rendered, data.trained), (drawn, end)], workers, epochs, seed, "encoder")
    return FactorEncoder(mine.cpu(), directions).eval()


def measure_factor_encoder(
    encoder: FactorEncoder, data: ShardedImages, samples: Samples, workers: Workers
) -> dict:
    """
    Measures R² of each factor: "rendered" on held-out pictures of the data set, "drawn" on samples outside
    its training.
    """
    start = data.trained if data.trained < len(data) else 0
    rows = slice(start, start + MEASURED)
    reader, ids = encoder.reader, encoder.reader.columns[COLUMN]
    rendered = r_squared(data.factors[rows], read(reader, data.at(min(data.size, LARGEST))[rows], workers))
    last = slice(len(samples.z) - len(samples.z) // 10, None)
    drawn = r_squared(
        (samples.z[last] @ encoder.directions.cpu().T).numpy(), read(reader, samples.images[last], workers)
    )
    encoder.cpu()
    return {
        name: {i: round(float(r), 4) for i, r in zip(ids, found)}
        for name, found in (("rendered", rendered), ("drawn", drawn))
    }


def write_factor_encoder(path: Path, encoder: FactorEncoder, facts: dict) -> None:
    """
    Writes an encoder.

    @raises TrainingError
    """
    tensors = {name: t.detach().cpu().contiguous() for name, t in encoder.state_dict().items()}
    shape = {"resolution": encoder.reader.resolution, "ids": encoder.reader.columns[COLUMN]}
    write_atomic(
        path,
        save(tensors, {"format": FORMAT, "shape": json.dumps(shape), "facts": json.dumps(facts)}),
        "The encoder",
    )


def read_factor_encoder(path: Path) -> tuple[FactorEncoder, dict]:
    """
    Reads an encoder and the facts about it.

    @raises TrainingError
    """
    tensors, metadata = read_tensors(path, "The encoder")
    try:
        if metadata.get("format") != FORMAT:
            raise ValueError(f"its format is {metadata.get('format')}, not {FORMAT}")
        encoder = FactorEncoder(Reader(**json.loads(metadata["shape"])), tensors["directions"])
        encoder.load_state_dict(tensors)
        facts = json.loads(metadata["facts"])
    except (KeyError, TypeError, ValueError, RuntimeError) as error:
        raise TrainingError(
            "WEIGHTS_INVALID",
            f"{path} is not an encoder of this version: {error}. Delete it and train it again with python -m "
            "training.encoder.",
        ) from error
    return encoder.eval(), facts
