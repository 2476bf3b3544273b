"""The networks with their optimisers, and one training step of them."""

import copy
import math
from typing import Any

import torch
import torch.nn.functional as F
from torch import Tensor, nn

from training import losses
from training.config import Config
from training.errors import TrainingError
from training.network import Discriminator, Generator, block_of
from training.randomness import generator as random_generator
from training.readout import Readout
from training.schedule import Moment
from training.workers import Workers

BETAS = (0.0, 0.99)


class Networks:
    """
    Generator, its moving average, discriminator; Adam for both, begun anew at each resolution as in the paper.

    @param sizes with `pairing`: how many values each label column has
    @param places with `pairing`: [res, res], how much each place of a paired picture counts; alike when there is none
    @raises TrainingError when labels cannot be read from a network as narrow as this
    """

    def __init__(
        self,
        config: Config,
        workers: Workers,
        sizes: list[int] | None = None,
        places: Tensor | None = None,
    ):
        self.config = config
        self.workers = workers
        self.places = None if places is None else places.to(workers.device)
        self.readout = None
        if config.readout > 0 and sizes:
            self.readout = Readout(config.network, sizes, workers.device)
            if self.readout.blocks == 0:
                raise TrainingError(
                    "CONFIG_INVALID",
                    f"readout needs a channel for each of the labels' {sum(sizes)} values at 4 px; the network has "
                    f"{config.network.channels(0)}. Make network.max larger, or readout 0.",
                )
        with torch.random.fork_rng(devices=[]):
            torch.manual_seed(config.seed)
            generator, discriminator = Generator(config.network), Discriminator(config.network)
        place = {"device": workers.device, "memory_format": torch.channels_last}
        self.generator = generator.to(**place)
        self.discriminator = discriminator.to(**place)
        self.ema = copy.deepcopy(self.generator).requires_grad_(False)
        self.reset_optimisers()

    def reset_optimisers(self) -> None:
        fused = self.workers.device.type == "cuda"
        self.optimisers = {
            name: torch.optim.Adam(module.parameters(), betas=BETAS, eps=1e-8, fused=fused)
            for name, module in self._modules().items()
            if name != "ema"
        }

    def step(
        self,
        moment: Moment,
        real: Tensor,
        z: Tensor,
        seen: int,
        penalise: bool,
        mix_at: int,
        adversary: bool = True,
        values: Tensor | None = None,
    ) -> Tensor:
        """
        One step of the discriminator and one of the generator on the same fakes.

        @param real [n, 3, r, r], @param z [n, latent]: this process's share, n the same in all of them. With `pairing` z[i] is of
            real[i], and the generator is also to draw it
        @param seen images before this step, over the networks' whole life
        @param mix_at names the random numbers of WGAN-GP's penalty
        @param adversary whether the discriminator has a part in it; without, the generator learns from pairs alone
        @param values int64 [n, columns], with `readout`: which value of each label column z[i] stands for
        @returns [7] on the device, as training.progress.NAMES
        """
        workers, stage = self.workers, moment.stage
        real = real.to(workers.device, memory_format=torch.channels_last, non_blocking=True)
        with workers.autocast():
            maps = self.generator.maps(z.to(workers.device, non_blocking=True), block_of(stage.resolution))
            fake = self.generator.picture(maps, moment.alpha)
        judged, zero = torch.zeros(5, device=workers.device), torch.zeros((), device=workers.device)
        loss, paired, read = zero, zero, zero
        if self.config.pairing > 0:
            paired = losses.laplacian_l1(
                fake.float(), real, stage.detail, weight=self._places(stage.resolution)
            )
            loss = (self.config.pairing if stage.pairing is None else stage.pairing) * paired
        if self.readout is not None and values is not None:
            read = self.readout.loss(maps, values.to(workers.device, non_blocking=True))
            loss = loss + self.config.readout * read
        if adversary:
            judged = self._judge(moment, real, fake.detach(), penalise, mix_at)
            self.discriminator.requires_grad_(False)
            of_generator = (
                losses.wgan_generator if self.config.loss == "wgan-gp" else losses.logistic_generator
            )
            loss_g = of_generator(self._critic(moment, fake))
            judged[1], loss = loss_g.detach(), loss + loss_g
        self._descend("generator", loss, moment.rate)
        self.discriminator.requires_grad_(True)
        self._average(moment, seen)
        return torch.cat([judged, torch.stack([paired, read]).detach()])

    def _judge(self, moment: Moment, real: Tensor, fake: Tensor, penalise: bool, mix_at: int) -> Tensor:
        """A step of the discriminator. @returns [5]: its loss, 0, mean logits of real and fake, penalty"""
        config, workers, stage = self.config, self.workers, moment.stage
        gamma = config.gamma if stage.gamma is None else stage.gamma
        penalty = torch.zeros((), device=workers.device)
        fake_logits = self._critic(moment, fake)
        if config.loss == "wgan-gp":
            real_logits = self._critic(moment, real)
            loss = losses.wgan_discriminator(real_logits, fake_logits, config.drift)
            mix = torch.rand(stage.batch, 1, 1, 1, generator=random_generator(config.seed, "mix", mix_at))
            mix = mix[workers.share(stage.batch)].to(workers.device)
            penalty = losses.gradient_penalty(
                lambda x: self._critic(moment, x, exact=True), real, fake.float(), mix, gamma
            )
            loss = loss + penalty
        else:
            real = real.detach().requires_grad_(penalise)
            real_logits = self._critic(moment, real, exact=penalise)
            loss = losses.logistic_discriminator(real_logits, fake_logits)
            if penalise:
                penalty = losses.r1(real_logits, real, gamma)
                loss = loss + penalty * config.penalty_every
        self._descend("discriminator", loss, moment.discriminator_rate)
        found = (loss, torch.zeros_like(loss), real_logits.mean(), fake_logits.mean(), penalty)
        return torch.stack([t.detach() for t in found])

    def _critic(self, moment: Moment, images: Tensor, exact: bool = False) -> Tensor:
        """@param exact in float32: second derivatives want full precision. @returns logits [n], float32"""
        block, alpha = block_of(moment.stage.resolution), moment.alpha
        if exact:
            return self.discriminator(images.float(), block, alpha)
        with self.workers.autocast():
            return self.discriminator(images, block, alpha).float()

    def finite(self) -> bool:
        """Whether every weight is a number."""
        modules = (self.generator, self.discriminator, self.ema)
        return all(bool(torch.isfinite(p).all()) for m in modules for p in m.parameters())

    def tensors(self) -> dict[str, Tensor]:
        """Everything that the next step depends on, by name."""
        found = {}
        for prefix, module in self._modules().items():
            for name, p in module.named_parameters():
                found[f"{prefix}.{name}"] = p
        for prefix, optimiser in self.optimisers.items():
            for name, p in self._modules()[prefix].named_parameters():
                for key, value in optimiser.state.get(p, {}).items():
                    found[f"adam.{prefix}.{name}.{key}"] = value
        return found

    @torch.no_grad()
    def load(self, tensors: dict[str, Tensor]) -> None:
        """The reverse of `tensors`."""
        self.reset_optimisers()
        for prefix, module in self._modules().items():
            for name, p in module.named_parameters():
                p.copy_(tensors[f"{prefix}.{name}"])
        for prefix, optimiser in self.optimisers.items():
            for name, p in self._modules()[prefix].named_parameters():
                start = f"adam.{prefix}.{name}."
                state: dict[str, Any] = {}
                for key in ("step", "exp_avg", "exp_avg_sq"):
                    if start + key in tensors:
                        value = tensors[start + key]
                        # Adam counts steps in a float32, on the CPU where it is not fused.
                        like = torch.zeros((), device=p.device if optimiser.defaults["fused"] else "cpu")
                        state[key] = torch.empty_like(like if key == "step" else p).copy_(value)
                if state:
                    optimiser.state[p] = state

    def _modules(self) -> dict[str, nn.Module]:
        return {"ema": self.ema, "generator": self.generator, "discriminator": self.discriminator}

    def _places(self, resolution: int) -> Tensor | None:
        return None if self.places is None else F.avg_pool2d(self.places[None], len(self.places) // resolution)[0]

    def _descend(self, name: str, loss: Tensor, rate: float) -> None:
        """One step of a network down the slope of its loss."""
        module, optimiser = self._modules()[name], self.optimisers[name]
        optimiser.zero_grad(set_to_none=True)
        loss.backward()
        self.workers.average_gradients(module.parameters())
        for group in optimiser.param_groups:
            group["lr"] = rate
        optimiser.step()

    @torch.no_grad()
    def _average(self, moment: Moment, seen: int) -> None:
        """
        A fresh network's average follows faster, so that it does not drag noise along (Karras et al. 2020). So does that
        of a network with a fresh block: its layers learn together, and averages of different ages do not fit each other.
        """
        batch, age = moment.stage.batch, min(seen, moment.into)
        half_life = max(batch, min(self.config.ema_half_life, 0.05 * age))
        share = 1 - math.pow(0.5, batch / half_life)
        torch._foreach_lerp_(list(self.ema.parameters()), list(self.generator.parameters()), share)
