"""
Distils the networks from the ends of several stages into one small network (Hinton et al. 2015, "Distilling
the Knowledge in a Neural Network"; here pictures take the place of probabilities).

A Progressive GAN goes on learning after a stage, so a finished network no longer draws what it drew then, and
the networks of all its stages are too large to ship. What can be seen of them is a few small pictures a face.
The small network has a head for each size, and the picture of a head is that of the network from the end of
that stage. Its latent has only what those pictures depend on.
"""

from collections.abc import Callable

import torch
import torch.nn.functional as F
from torch import Tensor

from training.data.randomness import generator as random_generator
from training.errors import TrainingError
from training.network.layers import Conv, pixel_norm
from training.network.progan import Generator, Shape
from training.pairing.directions import cosines
from training.pairing.factors import pass_on
from training.run.muon import Muon
from training.run.workers import Workers

RATE, RATE_END = 0.02, 0.0004  # per step, in between geometric
BATCH = 64
DRAWN_AT_ONCE = 256
CODES = 255  # levels of a weight in 8 bits, and of a colour
COUNTED = 1e-3  # a direction of z counts if its weights are at least this share of the largest ones


def factors_of(teachers: list[Generator]) -> int:
    """
    Returns on how many of the first directions (training.pairing.directions.cosines) their pictures depend.

    @raises TrainingError where these are too many for a small network
    """
    latent = teachers[0].shape.latent
    rows = torch.cat([t.c0[0].w.permute(0, 2, 3, 1).reshape(-1, latent) for t in teachers])
    sizes = (rows.double() @ cosines(latent, latent).T).norm(dim=0)
    counting = (sizes > COUNTED * sizes.max()).nonzero()
    count = int(counting[-1]) + 1 if len(counting) > 0 else 0
    if not 0 < count <= latent // 2:
        raise TrainingError(
            "WEIGHTS_INVALID",
            f"The networks of the stages depend on {count} directions of z. A growth network is for networks "
            f"that were trained with only_factors, and with at most {latent // 2} factors.",
        )
    return count


def reduced(z: Tensor, count: int) -> Tensor:
    """
    Returns the latents of the growth network: z, normalised, along the first `count` cosines, and the length
    that is left. PixelNorm keeps all of that, because every such latent has the same length.

    @param z [n, latent]
    @returns [n, count + 1], each of length sqrt(latent)
    """
    z = pixel_norm(z)
    along = z @ cosines(count, z.shape[1]).float().T
    left = (z.square().sum(dim=1) - along.square().sum(dim=1)).clamp(min=0).sqrt()
    return torch.cat([along, left[:, None]], dim=1)


@torch.inference_mode()
def drawn(networks: list[Generator], z: Tensor, workers: Workers) -> list[Tensor]:
    """Returns each network's own pictures of latents, float16 [n, 3, r, r] in about [-1, 1]."""
    parts: list[list[Tensor]] = [[] for _ in networks]
    for some in z.split(DRAWN_AT_ONCE):
        for pictures, network in zip(parts, networks):
            with workers.autocast():
                pictures.append(network(some).half())
    return [torch.cat(pictures) for pictures in parts]


def heads(student: Generator, z: Tensor) -> list[Tensor]:
    """Returns the pictures of all of a network's heads, smallest first."""
    return [head(x) for head, x in zip(student.rgb, student.maps(z))]


def distil(
    teachers: list[Generator],
    base: int,
    most: int,
    count: int,
    steps: int,
    seed: int,
    workers: Workers,
    report: Callable[[int, float], None] = lambda step, loss: None,
) -> Generator:
    """
    Trains the small network, by the mean absolute differences of its pictures.

    @param teachers the networks from the end of consecutive stages, from 4 px up
    @param base, most block b (1 at 4 px) of the small network has min(base / 2^b, most) channels
    @param count latents to learn from
    @param report is called every 100 steps with the mean difference of all sizes
    @returns the network, of the largest teacher's resolution, with a head for every size
    """
    largest, factors = teachers[-1].shape, factors_of(teachers)
    with torch.random.fork_rng(devices=[]):
        torch.manual_seed(seed)
        student = Generator(Shape(largest.res, base, most, factors + 1))
    # Otherwise it soon forgets factors that only larger pictures show.
    pass_on(student, torch.eye(factors, factors + 1))
    z = torch.randn(count, largest.latent, generator=random_generator(seed, "growth", 0))
    wanted, known = drawn(teachers, z, workers), reduced(z, factors)
    matrices = [layer.w for layer in [*student.c0[1:], *student.c1]]
    optimiser = Muon(student.parameters(), matrices, RATE, workers.bfloat16)
    for step in range(steps):
        rate = RATE * (RATE_END / RATE) ** (step / steps)
        for group in optimiser.param_groups:
            group["lr"] = rate
        rows = torch.randint(count, (BATCH,), generator=random_generator(seed, "growth rows", step))
        with workers.autocast():
            found = heads(student, known[rows])
        loss = torch.stack([F.l1_loss(a.float(), b[rows].float()) for a, b in zip(found, wanted)]).mean()
        optimiser.zero_grad(set_to_none=True)
        loss.backward()
        optimiser.step()
        if step % 100 == 99:
            report(step + 1, loss.item())
    return student.requires_grad_(False).eval()


@torch.no_grad()
def round_to_codes(student: Generator) -> None:
    """Rounds large kernels as `npm run convert -- --quantize uint8` does."""
    for module in student.modules():
        if isinstance(module, Conv) and module.w.numel() >= 4096:
            w = module.w * module.scale
            low, high = min(0.0, float(w.min())), max(0.0, float(w.max()))
            step = (high - low) / CODES or 1.0
            zero = round(-low / step)
            codes = ((w / step).round() + zero).clamp(0, CODES)
            module.w.copy_((codes - zero) * step / module.scale)


@torch.inference_mode()
def differences(teachers: list[Generator], student: Generator, count: int, seed: int) -> dict[int, float]:
    """
    Measures the small network on latents that it has not learned from.

    @returns for each size the mean absolute difference from its teacher's pictures, in levels of 255, both
        cut off where colours end
    """
    latent, factors = teachers[0].shape.latent, student.shape.latent - 1
    z = torch.randn(count, latent, generator=random_generator(seed, "growth measured", 0))
    sums = [0.0] * len(teachers)
    for some in z.split(DRAWN_AT_ONCE):
        for i, (teacher, found) in enumerate(zip(teachers, heads(student, reduced(some, factors)))):
            apart = (found.clamp(-1, 1) - teacher(some).clamp(-1, 1)).abs().mean(dim=(1, 2, 3))
            sums[i] += float(apart.sum()) * CODES / 2
    return {t.shape.res: total / count for t, total in zip(teachers, sums)}
