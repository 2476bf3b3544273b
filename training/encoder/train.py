"""Trains the encoder on the generator's samples, whose latents are known, and measures it on others."""

import time

import numpy as np
import torch
import torch.nn.functional as F
from torch import Tensor
from tqdm import tqdm

from training.encoder.network import Encoder
from training.errors import TrainingError
from training.evaluate.render import Renderer
from training.evaluate.samples import Samples
from training.network.judge import to_floats
from training.network.layers import channels_last, leaky_relu, pixel_norm
from training.network.progan import Generator, block_of
from training.run.workers import Workers

BATCH = 64
RATE = 2e-3
HELD_OUT = 0.1
FEATURE_SIDE = 8  # px of the feature maps that are compared
FEATURE_WEIGHT = 1.0


def feature_map(generator: Generator, z: Tensor, side: int = FEATURE_SIDE) -> Tensor:
    """
    Returns the output of the generator's block of a resolution, [n, c, side, side], which is all that later
    blocks see of z.
    """
    x = pixel_norm(z).reshape(*z.shape, 1, 1)
    for c0, c1 in zip(generator.c0[: block_of(side) + 1], generator.c1):
        x = pixel_norm(leaky_relu(c1(pixel_norm(leaky_relu(c0(x))))))
    return x


def train_encoder(
    samples: Samples, renderer: Renderer, epochs: float, start: Encoder | None = None, seed: int = 1
) -> tuple[Encoder, dict]:
    """
    Trains an encoder. The loss is 1 - cosine of the latents, plus the mean squared difference of their
    feature maps in the generator.

    @param start initial weights, from an encoder for another state of the same generator, even before it
        grew: larger pictures are averaged down
    @returns the encoder; facts measured on held-out samples
    @raises TrainingError
    """
    started = time.monotonic()
    workers, generator = renderer.workers, renderer.generator
    end = len(samples.z) - max(1, round(HELD_OUT * len(samples.z)))
    with torch.random.fork_rng(devices=[]):
        torch.manual_seed(seed)
        encoder = Encoder(renderer.side, generator.shape.latent)
    warm = start is not None and (start.side, start.latent) == (encoder.side, encoder.latent)
    if start is not None and warm:
        encoder.load_state_dict(start.state_dict())
    encoder = channels_last(encoder, workers.device).train()
    steps = max(1, round(epochs * end / BATCH))
    optimiser = torch.optim.AdamW(encoder.parameters(), lr=RATE, weight_decay=0.02)
    schedule = torch.optim.lr_scheduler.OneCycleLR(optimiser, RATE, total_steps=steps, pct_start=0.1)
    order = np.random.Generator(np.random.Philox(seed))
    left = np.empty(0, np.int64)
    bar = tqdm(range(steps), desc="encoder", unit="step", mininterval=5)
    for step in bar:
        if len(left) < BATCH:
            left = np.concatenate([left, order.permutation(end)])
        rows, left = np.sort(left[:BATCH]), left[BATCH:]
        x, z = to_floats(samples.images[rows]).to(workers.device), samples.z[rows].to(workers.device)
        with workers.autocast():
            found = encoder(x)
            angle = 1 - F.cosine_similarity(found, z).mean()
            with torch.no_grad():
                wanted = feature_map(generator, z)
            features = F.mse_loss(feature_map(generator, found).float(), wanted.float())
        loss = angle + FEATURE_WEIGHT * features
        optimiser.zero_grad(set_to_none=True)
        loss.backward()
        optimiser.step()
        schedule.step()
        if step % 50 == 49:
            bar.set_postfix(cosine=round(1 - angle.item(), 3), features=round(features.item(), 3))
            if not torch.isfinite(loss):
                raise TrainingError(
                    "NOT_FINITE",
                    f"The encoder's loss is no longer a finite number at step {step}. Train it with another "
                    "--seed.",
                )
    encoder.eval()
    facts = {
        "epochs": epochs,
        "seed": seed,
        "started_warm": warm,
        "trained_on": end,
        "held_out_all": len(samples.z) - end,
        **measure(encoder, samples, end, renderer, workers),
    }
    return encoder, {**facts, "seconds": round(time.monotonic() - started)}


@torch.inference_mode()
def encode(encoder: Encoder, images: np.ndarray, workers: Workers, batch: int = 128) -> Tensor:
    """Encodes pictures uint8 [n, 3, r, r] to z [n, latent] on the CPU."""
    encoder = encoder.to(workers.device)
    return torch.cat(
        [
            encoder(to_floats(images[i : i + batch]).to(workers.device)).cpu()
            for i in range(0, len(images), batch)
        ]
    )


@torch.inference_mode()
def measure(
    encoder: Encoder, samples: Samples, first: int, renderer: Renderer, workers: Workers, count: int = 512
) -> dict:
    """
    Measures an encoder on samples from `first` on: the mean cosine between z and its estimate; the root mean
    square error of pictures, in values of [-1, 1], both for the encoder and between pictures of unrelated
    latents; and the latter for feature maps.
    """
    images, z = samples.images[first : first + count], samples.z[first : first + count]
    found = encode(encoder, images, workers)
    again = torch.cat(list(renderer.each(found, lambda x: x.cpu())))
    truth = to_floats(images)
    device = workers.device
    wanted, got = (feature_map(renderer.generator, part.to(device)).float() for part in (z, found))

    def error(a: Tensor, b: Tensor) -> float:
        return round(float((a - b).square().mean().sqrt()), 4)

    return {
        "held_out": len(images),
        "cosine": round(float(F.cosine_similarity(found, z).mean()), 4),
        "image_error": error(again, truth),
        "image_error_unrelated": error(truth.roll(1, 0), truth),
        "feature_error": error(got, wanted),
        "feature_error_unrelated": error(wanted.roll(1, 0), wanted),
    }
