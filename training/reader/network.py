"""
The network of the reader, from a picture to its factors. It is also the body of the encoder
(encoder/factors.py).
"""

import json
from pathlib import Path

import torch.nn.functional as F
from safetensors.torch import save
from torch import Tensor, nn

from training.encoder.network import LEAK, Layer
from training.errors import TrainingError
from training.files import write_atomic
from training.network.judge import Judge, fit
from training.network.layout import read_tensors

FORMAT = "zscape-reader-2"
COLUMN = "factors"  # the only column of a reader's answers
FEATURES = 128
# (outputs, stride) of each 3x3 convolution; the last is flattened.
# Eyes and glasses are a few pixels wide, so the first layers are wide, too; in float16 it all fits in 2 MB.
LAYERS = ((24, 2), (32, 1), (48, 2), (64, 1), (96, 2), (96, 1), (128, 2), (128, 1), (144, 2))
SHRUNK = 32  # by how much they shrink a side
LARGEST = 128  # px; larger pictures are averaged down first


class Reader(Judge):
    """
    The reader: images [n, 3, r, r] in [-1, 1], enlarged where r < 32 -> factors [n, k]. `columns[COLUMN]`
    lists their ids in order.
    """

    words = f"{FEATURES} features of the factor reader, before its last layer"

    def __init__(self, resolution: int, ids: list[str]):
        super().__init__()
        self.resolution = resolution
        self.columns = {COLUMN: ids}
        self.side = min(max(resolution, SHRUNK), LARGEST)
        inputs = [3, *(outputs for outputs, _ in LAYERS)]
        self.layers = nn.Sequential(*(Layer(i, o, s) for i, (o, s) in zip(inputs, LAYERS)))
        self.embed = nn.Linear(inputs[-1] * (self.side // SHRUNK) ** 2, FEATURES)
        self.head = nn.Linear(FEATURES, len(ids))

    def each(self) -> list[Layer]:
        """Returns its convolutions in order."""
        return [layer for layer in self.layers if isinstance(layer, Layer)]

    def features(self, images: Tensor) -> Tensor:
        """Computes the features in which distances between pictures are measured, float32 [n, 128]."""
        return self.embed(self.layers(fit(images, self.side)).flatten(1)).float()

    def answers(self, features: Tensor) -> dict[str, Tensor]:
        return {COLUMN: self.head(F.leaky_relu(features, LEAK)).float()}

    def forward(self, images: Tensor) -> Tensor:
        return self.answers(self.features(images))[COLUMN]


def write_reader(path: Path, reader: Reader, facts: dict) -> None:
    """
    Writes a reader.

    @param facts the facts about it, JSON
    @raises TrainingError
    """
    tensors = {name: t.detach().cpu().contiguous() for name, t in reader.state_dict().items()}
    shape = {"resolution": reader.resolution, "ids": reader.columns[COLUMN]}
    metadata = {"format": FORMAT, "shape": json.dumps(shape), "facts": json.dumps(facts)}
    write_atomic(path, save(tensors, metadata), "The reader")


def read_reader(path: Path) -> tuple[Reader, dict]:
    """
    Reads a reader and the facts about it.

    @raises TrainingError
    """
    tensors, metadata = read_tensors(path, "The reader")
    try:
        if metadata.get("format") != FORMAT:
            raise ValueError(f"its format is {metadata.get('format')}, not {FORMAT}")
        reader = Reader(**json.loads(metadata["shape"]))
        reader.load_state_dict(tensors)
        facts = json.loads(metadata["facts"])
    except (KeyError, TypeError, ValueError, RuntimeError) as error:
        raise TrainingError(
            "WEIGHTS_INVALID",
            f"{path} is not a reader of this version: {error}. Delete it and train it again with python -m "
            "training.reader.",
        ) from error
    return reader.eval(), facts
