"""The networks with their optimisers, and one training step."""

import copy
import math

import torch
import torch.nn.functional as F
from torch import Tensor, nn

from training.data.randomness import generator as random_generator
from training.network.layers import channels_last
from training.network.progan import Discriminator, Generator, block_of
from training.pairing.choose import Pairing
from training.pairing.factors import Factors
from training.reader.likeness import Likeness
from training.run import losses
from training.run.config import Config, Stage
from training.run.optimisers import make_optimiser, optimiser_tensors, restore_optimiser
from training.run.recorded import Recorder
from training.run.schedule import Moment
from training.run.workers import Workers


class Networks:
    """
    The generator, its moving average, the discriminator, and an optimiser for each of the two that learn.
    Optimisers start afresh at each resolution, as in the paper.

    @param pairing set where pictures are paired with latents
    @param places with `pairing`: the weight of each place of a paired picture, [res, res]; equal by default
    @param likeness with `pairing`: a further measure of how a paired picture should look
    @raises TrainingError when the network is too narrow for the readout
    """

    def __init__(
        self,
        config: Config,
        workers: Workers,
        pairing: Pairing | None = None,
        places: Tensor | None = None,
        likeness: Likeness | None = None,
    ):
        self.config = config
        self.workers = workers
        self.places = None if places is None else places.to(workers.device)
        self.likeness = likeness
        self.readout = None
        if config.readout > 0 and pairing is not None:
            self.readout = pairing.readout(config.network, workers.device)
        self.confine = pairing.confine if config.only_factors and isinstance(pairing, Factors) else None
        with torch.random.fork_rng(devices=[]):
            torch.manual_seed(config.seed)
            generator, discriminator = Generator(config.network), Discriminator(config.network)
        self.generator = channels_last(generator, workers.device)
        self.discriminator = channels_last(discriminator, workers.device)
        self.ema = copy.deepcopy(self.generator).requires_grad_(False)
        # Several processes wait for each other in the middle of a step, which a graph cannot contain.
        alone_on_gpu = workers.device.type == "cuda" and workers.world == 1
        self.recorder = Recorder() if alone_on_gpu else None
        self.reset_optimisers()

    def reset_optimisers(self) -> None:
        """Starts both optimisers afresh."""
        # Recorded steps read their rate from the GPU.
        on_gpu, workers = self.recorder is not None, self.workers
        self.optimisers = {
            "generator": make_optimiser(self.config.optimiser, self.generator, workers, on_gpu),
            "discriminator": make_optimiser("adam", self.discriminator, workers, on_gpu),
        }
        if self.recorder is not None:
            self.recorder.forget()

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
        Takes one step of the discriminator and one of the generator on the same fakes.

        @param real [n, 3, r, r], this process's part of the batch; n is the same in all processes
        @param z [n, latent], the same part. With `pairing`, z[i] belongs to real[i], and the generator also
            learns to draw that picture
        @param seen images before this step, over the whole life of the networks
        @param mix_at identifies the random numbers of WGAN-GP's penalty
        @param adversary whether the discriminator is trained; without it the generator learns from pairs
            alone
        @param values [n, columns], with `readout`: which value of each label column (int64) or factor
            (float32) z[i] stands for
        @returns [8] on the device, in the order of training.run.progress.NAMES
        """
        self._set_rate("generator", moment.rate)
        self._set_rate("discriminator", moment.discriminator_rate)
        device, alpha = self.workers.device, moment.alpha
        inputs = [
            real.to(device, memory_format=torch.channels_last, non_blocking=True),
            z.to(device, non_blocking=True),
        ]
        if values is not None:
            inputs.append(values.to(device, non_blocking=True))
        if self.recorder is not None and self.config.loss != "wgan-gp":
            fading = alpha < 1
            if fading:
                inputs.append(torch.full((), alpha, device=device))

            def step(real: Tensor, z: Tensor, *more: Tensor) -> Tensor:
                share = more[-1] if fading else 1.0
                told = more[0] if values is not None else None
                return self._learn(moment.stage, share, real, z, told, penalise, mix_at, adversary)

            kind = (moment.index, fading, len(real), adversary, penalise)
            losses = self.recorder.run(kind, inputs, step)
        else:
            told = inputs[2] if values is not None else None
            losses = self._learn(moment.stage, alpha, inputs[0], inputs[1], told, penalise, mix_at, adversary)
        self._average(moment, seen)
        return losses

    def _learn(
        self,
        stage: Stage,
        alpha: float | Tensor,
        real: Tensor,
        z: Tensor,
        values: Tensor | None,
        penalise: bool,
        mix_at: int,
        adversary: bool,
    ) -> Tensor:
        """Takes a step, except for the moving average, entirely on the device."""
        with self.workers.autocast():
            maps = self.generator.maps(z, block_of(stage.resolution))
            fake = self.generator.picture(maps, alpha)
        judged, zero = torch.zeros(5, device=real.device), torch.zeros((), device=real.device)
        loss, paired, read, unlike = zero, zero, zero, zero
        if self.config.pairing > 0:
            weight = self._places(stage.resolution)
            paired = losses.laplacian_l1(fake.float(), real, stage.detail, weight=weight)
            loss = (self.config.pairing if stage.pairing is None else stage.pairing) * paired
        if self.readout is not None and values is not None:
            read = self.readout.loss(maps, values)
            loss = loss + self.config.readout * read
        if self.likeness is not None and stage.resolution == self.likeness.side:
            with self.workers.autocast():
                unlike = self.likeness.loss(fake, real)
            loss = loss + self.config.likeness * unlike
        if adversary:
            judged = self._judge(stage, alpha, real, fake.detach(), penalise, mix_at)
            self.discriminator.requires_grad_(False)
            of_generator = (
                losses.wgan_generator if self.config.loss == "wgan-gp" else losses.logistic_generator
            )
            loss_g = of_generator(self._critic(stage, alpha, fake))
            judged[1], loss = loss_g.detach(), loss + loss_g
        self._descend("generator", loss)
        if self.confine is not None:
            self.confine(self.generator)
        self.discriminator.requires_grad_(True)
        return torch.cat([judged, torch.stack([paired, read, unlike]).detach()])

    def _judge(
        self,
        stage: Stage,
        alpha: float | Tensor,
        real: Tensor,
        fake: Tensor,
        penalise: bool,
        mix_at: int,
    ) -> Tensor:
        """
        Takes a step of the discriminator.

        @returns [5]: its loss, 0, the mean logits of real and fake, the penalty
        """
        config, workers = self.config, self.workers
        gamma = config.gamma if stage.gamma is None else stage.gamma
        penalty = torch.zeros((), device=workers.device)
        fake_logits = self._critic(stage, alpha, fake)
        if config.loss == "wgan-gp":
            real_logits = self._critic(stage, alpha, real)
            loss = losses.wgan_discriminator(real_logits, fake_logits, config.drift)
            mix = torch.rand(stage.batch, 1, 1, 1, generator=random_generator(config.seed, "mix", mix_at))
            mix = mix[workers.share(stage.batch)].to(workers.device)
            penalty = losses.gradient_penalty(
                lambda x: self._critic(stage, alpha, x, exact=True), real, fake.float(), mix, gamma
            )
            loss = loss + penalty
        else:
            real = real.detach().requires_grad_(penalise)
            real_logits = self._critic(stage, alpha, real, exact=penalise)
            loss = losses.logistic_discriminator(real_logits, fake_logits)
            if penalise:
                penalty = losses.r1(real_logits, real, gamma)
                loss = loss + penalty * config.penalty_every
        self._descend("discriminator", loss)
        found = (loss, torch.zeros_like(loss), real_logits.mean(), fake_logits.mean(), penalty)
        return torch.stack([t.detach() for t in found])

    def _critic(self, stage: Stage, alpha: float | Tensor, images: Tensor, exact: bool = False) -> Tensor:
        """
        Judges images.

        @param exact compute in float32, because second derivatives need full precision
        @returns logits [n], float32
        """
        block = block_of(stage.resolution)
        if exact:
            return self.discriminator(images.float(), block, alpha)
        with self.workers.autocast():
            return self.discriminator(images, block, alpha).float()

    def finite(self) -> bool:
        """Tells whether every weight is finite."""
        modules = (self.generator, self.discriminator, self.ema)
        return all(bool(torch.isfinite(p).all()) for m in modules for p in m.parameters())

    def tensors(self) -> dict[str, Tensor]:
        """Returns everything that the next step depends on, by name."""
        found: dict[str, Tensor] = {}
        for prefix, module in self._modules().items():
            for name, p in module.named_parameters():
                found[f"{prefix}.{name}"] = p
        for prefix, optimiser in self.optimisers.items():
            found |= optimiser_tensors(optimiser, self._modules()[prefix], prefix)
        return found

    @torch.no_grad()
    def load(self, tensors: dict[str, Tensor]) -> None:
        """Restores what `tensors` returned."""
        self.reset_optimisers()
        for prefix, module in self._modules().items():
            for name, p in module.named_parameters():
                p.copy_(tensors[f"{prefix}.{name}"])
        for prefix, optimiser in self.optimisers.items():
            restore_optimiser(optimiser, self._modules()[prefix], prefix, tensors)

    def _modules(self) -> dict[str, nn.Module]:
        return {"ema": self.ema, "generator": self.generator, "discriminator": self.discriminator}

    def _places(self, resolution: int) -> Tensor | None:
        return (
            None
            if self.places is None
            else F.avg_pool2d(self.places[None], len(self.places) // resolution)[0]
        )

    def _set_rate(self, name: str, rate: float) -> None:
        for group in self.optimisers[name].param_groups:
            if isinstance(group["lr"], Tensor):
                group["lr"].fill_(rate)
            else:
                group["lr"] = rate

    def _descend(self, name: str, loss: Tensor) -> None:
        """Takes one optimiser step of a network."""
        module, optimiser = self._modules()[name], self.optimisers[name]
        optimiser.zero_grad(set_to_none=True)
        loss.backward()
        self.workers.average_gradients(module.parameters())
        optimiser.step()

    @torch.no_grad()
    def _average(self, moment: Moment, seen: int) -> None:
        """
        Updates the moving average.

        The average follows a fresh network faster, so as not to drag noise along (Karras et al. 2020). The
        same goes for a network with a fresh block: its layers learn together, and averages of different ages
        do not fit each other.
        """
        batch, age = moment.stage.batch, min(seen, moment.into)
        half_life = max(batch, min(self.config.ema_half_life, 0.05 * age))
        share = 1 - math.pow(0.5, batch / half_life)
        torch._foreach_lerp_(list(self.ema.parameters()), list(self.generator.parameters()), share)
