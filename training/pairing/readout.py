"""
What keeps labels alive in the lower blocks. Their first channels are one for each value of each label column (training.pairing.regions lets them begin so),
and while the network learns, every pixel of them has to tell for which values the latent stands.

Eyes, brows and mouths are smaller than a pixel of the first resolutions. Nothing drawn there depends on them, so without this the
lower blocks stop passing on which ones are asked for, and the higher blocks cannot know.
"""

import torch
import torch.nn.functional as F
from torch import Tensor

from training.network.progan import Shape

BLOCKS = 3  # 4, 8 and 16 px, where there are enough channels
GAIN = 3.0  # a feature's size is 1 on average (PixelNorm); a margin of 2 is then as sure as e^6 to 1


def readable_blocks(shape: Shape, values: int) -> int:
    """How many of the lowest blocks have a channel for each of `values` values."""
    wide = [shape.channels(b) >= values for b in range(min(BLOCKS, shape.blocks))]
    return wide.index(False) if False in wide else len(wide)


class Readout:
    """@param sizes how many values each label column has"""

    def __init__(self, shape: Shape, sizes: list[int], device: torch.device):
        self.blocks = readable_blocks(shape, sum(sizes))
        column = torch.tensor([c for c, k in enumerate(sizes) for _ in range(k)], dtype=torch.long)
        self.members = F.one_hot(column, len(sizes)).T.float().to(device)  # [columns, values]
        self.firsts = (torch.tensor(sizes).cumsum(0) - torch.tensor(sizes)).to(device)

    def loss(self, maps: list[Tensor], values: Tensor) -> Tensor:
        """
        @param maps as Generator.maps, @param values int64 [n, columns], which value of its column each latent stands for
        @returns the mean cross entropy over blocks, columns and pixels, a scalar
        """
        maps = maps[: self.blocks]
        told = torch.cat([x[:, : self.members.shape[1]].flatten(2) for x in maps], dim=2).float() * GAIN
        # [n, values, pixels], at most GAIN * sqrt(channels), so that exponentials are float32; a product adds them up by columns.
        likely = torch.log(self.members @ told.exp())
        wanted = told.gather(1, (values + self.firsts)[:, :, None].expand(-1, -1, told.shape[2]))
        off = (likely - wanted).mean(dim=(0, 1))
        return torch.stack([part.mean() for part in off.split([x[0, 0].numel() for x in maps])]).mean()
