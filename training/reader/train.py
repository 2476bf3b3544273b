"""Trains a reader on pictures with known factors, and measures it on held-out ones."""

import io
import time
from collections.abc import Callable
from pathlib import Path

import numpy as np
import torch
import torch.nn.functional as F
from torch import Tensor
from tqdm import tqdm

from training.data.images import ShardedImages
from training.data.randomness import generator
from training.errors import TrainingError
from training.evaluate.render import cores, ordered
from training.files import write_atomic
from training.network.judge import fit, to_floats
from training.reader.measure import r_squared
from training.reader.network import LARGEST, Reader
from training.run.muon import Muon
from training.run.workers import Workers

BATCH = 64
RATE = 4e-3
MEASURED = 4096  # held-out pictures
SOFT = (1, 1, 1, 2)  # sizes of blur in pixels
NOISE = 0.04
SAVED_EVERY = 500  # steps

Source = Callable[[np.ndarray], tuple[Tensor, Tensor]]  # indices -> pictures in [-1, 1], their factors


def train_reader(
    data: ShardedImages, workers: Workers, epochs: float, seed: int = 1, unfinished: Path | None = None
) -> tuple[Reader, dict]:
    """
    Trains a reader on all pictures that are not held out.

    @param unfinished a file for its state during training, to resume from after an interruption
    @returns the reader; facts: its R² of each factor on held-out pictures, time, data
    @raises TrainingError
    """
    started = time.monotonic()
    ids = [factor.id for factor in data.manifest.factors]
    with torch.random.fork_rng(devices=[]):
        torch.manual_seed(seed)
        reader = Reader(data.size, ids)
    images, factors = data.at(min(data.size, LARGEST)), torch.from_numpy(data.factors)

    def take(rows: np.ndarray) -> tuple[Tensor, Tensor]:
        return to_floats(images[rows]), factors[torch.from_numpy(rows)]

    teach(reader, [(take, data.trained)], workers, epochs, seed, "reader", unfinished)
    return reader, {
        "data": data.hash,
        "epochs": epochs,
        "seed": seed,
        "seconds": round(time.monotonic() - started),
        **measure_reader(reader, data, workers),
    }


def teach(
    reader: Reader,
    sources: list[tuple[Source, int]],
    workers: Workers,
    epochs: float,
    seed: int,
    name: str,
    unfinished: Path | None = None,
) -> None:
    """
    Trains a reader by the mean squared error of factors. Each batch has equal parts of all sources, and an
    epoch shows as many pictures as the first source has.

    @param sources each with the number of pictures that it has
    @param unfinished a file for its state, written every few minutes and resumed from if it belongs to the
        same training
    @raises TrainingError
    """
    reader.to(workers.device).train()
    steps = max(1, round(epochs * sources[0][1] / BATCH))
    matrices = [*(layer.conv.weight for layer in reader.each()[1:]), reader.embed.weight]
    optimiser = Muon(reader.parameters(), matrices, RATE, workers.bfloat16)
    schedule = torch.optim.lr_scheduler.OneCycleLR(
        optimiser, RATE, total_steps=steps, pct_start=0.2, cycle_momentum=False
    )
    part = BATCH // len(sources)
    kind = {"name": name, "steps": steps, "seed": seed}
    first = _resume(unfinished, kind, reader, optimiser, schedule)
    bar = tqdm(range(first, steps), desc=name, unit="step", mininterval=5, initial=first, total=steps)
    for step in bar:
        # Draws depend on the step alone, so a resumed training draws the same.
        random = generator(seed, name, step)
        order = np.random.default_rng(random.initial_seed())
        taken = [source(np.sort(order.integers(0, count, part))) for source, count in sources]
        x = blurred(fit(torch.cat([images for images, _ in taken]), reader.side), random).to(workers.device)
        wanted = torch.cat([factors for _, factors in taken]).to(workers.device)
        with workers.autocast():
            found = reader(x)
        loss = F.mse_loss(found, wanted)
        optimiser.zero_grad(set_to_none=True)
        loss.backward()
        optimiser.step()
        schedule.step()
        if step % 50 == 49:
            bar.set_postfix(loss=round(loss.item(), 4))
            if not torch.isfinite(loss):
                raise TrainingError(
                    "NOT_FINITE",
                    f"The {name}'s loss is no longer a finite number at step {step}. Train it with another "
                    "--seed.",
                )
        if unfinished is not None and step % SAVED_EVERY == SAVED_EVERY - 1 and step < steps - 1:
            state = {
                "kind": kind,
                "step": step + 1,
                "reader": reader.state_dict(),
                "optimiser": optimiser.state_dict(),
                "schedule": schedule.state_dict(),
            }
            file = io.BytesIO()
            torch.save(state, file)
            write_atomic(unfinished, file.getvalue(), f"The unfinished {name}")
    if unfinished is not None:
        unfinished.unlink(missing_ok=True)
    reader.eval()


def _resume(
    unfinished: Path | None,
    kind: dict,
    reader: Reader,
    optimiser: torch.optim.Optimizer,
    schedule: torch.optim.lr_scheduler.LRScheduler,
) -> int:
    """Returns the step to resume from, 0 where no state of this training was kept."""
    if unfinished is None or not unfinished.exists():
        return 0
    try:
        state = torch.load(unfinished, weights_only=True)
        if state["kind"] != kind:
            return 0
        reader.load_state_dict(state["reader"])
        optimiser.load_state_dict(state["optimiser"])
        schedule.load_state_dict(state["schedule"])
        return int(state["step"])
    except Exception as error:  # torch has no common class for the errors that a damaged file raises
        raise TrainingError(
            "WORK_INVALID", f"{unfinished} is damaged: {error}. Delete it; the training will start again."
        ) from error


def blurred(images: Tensor, random: torch.Generator) -> Tensor:
    """
    Makes pictures a little softer and noisier, as a generator might draw them. It neither moves nor tints
    them, since that would change their factors.
    """
    n, _, h, w = images.shape
    k, x = SOFT[int(torch.randint(len(SOFT), (), generator=random))], images
    if k > 1:
        small = F.interpolate(x, size=(h // k, w // k), mode="bilinear", antialias=True)
        x = F.interpolate(small, size=(h, w), mode="bilinear")
    strength = NOISE * torch.rand(n, 1, 1, 1, generator=random)
    return torch.addcmul(x, torch.randn(x.shape, generator=random), strength)


@torch.inference_mode()
def read(reader: Reader, images: np.ndarray, workers: Workers) -> np.ndarray:
    """Reads the factors of pictures, uint8 [n, 3, r, r] -> float32 [n, factors]."""
    reader.to(workers.device).eval()
    parts = [images[i : i + 128] for i in range(0, len(images), 128)]

    def work(part: np.ndarray) -> np.ndarray:
        with torch.inference_mode():
            return reader(to_floats(part).to(workers.device)).cpu().numpy()

    return np.concatenate(list(ordered(parts, work, 1 if workers.device.type == "cuda" else cores())))


def measure_reader(reader: Reader, data: ShardedImages, workers: Workers) -> dict:
    """
    Measures a reader: {"held_out": how many pictures, "r2": {id: R²}}. Where nothing is held out, the last
    tenth is measured.
    """
    start = data.trained if data.trained < len(data) else len(data) - max(2, len(data) // 10)
    rows = slice(start, min(len(data), start + MEASURED))
    images = data.at(min(data.size, LARGEST))[rows]
    found = r_squared(data.factors[rows], read(reader, images, workers))
    ids = [factor.id for factor in data.manifest.factors]
    return {"held_out": len(images), "r2": {i: round(float(r), 4) for i, r in zip(ids, found)}}
