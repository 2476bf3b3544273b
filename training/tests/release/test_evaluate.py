"""Checks each figure against a case with a known answer."""

import numpy as np
import pytest
import torch

from training.evaluate.coverage import coverage, shift
from training.evaluate.features import frechet, mean_square_distance, slerp
from training.evaluate.msssim import mean_ms_ssim, ms_ssim
from training.evaluate.nearest import nearest_distances, sheet, thumbnails
from training.evaluate.run import grid
from training.evaluate.swd import (
    descriptors,
    laplacian_pyramid,
    levels_of,
    normalise,
    sliced_wasserstein,
    swd,
)


def pictures(n: int, side: int = 32, seed: int = 0, smooth: int = 4) -> np.ndarray:
    random = np.random.default_rng(seed)
    coarse = random.integers(0, 256, (n, 3, side // smooth, side // smooth), np.uint8)
    return np.kron(coarse, np.ones((1, 1, smooth, smooth), np.uint8))


def test_a_pyramid_adds_up_to_the_picture():
    x = torch.from_numpy(pictures(2, 64)).float()
    levels = laplacian_pyramid(x)
    assert [level.shape[-1] for level in levels] == levels_of(64) == [64, 32, 16]
    from training.evaluate.swd import _enlarge

    back = levels[-1]
    for level in reversed(levels[:-1]):
        back = level + _enlarge(back)
    assert torch.allclose(back, x, atol=1e-3)
    flat = laplacian_pyramid(torch.full((1, 3, 32, 32), 100.0))
    assert flat[0][:, :, 8:24, 8:24].abs().max() < 1e-3  # only the softest level
    assert torch.allclose(flat[1][:, :, 4:12, 4:12], torch.tensor(100.0), atol=1e-2)


def test_sliced_wasserstein_of_a_shift_is_its_mean_projection():
    a = np.random.default_rng(0).standard_normal((2000, 3)).astype(np.float32)
    assert sliced_wasserstein(a, a[::-1].copy(), 1) == 0
    shifted = a + np.array([2, 0, 0], np.float32)
    # The mean absolute coordinate of a unit vector in three dimensions is 1/2.
    assert sliced_wasserstein(a, shifted, 1, directions=4096) == pytest.approx(1.0, rel=0.05)


def test_swd_grows_with_the_difference_and_is_small_within_a_set():
    def parts(images: np.ndarray) -> list[np.ndarray]:
        return [normalise(level) for level in descriptors(images, 1)]

    a, b, other = (
        parts(pictures(64, seed=1)),
        parts(pictures(64, seed=2)),
        parts(pictures(64, seed=3, smooth=16)),
    )
    same, far = swd(a, b, 32, 1), swd(a, other, 32, 1)
    assert set(same) == {"32", "16", "avg"}
    assert same["avg"] == pytest.approx((same["32"] + same["16"]) / 2, abs=1e-3)
    assert far["avg"] > 3 * same["avg"]
    assert a[0].reshape(len(a[0]), 3, -1)[:, 1].std() == pytest.approx(1, abs=1e-3)


def test_ms_ssim_is_one_for_the_same_picture_and_less_for_others():
    x = torch.from_numpy(pictures(4, 64)).float()
    assert torch.allclose(ms_ssim(x, x), torch.ones(4), atol=1e-5)
    noisy = (x + 20 * torch.randn_like(x)).clamp(0, 255)
    noisier = (x + 60 * torch.randn_like(x)).clamp(0, 255)
    assert (ms_ssim(x, noisier) < ms_ssim(x, noisy)).all()
    assert torch.allclose(ms_ssim(x, noisy), ms_ssim(noisy, x), atol=1e-5)
    same = np.repeat(pictures(1, 64), 8, axis=0)
    assert mean_ms_ssim(same, 4)[0] == pytest.approx(1, abs=1e-4)


def test_frechet_distance_of_gaussians_in_closed_form():
    random = np.random.default_rng(0)
    a = random.standard_normal((20000, 4))
    assert frechet(a, a) == pytest.approx(0, abs=1e-6)
    assert frechet(a, a + 3) == pytest.approx(36, abs=1e-6)
    # Standard deviations 1 and 2 give (2 - 1)^2 in each dimension.
    assert frechet(a, 2 * random.standard_normal((20000, 4))) == pytest.approx(4, rel=0.05)


def test_slerp_keeps_the_length_and_its_ends():
    a, b = (
        torch.nn.functional.normalize(torch.randn(5, 8, dtype=torch.float64), dim=1) * 3 for _ in range(2)
    )
    for t, end in ((0.0, a), (1.0, b)):
        assert torch.allclose(slerp(a, b, torch.full((5, 1), t, dtype=torch.float64)), end, atol=1e-9)
    middle = slerp(a, b, torch.full((5, 1), 0.5, dtype=torch.float64))
    assert torch.allclose(middle.norm(dim=1), torch.tensor(3.0, dtype=torch.float64))
    assert torch.allclose((middle * a).sum(1), (middle * b).sum(1))


def test_mean_square_distance_is_that_of_pairs():
    f = np.random.default_rng(1).standard_normal((400, 3)).astype(np.float32)
    pairs = np.square(f[:, None] - f[None]).sum(-1)
    assert mean_square_distance(f) == pytest.approx(pairs.sum() / (400 * 399), abs=0.1)


def test_a_copy_is_seen_by_its_distance(tmp_path):
    data = pictures(60, seed=5)
    small = thumbnails(data)
    copied = nearest_distances(small, small, 20)
    assert copied["model"] < 0.01 < copied["data"]
    fresh = nearest_distances(thumbnails(pictures(20, seed=6)), small, 20)
    assert fresh["model"] > copied["data"] / 2
    d = np.linalg.norm(small[:3, None] - small[None], axis=-1)
    sheet(tmp_path / "near.png", data[:3], data, d, d)
    assert (tmp_path / "near.png").stat().st_size > 1000


def test_a_grid_shows_pictures_in_rows():
    images = pictures(3, 16)
    page = grid(images, columns=2)
    assert page.shape == (32, 32, 3)
    assert np.array_equal(page[:16, 16:].transpose(2, 0, 1), images[1])
    assert not page[16:, 16:].any()


def test_coverage_names_what_is_missing_and_what_is_rare():
    columns = {"mouth": ["sad", "smile", "tongue"]}
    p = np.zeros((100, 3), np.float32)
    p[:, 1] = 1
    p[0] = (0.95, 0.05, 0)
    p[1] = (0, 0.4, 0.6)  # not clear enough to count as found
    truth = np.eye(3, dtype=np.float32)[np.arange(90) % 3]
    found = coverage({"mouth": p}, {"mouth": truth}, columns, 2000)
    assert found["missing"] == ["mouth=tongue"]
    assert found["rare"] == ["mouth=sad"]
    assert found["samples"] == 100
    assert shift(found["share"]) == pytest.approx(0.98 - 1 / 3, abs=1e-3)
