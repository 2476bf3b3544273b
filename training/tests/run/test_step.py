"""The moving average of the generator while the networks grow."""

import torch

from training.run.config import parse_config
from training.run.schedule import Schedule
from training.run.step import Networks
from training.run.workers import Workers

CONFIG = {
    "data": "unused",
    "out": "unused",
    "network": {"res": 8, "base": 64, "max": 8, "latent": 6},
    "ema_half_life": 10_000,
    "stages": [
        {"resolution": 4, "fade": 0, "steady": 100_000, "batch": 8, "rate": 0.01},
        {"resolution": 8, "fade": 1000, "steady": 1000, "batch": 8, "rate": 0.01},
    ],
}


def test_the_average_follows_faster_while_a_block_is_fresh():
    config = parse_config(CONFIG, "test")
    schedule = Schedule(config)
    # Half-lives are 5 % of the images since the stage began, but at most ema_half_life and at least a batch.
    for at, half_life in ((100_000, 8), (100_400, 20), (101_000, 50)):
        networks = Networks(config, Workers(0, 1, torch.device("cpu"), bfloat16=False))
        before = {name: p.clone() for name, p in networks.ema.named_parameters()}
        with torch.no_grad():
            for p in networks.generator.parameters():
                p.add_(1.0)
        networks._average(schedule.at(at), seen=at)
        for name, p in networks.ema.named_parameters():
            torch.testing.assert_close(p, before[name] + 1 - 0.5 ** (8 / half_life))


def test_a_step_moves_both_networks_and_the_average():
    config = parse_config(CONFIG, "test")
    networks = Networks(config, Workers(0, 1, torch.device("cpu"), bfloat16=False))
    before = {name: t.clone() for name, t in networks.tensors().items()}
    draw = torch.Generator().manual_seed(1)
    real, z = torch.randn(8, 3, 8, 8, generator=draw), torch.randn(8, 6, generator=draw)
    losses = networks.step(Schedule(config).at(100_800), real, z, seen=100_800, penalise=True, mix_at=0)
    assert torch.isfinite(losses).all()
    after = networks.tensors()
    for name in ("generator.c1.1.w", "generator.c0.0.w", "discriminator.c0.1.w", "ema.rgb.1.w"):
        assert not torch.equal(before[name], after[name]), name
