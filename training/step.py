"""The networks with their optimisers, and one training step of them."""

import copy
import math
from typing import Any

import torch
from torch import Tensor, nn

from training import losses
from training.conditioning import Conditioning, named_rightly
from training.config import Config
from training.layers import Dense
from training.network import Discriminator, Generator, block_of
from training.randomness import generator as random_generator
from training.schedule import Moment
from training.workers import Workers

BETAS = (0.0, 0.99)

# Of attributes: 1 where it is there, 1 where that is clear, float32 [n, attributes] each.
Labels = tuple[Tensor, Tensor]


class Networks:
    """Generator, its moving average, discriminator; Adam for both, begun anew at each resolution as in the paper."""

    def __init__(self, config: Config, workers: Workers):
        self.config = config
        self.workers = workers
        with torch.random.fork_rng(devices=[]):
            torch.manual_seed(config.seed)
            generator, discriminator = Generator(config.network), Discriminator(config.network)
            namer = Dense(config.network.channels(0), Conditioning.size)
        place = {"device": workers.device, "memory_format": torch.channels_last}
        self.generator = generator.to(**place)
        self.discriminator = discriminator.to(**place)
        # Names attributes from the discriminator's features; its own network stays the paper's.
        self.namer = namer.to(workers.device) if config.conditioning > 0 else None
        self.ema = copy.deepcopy(self.generator).requires_grad_(False)
        self.reset_optimisers()

    def reset_optimisers(self) -> None:
        self.optimisers = {
            "generator": torch.optim.Adam(self.generator.parameters(), betas=BETAS, eps=1e-8),
            "discriminator": torch.optim.Adam(self.discriminator.parameters(), betas=BETAS, eps=1e-8),
        }
        if self.namer is not None:
            self.optimisers["namer"] = torch.optim.Adam(self.namer.parameters(), betas=BETAS, eps=1e-8)

    def step(
        self,
        moment: Moment,
        real: Tensor,
        z: Tensor,
        seen: int,
        penalise: bool,
        mix_at: int,
        labels: tuple[Labels, Labels] | None = None,
    ) -> Tensor:
        """
        One step of the discriminator and one of the generator on the same fakes.

        @param real [n, 3, r, r], @param z [n, latent]: this process's share, n the same in all of them
        @param seen images before this step, over the networks' whole life
        @param mix_at names the random numbers of WGAN-GP's penalty
        @param labels what real pictures show, and what those of z are to show; with `conditioning` only
        @returns [7] on the device: losses of discriminator and generator, mean logits of real and fake, penalty, losses of
            naming real pictures and of those drawn for z (0 without labels)
        """
        config, workers, stage, alpha = self.config, self.workers, moment.stage, moment.alpha
        block = block_of(stage.resolution)
        gamma = config.gamma if stage.gamma is None else stage.gamma
        real = real.to(workers.device, memory_format=torch.channels_last, non_blocking=True)
        with workers.autocast():
            fake = self.generator(z.to(workers.device, non_blocking=True), block, alpha)
        shown = fake.detach()

        def features(images: Tensor, exact: bool = False) -> Tensor:
            if exact:  # second derivatives want full precision
                return self.discriminator.features(images.float(), block, alpha)
            with workers.autocast():
                return self.discriminator.features(images, block, alpha).float()

        def critic(images: Tensor, exact: bool = False) -> Tensor:
            return self.discriminator.judge(features(images, exact))

        def naming(seen: Tensor, truth: Labels) -> Tensor:
            return named_rightly(self.namer(seen), *(t.to(workers.device) for t in truth))

        penalty, named, drawn = torch.zeros(3, device=workers.device)
        if config.loss == "wgan-gp":
            real_features = features(real)
            real_logits, fake_logits = self.discriminator.judge(real_features), critic(shown)
            loss = losses.wgan_discriminator(real_logits, fake_logits, config.drift)
            mix = torch.rand(stage.batch, 1, 1, 1, generator=random_generator(config.seed, "mix", mix_at))
            mix = mix[workers.share(stage.batch)].to(workers.device)
            penalty = losses.gradient_penalty(
                lambda x: critic(x, exact=True), real, shown.float(), mix, gamma
            )
            loss = loss + penalty
        else:
            real_features = features(real.requires_grad_(penalise), exact=penalise)
            real_logits = self.discriminator.judge(real_features)
            fake_logits = critic(shown)
            loss = losses.logistic_discriminator(real_logits, fake_logits)
            if penalise:
                penalty = losses.r1(real_logits, real, gamma)
                loss = loss + penalty * config.penalty_every
        judges = {"discriminator": self.discriminator}
        if labels is not None:
            named = naming(real_features, labels[0])
            judges["namer"] = self.namer
        self._descend(judges, loss + config.conditioning * named, stage.rate)

        for judge in judges.values():
            judge.requires_grad_(False)
        of_generator = losses.wgan_generator if config.loss == "wgan-gp" else losses.logistic_generator
        fake_features = features(fake)
        loss_g = of_generator(self.discriminator.judge(fake_features))
        if labels is not None:
            drawn = naming(fake_features, labels[1])
        self._descend({"generator": self.generator}, loss_g + config.conditioning * drawn, stage.rate)
        for judge in judges.values():
            judge.requires_grad_(True)
        self._average(moment, seen)
        return torch.stack(
            [
                loss.detach(),
                loss_g.detach(),
                real_logits.mean().detach(),
                fake_logits.mean().detach(),
                penalty.detach(),
                named.detach(),
                drawn.detach(),
            ]
        )

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
        """The reverse of `tensors`; of a run that knew no labels the namer begins from noise."""
        self.reset_optimisers()
        for prefix, module in self._modules().items():
            for name, p in module.named_parameters():
                if prefix != "namer" or f"namer.{name}" in tensors:
                    p.copy_(tensors[f"{prefix}.{name}"])
        for prefix, optimiser in self.optimisers.items():
            for name, p in self._modules()[prefix].named_parameters():
                start = f"adam.{prefix}.{name}."
                state: dict[str, Any] = {}
                for key in ("step", "exp_avg", "exp_avg_sq"):
                    if start + key in tensors:
                        value = tensors[start + key]
                        # Adam counts steps on the CPU.
                        state[key] = value.clone() if key == "step" else torch.empty_like(p).copy_(value)
                if state:
                    optimiser.state[p] = state

    def _modules(self) -> dict[str, nn.Module]:
        found = {"ema": self.ema, "generator": self.generator, "discriminator": self.discriminator}
        return found if self.namer is None else found | {"namer": self.namer}

    def _descend(self, modules: dict[str, nn.Module], loss: Tensor, rate: float) -> None:
        """One step of these modules, by their names, down the slope of one loss."""
        for name in modules:
            self.optimisers[name].zero_grad(set_to_none=True)
        loss.backward()
        for name, module in modules.items():
            self.workers.average_gradients(module.parameters())
            for group in self.optimisers[name].param_groups:
                group["lr"] = rate
            self.optimisers[name].step()

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
