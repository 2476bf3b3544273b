"""The optimisers of the two networks, and their state in a checkpoint."""

from typing import Any

import torch
from torch import Tensor

from training.network.progan import Discriminator, Generator
from training.run.muon import Muon
from training.run.workers import Workers

BETAS = (0.0, 0.99)  # Adam's, as in the paper


def make_optimiser(
    name: str, network: Generator | Discriminator, workers: Workers, recorded: bool
) -> torch.optim.Optimizer:
    """
    Makes an optimiser whose rate is set before each step.

    @param recorded whether its steps are recorded on a GPU (training.run.recorded)
    """
    # Recorded steps read their rate from the GPU.
    rate = torch.zeros((), device=workers.device) if recorded else 0.0
    if name == "muon":
        # Heads have three outputs, and the first layer's gradient mixes sixteen places with all of z.
        matrices = [layer.w for layer in [*network.c0[1:], *network.c1]]
        return Muon(network.parameters(), matrices, rate, workers.bfloat16)
    return torch.optim.Adam(network.parameters(), rate, BETAS, eps=1e-8, fused=recorded, capturable=recorded)


def optimiser_tensors(
    optimiser: torch.optim.Optimizer, network: torch.nn.Module, prefix: str
) -> dict[str, Tensor]:
    """Returns an optimiser's state by name."""
    return {
        f"adam.{prefix}.{name}.{key}": value  # the name is older than the second optimiser
        for name, p in network.named_parameters()
        for key, value in optimiser.state.get(p, {}).items()
    }


@torch.no_grad()
def restore_optimiser(
    optimiser: torch.optim.Optimizer, network: torch.nn.Module, prefix: str, tensors: dict[str, Tensor]
) -> None:
    """Restores what `optimiser_tensors` returned; state of another kind of optimiser is left out."""
    # Adam counts steps in a float32, which is on the CPU if it is not fused.
    on_cpu = isinstance(optimiser, torch.optim.Adam) and not optimiser.defaults["fused"]
    matrices = optimiser.matrices if isinstance(optimiser, Muon) else set()
    for name, p in network.named_parameters():
        state: dict[str, Any] = {}
        for key in ("momentum",) if p in matrices else ("step", "exp_avg", "exp_avg_sq"):
            value = tensors.get(f"adam.{prefix}.{name}.{key}")
            if value is not None:
                like = p if key != "step" else torch.zeros((), device="cpu" if on_cpu else p.device)
                state[key] = torch.empty_like(like).copy_(value)
        if state:
            optimiser.state[p] = state
