"""
Keeps labels and factors readable in the lower blocks. The first channels of a block carry one value or factor
each (`Regions.begin`, `Factors.begin`), and during training every pixel of them must tell what the latent
stands for.

Eyes, brows and mouths are smaller than a pixel of the first resolutions. Nothing drawn there depends on them,
so without this loss the lower blocks stop passing this information on, and the higher blocks never get it.
"""

import torch
import torch.nn.functional as F
from torch import Tensor

from training.errors import TrainingError
from training.network.progan import Shape

BLOCKS = 3  # 4, 8 and 16 px, where there are enough channels
GAIN = 3.0  # features are 1 on average (PixelNorm), so a margin of 2 means odds of e^6 to 1


def readable_blocks(shape: Shape, values: int) -> int:
    """Returns how many of the lowest blocks have a channel for each of `values` values."""
    wide = [shape.channels(b) >= values for b in range(min(BLOCKS, shape.blocks))]
    return wide.index(False) if False in wide else len(wide)


def blocks_for(shape: Shape, count: int, what: str) -> int:
    """
    Returns the same as `readable_blocks`.

    @raises TrainingError when it is 0
    """
    blocks = readable_blocks(shape, count)
    if blocks == 0:
        raise TrainingError(
            "CONFIG_INVALID",
            f"readout needs a channel for each of {what} at 4 px; the network has {shape.channels(0)}. "
            "Make network.max larger, or readout 0.",
        )
    return blocks


class Readout:
    """
    The reader of labels.

    @param sizes how many values each label column has
    @raises TrainingError when the network has too few channels for them
    """

    def __init__(self, shape: Shape, sizes: list[int], device: torch.device):
        self.blocks = blocks_for(shape, sum(sizes), f"the labels' {sum(sizes)} values")
        column = torch.tensor([c for c, k in enumerate(sizes) for _ in range(k)], dtype=torch.long)
        self.members = F.one_hot(column, len(sizes)).T.float().to(device)  # [columns, values]
        self.firsts = (torch.tensor(sizes).cumsum(0) - torch.tensor(sizes)).to(device)

    def loss(self, maps: list[Tensor], values: Tensor) -> Tensor:
        """
        Returns the mean cross entropy over blocks, columns and pixels, a scalar.

        @param maps the result of Generator.maps
        @param values int64 [n, columns]: which value of its column each latent stands for
        """
        maps = maps[: self.blocks]
        told = torch.cat([x[:, : self.members.shape[1]].flatten(2) for x in maps], dim=2).float() * GAIN
        # [n, values, pixels], at most GAIN * sqrt(channels), so exponentials fit in float32; a product sums
        # them by columns.
        likely = torch.log(self.members @ told.exp())
        wanted = told.gather(1, (values + self.firsts)[:, :, None].expand(-1, -1, told.shape[2]))
        off = (likely - wanted).mean(dim=(0, 1))
        return torch.stack([part.mean() for part in off.split([x[0, 0].numel() for x in maps])]).mean()


class FactorReadout:
    """
    The reader of factors: channel j should rise and fall with factor j. It asks for correlation, not for
    size, because PixelNorm sets the sizes.

    @raises TrainingError when the network has too few channels
    """

    def __init__(self, shape: Shape, count: int, device: torch.device):
        self.count = count
        self.blocks = blocks_for(shape, count, f"the {count} factors")

    def loss(self, maps: list[Tensor], values: Tensor) -> Tensor:
        """
        Returns the mean of 1 - r over blocks and factors, a scalar, where r is the correlation between a
        factor and its channel over all pixels of the batch.

        @param maps the result of Generator.maps
        @param values float32 [n, factors]: what each latent stands for
        """
        wanted = values.float() - values.float().mean(dim=0)
        spread = wanted.square().mean(dim=0)
        parts = []
        for x in maps[: self.blocks]:
            told = x[:, : self.count].flatten(2).float()  # [n, factors, pixels]
            told = told - told.mean(dim=(0, 2), keepdim=True)
            both = (told.mean(dim=2) * wanted).mean(dim=0)
            parts.append(1 - both * torch.rsqrt(told.square().mean(dim=(0, 2)) * spread + 1e-8))
        return torch.stack(parts).mean()
