"""The generator's samples, on which all measurements are made. They are drawn once and kept on disk."""

import json
import os
import zipfile
from dataclasses import dataclass
from itertools import chain
from pathlib import Path

import numpy as np
import torch
from numpy.lib.format import open_memmap
from torch import Tensor
from tqdm import tqdm

from training.data.randomness import latents
from training.errors import TrainingError, file_error
from training.evaluate.render import Renderer
from training.network.judge import Judge, look
from training.run.sheet import to_bytes

PURPOSE = "evaluation"


@dataclass
class Samples:
    """The samples; sample i is always the picture of latent i of the seed."""

    z: Tensor  # float32 [n, latent], each of length sqrt(latent)
    images: np.ndarray  # uint8 [n, 3, r, r], mapped into memory
    answers: dict[str, np.ndarray]  # the judge's, column -> [n, entries]
    features: np.ndarray  # float32 [n, 128]


def normalised(z: Tensor) -> Tensor:
    """Scales each latent to length sqrt(latent), as the generator's first operation does."""
    return z * torch.rsqrt(z.square().mean(dim=-1, keepdim=True) + 1e-8)


def draw_latents(seed: int, count: int, size: int) -> Tensor:
    """Draws normalised latents, [count, size]."""
    return normalised(latents(seed, PURPOSE, 0, count, size))


def make_samples(
    folder: Path,
    renderers: tuple[Renderer, Renderer],
    judge: Judge,
    seed: int,
    count: int,
    exact: int,
) -> None:
    """
    Writes the pictures, and what the judge sees in them, into `folder`.

    @param renderers an exact and a fast one; the first `exact` samples, whose pictures are compared, come
        from the former
    @raises TrainingError
    """
    renderer = renderers[0]
    z = draw_latents(seed, count, renderer.generator.shape.latent)
    judge = judge.to(renderer.workers.device)

    def work(images: Tensor) -> tuple[np.ndarray, dict[str, np.ndarray], np.ndarray]:
        data = to_bytes(images)
        # Judged as shown, in whole bytes.
        p, features = look(
            judge, [(data.float() / 127.5 - 1).to(images.device, memory_format=torch.channels_last)]
        )
        return data.numpy(), p, features

    path = folder / "samples.npy"
    temporary = path.with_name(path.name + ".part")
    found: dict[str, list[np.ndarray]] = {column: [] for column in judge.columns}
    features = []
    try:
        images = open_memmap(
            temporary, mode="w+", dtype=np.uint8, shape=(count, 3, renderer.side, renderer.side)
        )
        at = 0
        with tqdm(total=count, desc="samples", unit="img", mininterval=5) as bar:
            for data, p, f in chain(renderers[0].each(z[:exact], work), renderers[1].each(z[exact:], work)):
                images[at : at + len(data)] = data
                at += len(data)
                for column, one in p.items():
                    found[column].append(one)
                features.append(f)
                bar.update(len(data))
        images.flush()
        del images
        arrays = {f"column.{c}": np.concatenate(parts) for c, parts in found.items()}
        np.savez(
            folder / "samples.npz",
            features=np.concatenate(features),
            about=json.dumps({"seed": seed, "count": count, "latent": z.shape[1]}),
            **arrays,  # type: ignore[arg-type]
        )
        os.replace(temporary, path)
    except OSError as error:
        raise file_error(error, "The samples", path) from error
    finally:
        temporary.unlink(missing_ok=True)


def read_samples(folder: Path) -> Samples:
    """
    Reads samples from a folder.

    @raises TrainingError
    """
    try:
        with np.load(folder / "samples.npz") as file:
            arrays = {name: file[name] for name in file.files}
        about = json.loads(str(arrays.pop("about")))
        features = arrays.pop("features")
        images = np.load(folder / "samples.npy", mmap_mode="r")
    except (OSError, KeyError, ValueError, zipfile.BadZipFile) as error:
        raise TrainingError(
            "WORK_INVALID",
            f"The samples in {folder} cannot be read: {error}. Delete that folder; it will be made again.",
        ) from error
    answers = {name.removeprefix("column."): p for name, p in arrays.items()}
    return Samples(draw_latents(about["seed"], about["count"], about["latent"]), images, answers, features)
