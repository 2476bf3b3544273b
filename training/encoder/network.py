"""
The encoder of a model of labels: a small convolutional network that also runs as a TF.js graph (export.py).
"""

import json
from pathlib import Path

import torch.nn.functional as F
from safetensors.torch import save
from torch import Tensor, nn

from training.errors import TrainingError
from training.evaluate.samples import normalised
from training.files import write_atomic
from training.network.judge import fit
from training.network.layers import channels_last
from training.network.layout import read_tensors

LEAK = 0.2
FORMAT = "zscape-encoder-1"
# (outputs, stride) of each 3x3 convolution; the last is flattened for the linear layer.
LAYERS = ((24, 2), (24, 1), (48, 2), (48, 1), (96, 2), (96, 1), (80, 2))
LARGEST = 64  # px; larger pictures are averaged down first


class Layer(nn.Module):
    """
    A convolution with TensorFlow's SAME padding (with stride 2, only below and to the right), batch norm and
    leaky ReLU.
    """

    def __init__(self, inputs: int, outputs: int, stride: int):
        super().__init__()
        self.stride = stride
        self.conv = nn.Conv2d(inputs, outputs, 3, stride, bias=False)
        self.norm = nn.BatchNorm2d(outputs)

    def forward(self, x: Tensor) -> Tensor:
        x = F.pad(x, (0, 1, 0, 1) if self.stride == 2 else (1, 1, 1, 1))
        return F.leaky_relu(self.norm(self.conv(x)), LEAK)


class Encoder(nn.Module):
    """The encoder: images [n, 3, r, r] in [-1, 1], r >= 16 -> z [n, latent], each of length sqrt(latent)."""

    def __init__(self, resolution: int, latent: int):
        super().__init__()
        self.resolution, self.latent = resolution, latent
        self.side = min(resolution, LARGEST)
        inputs = [3, *(outputs for outputs, _ in LAYERS)]
        self.layers = nn.Sequential(*(Layer(i, o, s) for i, (o, s) in zip(inputs, LAYERS)))
        self.linear = nn.Linear(inputs[-1] * (self.side // 16) ** 2, latent)

    def each(self) -> list[Layer]:
        """Returns its convolutions in order."""
        return [layer for layer in self.layers if isinstance(layer, Layer)]

    def forward(self, images: Tensor) -> Tensor:
        x = self.layers(fit(images, self.side))
        return normalised(self.linear(x.flatten(1)).float())


def write_encoder(path: Path, encoder: Encoder, facts: dict) -> None:
    """
    Writes an encoder.

    @raises TrainingError
    """
    tensors = {name: t.detach().cpu().contiguous() for name, t in encoder.state_dict().items()}
    shape = {"resolution": encoder.resolution, "latent": encoder.latent}
    write_atomic(
        path,
        save(tensors, {"format": FORMAT, "shape": json.dumps(shape), "facts": json.dumps(facts)}),
        "The encoder",
    )


def read_encoder(path: Path) -> tuple[Encoder, dict]:
    """
    Reads an encoder and the facts about it.

    @raises TrainingError
    """
    tensors, metadata = read_tensors(path, "The encoder")
    try:
        if metadata.get("format") != FORMAT:
            raise ValueError(f"its format is {metadata.get('format')}, not {FORMAT}")
        encoder = Encoder(**json.loads(metadata["shape"]))
        encoder.load_state_dict(tensors)
        facts = json.loads(metadata["facts"])
    except (KeyError, TypeError, ValueError, RuntimeError) as error:
        raise TrainingError(
            "WEIGHTS_INVALID",
            f"{path} is not an encoder of this version: {error}. Delete it and train it again with python -m "
            "training.encoder.",
        ) from error
    return channels_last(encoder).eval(), facts
