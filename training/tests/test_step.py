"""The moving average of the generator while the networks grow."""

import torch

from training.config import parse_config
from training.schedule import Schedule
from training.step import Networks
from training.workers import Workers

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


def test_the_average_of_a_fresh_block_follows_faster_than_that_of_an_old_network():
    config = parse_config(CONFIG, "test")
    networks = Networks(config, Workers(0, 1, torch.device("cpu"), bfloat16=False))
    moment = Schedule(config).at(100_400)  # 400 images into 8 px
    before = {name: p.clone() for name, p in networks.ema.named_parameters()}
    with torch.no_grad():
        for p in networks.generator.parameters():
            p.add_(1.0)
    networks._average(moment, seen=100_400)
    for name, p in networks.ema.named_parameters():
        # Half-lives: 5 % of the age, 10,000 at most, so 5,020 images for the old block and 20 for the fresh one.
        half_life = 20 if name.split(".")[1] == "1" else 5020
        share = 1 - 0.5 ** (8 / half_life)
        torch.testing.assert_close(p, before[name] + share)


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
