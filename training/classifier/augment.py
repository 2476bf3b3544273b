"""
Alters pictures as a generator might, by blur, shift, noise and tint, to make the classifier cope with its
samples.
"""

import torch
import torch.nn.functional as F
from torch import Tensor

SOFT = (1, 1, 1, 2, 3, 4)  # sizes of blur, in pixels
SHIFT = 3
NOISE = 0.08
TINT = 0.04


def augment(images: Tensor, random: torch.Generator) -> Tensor:
    """
    Alters pictures [n, 3, r, r] in [-1, 1]. Blur and shift are drawn once per batch, the rest once per
    picture.
    """
    n, _, h, w = images.shape
    k = SOFT[int(torch.randint(len(SOFT), (), generator=random))]
    x = images
    if k > 1:
        small = F.interpolate(x, size=(h // k, w // k), mode="bilinear", antialias=True)
        x = F.interpolate(small, size=(h, w), mode="bilinear")
    dy, dx = (torch.randint(0, 2 * SHIFT + 1, (2,), generator=random)).tolist()
    x = F.pad(x, (SHIFT, SHIFT, SHIFT, SHIFT), mode="replicate")[:, :, dy : dy + h, dx : dx + w]
    strength = NOISE * torch.rand(n, 1, 1, 1, generator=random)
    tint = TINT * torch.randn(n, 3, 1, 1, generator=random)
    noise = torch.randn(x.shape, generator=random).contiguous(memory_format=torch.channels_last)
    return torch.addcmul(x + tint.to(x.device), noise.to(x.device), strength.to(x.device))
