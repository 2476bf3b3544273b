"""The attribute classifier: a small convolutional network with one softmax per column of labels."""

import json
from pathlib import Path

import torch.nn.functional as F
from safetensors.torch import save
from torch import Tensor, nn

from training.errors import TrainingError
from training.files import write_atomic
from training.network.judge import Judge, fit
from training.network.layers import channels_last
from training.network.layout import read_tensors

SIDE = 128
FEATURES = 128
FORMAT = "zscape-classifier-1"


def _layer(inputs: int, outputs: int, stride: int = 1) -> nn.Sequential:
    return nn.Sequential(
        nn.Conv2d(inputs, outputs, 3, stride, 1, bias=False), nn.BatchNorm2d(outputs), nn.ReLU(inplace=True)
    )


class Classifier(Judge):
    """
    The classifier: images [n, 3, r, r] in [-1, 1], scaled to 128 px -> logits of every value of every column,
    side by side.

    `columns` lists the values of each column, in the order of the logits.
    """

    words = "128 features of the attribute classifier, before its last layer"

    def __init__(self, columns: dict[str, list[str]]):
        super().__init__()
        self.columns = columns
        self.convolutions = nn.Sequential(
            _layer(3, 16, 2),
            _layer(16, 16),
            _layer(16, 32, 2),
            _layer(32, 32),
            _layer(32, 64, 2),
            _layer(64, 64),
            _layer(64, 96, 2),
            _layer(96, 96),
            _layer(96, 128, 2),
        )
        self.embed = nn.Linear(128 * (SIDE // 32) ** 2, FEATURES)
        self.heads = nn.Linear(FEATURES, sum(len(v) for v in columns.values()))

    def features(self, images: Tensor) -> Tensor:
        """Computes the features in which distances between pictures are measured, float32 [n, 128]."""
        x = self.convolutions(fit(images, SIDE))
        return self.embed(x.flatten(1)).float()

    def forward(self, images: Tensor) -> Tensor:
        return self.heads(F.relu(self.features(images))).float()

    def answers(self, features: Tensor) -> dict[str, Tensor]:
        """Computes the probabilities of each column, [n, values]."""
        return {
            column: x.float().softmax(dim=1) for column, x in self.split(self.heads(F.relu(features))).items()
        }

    def split(self, logits: Tensor) -> dict[str, Tensor]:
        """Splits logits by column, each [n, values]."""
        return dict(zip(self.columns, logits.split([len(v) for v in self.columns.values()], dim=1)))


def write_classifier(path: Path, classifier: Classifier, facts: dict) -> None:
    """
    Writes a classifier.

    @param facts JSON: the data set's hash, the classifier's accuracies
    @raises TrainingError
    """
    tensors = {name: t.detach().cpu().contiguous() for name, t in classifier.state_dict().items()}
    metadata = {"format": FORMAT, "columns": json.dumps(classifier.columns), "facts": json.dumps(facts)}
    write_atomic(path, save(tensors, metadata), "The classifier")


def read_classifier(path: Path) -> tuple[Classifier, dict]:
    """
    Reads a classifier and the facts about it.

    @raises TrainingError
    """
    tensors, metadata = read_tensors(path, "The classifier")
    try:
        if metadata.get("format") != FORMAT:
            raise ValueError(f"its format is {metadata.get('format')}, not {FORMAT}")
        classifier = Classifier(json.loads(metadata["columns"]))
        classifier.load_state_dict(tensors)
        facts = json.loads(metadata["facts"])
    except (KeyError, ValueError, RuntimeError) as error:
        raise TrainingError(
            "WEIGHTS_INVALID",
            f"{path} is not a classifier of this version: {error}. Delete it and train it again with "
            "python -m "
            "training.classifier.",
        ) from error
    return channels_last(classifier).eval(), facts
