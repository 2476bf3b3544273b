"""
Reads and writes exported weights: safetensors with `ema.*`, `generator.*` and `discriminator.*`, float32,
unscaled, as src/converter reads them. `growth.rgb.*` are heads for smaller pictures, as trained when the
network had grown that far.

Names are those of the modules, except that the discriminator's last layer is written as a plain linear layer,
`discriminator.fc.weight` and `.bias`, with its scale folded in.
"""

import json
from dataclasses import asdict, replace
from pathlib import Path

import torch
from safetensors import SafetensorError, safe_open
from safetensors.torch import save
from torch import Tensor

from training.errors import TrainingError, file_error
from training.files import write_atomic
from training.network.layers import Conv
from training.network.progan import RESOLUTIONS, Discriminator, Generator, Shape, block_of

FC = "discriminator.fc."
GROWTH = "growth."


def pack(generator: Generator, discriminator: Discriminator, ema: Generator, block: int) -> dict[str, Tensor]:
    """Returns the tensors of an exported file, up to block `block`."""
    tensors = {}
    for prefix, module in (("ema", ema), ("generator", generator), ("discriminator", discriminator)):
        for name, value in module.state_dict().items():
            if _block(name) <= block:
                tensors[f"{prefix}.{name}"] = value.detach().float().cpu().contiguous()
    tensors[FC + "weight"] = tensors.pop(FC + "w") * discriminator.fc.scale
    tensors[FC + "bias"] = tensors.pop(FC + "b")
    return tensors


def export(
    path: Path,
    networks: tuple[Generator, Discriminator, Generator],
    resolution: int,
    metadata: dict[str, str],
    growth: dict[str, Tensor] | None = None,
) -> None:
    """
    Writes generator, discriminator and moving average as a network of `resolution`, without blocks that have
    not grown yet, and the heads in `growth` (`grown_heads`). The file is written completely or not at all.

    @raises TrainingError
    """
    config = asdict(replace(networks[0].shape, res=resolution))
    tensors = pack(*networks, block_of(resolution)) | (growth or {})
    write_atomic(path, save(tensors, {"config": json.dumps(config), **metadata}), "The weights")


def _block(name: str) -> int:
    """Returns the block that a parameter belongs to, counted from 0."""
    parts = name.split(".")
    return 0 if parts[0] == "fc" else int(parts[1])


def read_tensors(path: Path, what: str) -> tuple[dict[str, Tensor], dict[str, str]]:
    """
    Reads the tensors and metadata of a safetensors file.

    @raises TrainingError
    """
    try:
        with open(path, "rb"):
            pass
        with safe_open(path, "pt") as file:
            return {name: file.get_tensor(name) for name in file.keys()}, file.metadata() or {}
    except OSError as error:
        raise file_error(error, what, path) from error
    except SafetensorError as error:
        raise TrainingError(
            "WEIGHTS_INVALID", f"{what} {path} is not a complete safetensors file: {error}"
        ) from error


def read_shape(path: Path, metadata: dict[str, str]) -> Shape:
    """
    Returns the network that a file's metadata describes.

    @raises TrainingError
    """
    try:
        shape = json.loads(metadata["config"])
        shape = Shape(*(int(shape[name]) for name in ("res", "base", "max", "latent")))
        if shape.res not in RESOLUTIONS or min(shape.base, shape.max, shape.latent) < 1:
            raise ValueError(shape)
        return shape
    except (KeyError, TypeError, ValueError) as error:
        raise TrainingError(
            "WEIGHTS_INVALID", f"{path} does not say which network it is: its metadata has no valid config."
        ) from error


def read_generator(path: Path, prefix: str = "ema") -> tuple[Generator, dict[str, str]]:
    """
    Reads the generator of an exported file or a checkpoint, on the CPU and without gradients.

    @returns the generator and the file's metadata
    @raises TrainingError
    """
    tensors, metadata = read_tensors(path, "The weights")
    generator = Generator(read_shape(path, metadata))
    _take(path, tensors, prefix, generator, generator.shape.res)
    return generator.requires_grad_(False).eval(), metadata


@torch.no_grad()
def round_to_half(generator: Generator) -> None:
    """
    Rounds the scaled weights and the biases to float16, so that all measurements hold for the file that
    ships.
    """
    for module in generator.modules():
        if isinstance(module, Conv):
            module.w.copy_((module.w * module.scale).half().float() / module.scale)
            module.b.copy_(module.b.half().float())


def export_generator(
    path: Path,
    generator: Generator,
    metadata: dict[str, str],
    growth: dict[str, Tensor] | None = None,
    resolution: int | None = None,
) -> None:
    """
    Writes a generator alone, as the moving average of an exported file.

    @param growth heads of smaller pictures, as `read_growth` returns them
    @param resolution write no blocks beyond it
    @raises TrainingError
    """
    shape = generator.shape if resolution is None else replace(generator.shape, res=resolution)
    tensors = {
        f"ema.{name}": t.detach().float().cpu().contiguous()
        for name, t in generator.state_dict().items()
        if _block(name) < shape.blocks
    }
    given = {**metadata, "config": json.dumps(asdict(shape))}
    write_atomic(path, save(tensors | (growth or {}), given), "The weights")


def read_growth(path: Path, below: int | None = None) -> dict[str, Tensor]:
    """
    Reads an exported file's heads for pictures smaller than resolution `below`, as float32 even where they
    are stored as float16, as in weights to continue from.

    @raises TrainingError
    """
    tensors, _ = read_tensors(path, "The weights")
    heads = {name: t.float() for name, t in tensors.items() if name.startswith(GROWTH)}
    if below is None:
        return heads
    return {name: t for name, t in heads.items() if int(name.split(".")[2]) < block_of(below)}


def load_start(
    path: Path, resolution: int, generator: Generator, discriminator: Discriminator, ema: Generator
) -> int:
    """
    Loads a file's weights for every block up to `resolution`; larger blocks keep theirs.

    @returns how many images those weights had seen, 0 when the file does not say
    @raises TrainingError when the file has no such block, or its network has other widths
    """
    tensors, metadata = read_tensors(path, "The weights to start from,")
    theirs = read_shape(path, metadata)
    if theirs.res < resolution:
        raise TrainingError(
            "WEIGHTS_INVALID", f"{path} reaches {theirs.res} px; start.resolution asks for {resolution}."
        )
    if FC + "weight" in tensors:
        tensors[FC + "w"] = tensors.pop(FC + "weight") / discriminator.fc.scale
        tensors[FC + "b"] = tensors.pop(FC + "bias")
    if not any(name.startswith("ema.") for name in tensors):
        tensors |= {
            "ema." + name[len("generator.") :]: t
            for name, t in tensors.items()
            if name.startswith("generator.")
        }
    for prefix, module in (("ema", ema), ("generator", generator), ("discriminator", discriminator)):
        _take(path, tensors, prefix, module, resolution)
    seen = metadata.get("images_seen", "0")
    return int(seen) if seen.isdigit() else 0


@torch.no_grad()
def _take(
    path: Path, tensors: dict[str, Tensor], prefix: str, module: Generator | Discriminator, resolution: int
) -> None:
    """Copies the weights of blocks up to `resolution` into the module."""
    for name, value in module.state_dict().items():
        if _block(name) > block_of(resolution):
            continue
        given = tensors.get(f"{prefix}.{name}")
        if given is None or given.shape != value.shape:
            found = "is missing" if given is None else f"is {list(given.shape)}, not {list(value.shape)}"
            raise TrainingError(
                "WEIGHTS_INVALID",
                f"{path} is of another network than {module.shape}: {prefix}.{name} {found}.",
            )
        if not torch.isfinite(given).all():
            raise TrainingError(
                "WEIGHTS_INVALID", f"{path} holds weights that are not finite: {prefix}.{name}."
            )
        value.copy_(given)
