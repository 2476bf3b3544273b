"""Draws sheets of samples as PNG."""

import io
import math
from pathlib import Path

import torch
from PIL import Image
from torch import Tensor

from training.data.randomness import latents
from training.files import write_atomic
from training.network.progan import Generator


@torch.no_grad()
def sample(generator: Generator, block: int, alpha: float, count: int, seed: int) -> Tensor:
    """Draws the pictures of seeded latents, uint8 [count, 3, r, r]; a seed always gives the same latents."""
    device = next(generator.parameters()).device
    z = latents(seed, "sheet", 0, count, generator.shape.latent).to(device)
    parts = [to_bytes(generator(part, block, alpha)) for part in z.split(16)]
    return torch.cat(parts)


def to_bytes(images: Tensor) -> Tensor:
    """Converts pictures [n, 3, h, w] in [-1, 1] to uint8 on the CPU, clipped and rounded."""
    return ((images.float() + 1) * 127.5).round().clamp(0, 255).to(torch.uint8).cpu()


def write_sheet(path: Path, images: Tensor, smallest: int = 32) -> None:
    """
    Writes pictures as tiles of at least `smallest` px on a nearly square sheet.

    @raises TrainingError
    """
    n, _, h, w = images.shape
    columns = math.ceil(math.sqrt(n))
    rows = math.ceil(n / columns)
    sheet = torch.zeros(rows * columns, 3, h, w, dtype=torch.uint8)
    sheet[:n] = images
    pixels = sheet.reshape(rows, columns, 3, h, w).permute(0, 3, 1, 4, 2).reshape(rows * h, columns * w, 3)
    picture = Image.fromarray(pixels.numpy())
    if h < smallest:
        k = smallest // h
        picture = picture.resize((picture.width * k, picture.height * k), Image.Resampling.NEAREST)
    data = io.BytesIO()
    picture.save(data, "PNG")
    write_atomic(path, data.getvalue(), "The sheet of samples")
