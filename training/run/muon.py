"""
Muon (Jordan et al. 2024, "Muon: An optimizer for hidden layers in neural networks"): a step of a weight
matrix is the momentum with all its singular values made equal, so directions that gradients rarely show are
learned as fast as the others.
"""

import math
from collections.abc import Iterable

import torch
from torch import Tensor

# Coefficients of the quintic Newton-Schulz iteration, from the same source.
A, B, C = 3.4445, -4.7750, 2.0315
ITERATIONS = 5
MOMENTUM = 0.95
SPREAD = 0.99  # decay of the mean square of Adam's gradients
EPSILON = 1e-8
# Root mean square of a matrix's step, as a multiple of the rate, which is about the length of Adam's step.
LENGTH = 0.4


def orthogonalised(matrix: Tensor, bfloat16: bool = False) -> Tensor:
    """
    Returns a matrix [m, n] with the same singular vectors, whose singular values are about 1 (0.7 to 1.2).

    @param bfloat16 whether to compute in bfloat16, which is exact enough
    """
    tall = matrix.shape[0] > matrix.shape[1]
    x = matrix.T if tall else matrix
    x = x / (x.norm() + EPSILON)
    if bfloat16:
        x = x.bfloat16()
    for _ in range(ITERATIONS):
        gram = x @ x.T
        x = A * x + (B * gram + C * gram @ gram) @ x
    return (x.T if tall else x).to(matrix.dtype)


class Muon(torch.optim.Optimizer):
    """
    Muon for the convolutions in the middle of a network, each as a matrix [outputs, inputs * k * k], and Adam
    with momentum for everything else.
    """

    def __init__(
        self,
        parameters: Iterable[Tensor],
        matrices: Iterable[Tensor],
        rate: float | Tensor = 0.0,
        bfloat16: bool = False,
    ):
        """
        @param parameters all of a network's
        @param matrices those of them that take Muon's steps
        @param bfloat16 whether matrices may be made orthogonal in bfloat16
        """
        self.bfloat16 = bfloat16
        self.matrices = set(matrices)
        super().__init__(parameters, {"lr": rate})

    @torch.no_grad()
    def step(self, closure: None = None) -> None:  # type: ignore[override]
        """Takes one step at the rate `lr` of each group; parameters without a gradient stay."""
        for group in self.param_groups:
            for p in group["params"]:
                if p.grad is None:
                    continue
                change = self._matrix(p) if p in self.matrices else self._adam(p)
                p.sub_(change * group["lr"])

    def _matrix(self, p: Tensor) -> Tensor:
        state, gradient = self.state[p], p.grad
        assert gradient is not None
        if "momentum" not in state:
            state["momentum"] = torch.zeros_like(p)
        momentum = state["momentum"].lerp_(gradient, 1 - MOMENTUM)
        ahead = gradient.lerp(momentum, MOMENTUM).flatten(1)  # Nesterov's
        step = orthogonalised(ahead, self.bfloat16)
        return step.mul_(LENGTH * math.sqrt(max(step.shape))).view_as(p)

    def _adam(self, p: Tensor) -> Tensor:
        state, gradient = self.state[p], p.grad
        assert gradient is not None
        if "exp_avg" not in state:
            state["step"] = torch.zeros((), device=p.device)
            state["exp_avg"], state["exp_avg_sq"] = torch.zeros_like(p), torch.zeros_like(p)
        step = state["step"].add_(1)
        mean = state["exp_avg"].lerp_(gradient, 1 - MOMENTUM)
        square = state["exp_avg_sq"].lerp_(gradient.square(), 1 - SPREAD)
        size = (square / (1 - SPREAD**step)).sqrt_().add_(EPSILON)
        return mean / (1 - MOMENTUM**step) / size
