"""Muon: matrices whose singular values are made equal, and Adam for the rest."""

import pytest
import torch

from training.run.muon import LENGTH, Muon, orthogonalised


@pytest.mark.parametrize("shape", [(16, 40), (40, 16), (24, 24), (1, 30)])
@pytest.mark.parametrize("bfloat16", [False, True])
def test_singular_values_become_about_1_and_their_vectors_stay(shape: tuple[int, int], bfloat16: bool):
    matrix = torch.randn(shape, generator=torch.Generator().manual_seed(3))
    u, _, vh = torch.linalg.svd(matrix, full_matrices=False)
    found = orthogonalised(matrix, bfloat16)
    assert found.dtype == torch.float32
    inside = u.T @ found @ vh.T
    sizes = inside.diagonal()
    # The iteration's own range (Jordan et al. 2024); a singular value near 0 is not lifted all the way.
    assert sizes[torch.linalg.svdvals(matrix) > 0.3].min() > 0.6
    assert sizes.max() < 1.25
    off = inside - torch.diag(sizes)
    assert off.abs().max() < (0.05 if bfloat16 else 1e-4)


def test_a_gradient_of_zero_moves_nothing():
    p = torch.nn.Parameter(torch.ones(4, 3))
    p.grad = torch.zeros(4, 3)
    Muon([p], [p], 0.1).step()
    assert torch.equal(p, torch.ones(4, 3))


def test_the_step_of_a_matrix_has_the_length_of_the_rate_and_adams_is_that_of_its_first_step():
    matrix, bias = torch.nn.Parameter(torch.zeros(32, 8, 3, 3)), torch.nn.Parameter(torch.zeros(5))
    draw = torch.Generator().manual_seed(4)
    matrix.grad, bias.grad = (torch.randn(p.shape, generator=draw) for p in (matrix, bias))
    Muon([matrix, bias], [matrix], 0.1).step()
    assert matrix.square().mean().sqrt().item() == pytest.approx(0.1 * LENGTH, rel=0.2)
    torch.testing.assert_close(bias.detach(), -0.1 * bias.grad.sign(), atol=1e-4, rtol=0)


def test_a_badly_scaled_problem_is_learned_in_a_tenth_of_adams_steps():
    """The loss |W A - B|^2, where the columns of A differ in size by a factor of 100."""
    draw = torch.Generator().manual_seed(5)
    a = torch.randn(12, 12, generator=draw) @ torch.diag(torch.logspace(0, -2, 12))
    target = torch.randn(12, 12, generator=draw)

    def steps(make) -> int:
        w = torch.nn.Parameter(torch.zeros(12, 12))
        optimiser = make(w)
        for count in range(1, 5000):
            error = (w - target) @ a
            optimiser.zero_grad()
            error.square().sum().backward()
            for group in optimiser.param_groups:
                group["lr"] = 0.3 / (1 + count / 20)
            optimiser.step()
            if ((w - target) @ a).square().sum() < 1e-2:
                return count
        return 5000

    muon = steps(lambda w: Muon([w], [w]))
    adam = steps(lambda w: torch.optim.Adam([w], 0.0, (0.0, 0.99)))
    print(muon, adam)
    assert muon * 3 < adam
