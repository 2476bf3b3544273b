"""
A perceptual loss (Johnson et al. 2016, section 3.2): how alike two pictures look to a reader of factors, a
network that knows how the data set's pictures are made.

A smile or a glance is a few pixels wide, so a loss over pixels hardly notices it; a reader looks for exactly
that.
"""

from pathlib import Path

import torch
import torch.nn.functional as F
from torch import Tensor

from training.encoder.network import LEAK
from training.errors import TrainingError
from training.network.judge import fit
from training.reader.network import COLUMN, read_reader


class Likeness:
    """
    The loss. The reader itself does not learn from it. A model trained with one reader is measured with
    another, of another seed, which it cannot have learnt to please.
    """

    def __init__(self, path: Path, factors: list[str], device: torch.device):
        """
        @param factors ids of the data set's factors, in order
        @raises TrainingError for a file that is not a reader, or a reader of other factors
        """
        self.reader, _ = read_reader(path)
        if self.reader.columns[COLUMN] != factors:
            raise TrainingError(
                "CONFIG_INVALID",
                f"The reader {path} reads other factors than those of the data set. Train it on this data "
                "set "
                "with python -m training.reader.",
            )
        self.reader.to(device).eval().requires_grad_(False)

    @property
    def side(self) -> int:
        """The resolution, in px, that the reader was trained for; smaller pictures tell it less."""
        return self.reader.side

    def loss(self, fake: Tensor, real: Tensor) -> Tensor:
        """
        Returns a scalar: the mean difference of the features, relative to their mean size, averaged over the
        reader's layers, plus the mean squared difference of the factors read.

        @param fake, real [n, 3, r, r] in [-1, 1], pictures of the same factors
        """
        with torch.no_grad():
            *wanted, told = self._seen(real)
        *seen, read = self._seen(fake)
        parts = [(a - b).abs().mean() / b.abs().mean().clamp(min=1e-6) for a, b in zip(seen, wanted)]
        return torch.stack(parts).float().mean() + F.mse_loss(read.float(), told.float())

    def _seen(self, images: Tensor) -> list[Tensor]:
        x, found = fit(images, self.reader.side), []
        for layer in self.reader.layers:
            x = layer(x)
            found.append(x)
        x = self.reader.embed(x.flatten(1))
        return [*found, self.reader.head(F.leaky_relu(x, LEAK))]
