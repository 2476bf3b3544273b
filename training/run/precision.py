"""
Measures which precision is faster on this machine. CPUs without bfloat16 instructions emulate it ten times
more slowly than float32, and a CPU's feature flags do not tell how fast PyTorch is with it.
"""

import dataclasses
import time

import torch
import torch.distributed as dist

from training.run.config import Config
from training.run.schedule import Moment
from training.run.step import Networks
from training.run.workers import Workers

SECONDS = 1.0  # seconds per precision
GAIN = 1.1  # factor by which bfloat16 must be faster to be worth its coarser numbers


def settle(config: Config, workers: Workers) -> Workers:
    """
    Returns the workers with the precision chosen for `precision: auto`, and prints it with the reason. A
    precision named in the configuration is kept; on a GPU, its generation decides (training.run.workers).
    """
    if config.precision != "auto":
        return workers
    if workers.device.type != "cpu":
        if workers.first:
            print(f"precision: {_name(workers.bfloat16)}, by the GPU's generation", flush=True)
        return workers
    # Several processes share the machine, so they measure at the same time and adopt the result of the first.
    stage = config.stages[len(config.stages) // 2]
    rates = [measure(config, dataclasses.replace(workers, bfloat16=b)) for b in (False, True)]
    if workers.world > 1:
        shared = torch.tensor(rates)
        dist.broadcast(shared, 0)
        rates = shared.tolist()
    bfloat16 = rates[1] > GAIN * rates[0]
    if workers.first:
        print(
            f"precision: {_name(bfloat16)}, because at {stage.resolution} px a thread makes {rates[0]:.3g} "
            f"images a second in float32 here and {rates[1]:.3g} in bfloat16",
            flush=True,
        )
    return dataclasses.replace(workers, bfloat16=bfloat16)


def measure(config: Config, workers: Workers, seconds: float = SECONDS) -> float:
    """
    Returns the images per second of one thread's processor time in whole steps, at a resolution in the middle
    of the schedule. Wall-clock time, or the time of threads that wait for each other, would measure the
    machine's other work.

    @param seconds how long to measure; the fastest step counts, of two or more after a first one
    """
    threads = torch.get_num_threads()
    torch.set_num_threads(1)
    try:
        return _measure(config, workers, seconds)
    finally:
        torch.set_num_threads(threads)


def _measure(config: Config, workers: Workers, seconds: float) -> float:
    index = len(config.stages) // 2
    stage = config.stages[index]
    count = stage.batch
    moment = Moment(stage, index, 1.0, stage.fade)
    networks = Networks(
        dataclasses.replace(config, readout=0.0, likeness=0.0, reader="", only_factors=False),
        dataclasses.replace(workers, world=1, rank=0),
    )
    draw = torch.Generator().manual_seed(config.seed)
    real = torch.rand(count, 3, stage.resolution, stage.resolution, generator=draw) * 2 - 1
    z = torch.randn(count, config.network.latent, generator=draw)
    taken: list[float] = []
    while len(taken) < 3 or sum(taken[1:]) < seconds:
        began = time.thread_time()
        networks.step(moment, real, z, 0, penalise=False, mix_at=0)
        taken.append(time.thread_time() - began)
    return count / max(min(taken[1:]), 1e-9)


def _name(bfloat16: bool) -> str:
    return "bfloat16" if bfloat16 else "float32"
