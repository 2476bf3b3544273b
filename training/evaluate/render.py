"""Draws the pictures of many latents, on a GPU in large batches or on the CPU with one thread per core."""

import contextlib
import os
from collections import deque
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from typing import TypeVar

import numpy as np
import torch
from torch import Tensor

from training.network.judge import Judge, look
from training.network.layers import channels_last
from training.network.progan import Generator
from training.run.workers import Workers

T = TypeVar("T")


class Renderer:
    """
    Draws pictures of latents, in order.

    @param exact draw in float32; otherwise in bfloat16 where that is faster, which a judge cannot tell apart
    """

    def __init__(self, generator: Generator, workers: Workers, exact: bool):
        self.generator = channels_last(generator, workers.device)
        self.workers = workers
        self.exact = exact
        self.cuda = workers.device.type == "cuda"
        self.batch = 256 if self.cuda else 16

    @property
    def side(self) -> int:
        """The side of a picture in pixels."""
        return self.generator.shape.res

    def draw(self, z: Tensor) -> Tensor:
        """Draws [n, latent] as float32 [n, 3, r, r] in [-1, 1], in this thread and in one batch."""
        context = contextlib.nullcontext() if self.exact else self.workers.autocast()
        with torch.inference_mode(), context:
            return self.generator(z.to(self.workers.device)).float().clamp_(-1, 1)

    def each(self, z: Tensor, work: Callable[[Tensor], T]) -> Iterator[T]:
        """Calls `work` with the pictures of each batch of z."""
        parts = z.split(self.batch) if len(z) > 0 else ()
        yield from ordered(parts, lambda part: work(self.draw(part)), 1 if self.cuda else cores())

    def judge(self, z: Tensor, judge: Judge) -> dict[str, np.ndarray]:
        """Returns what a judge sees in each picture: [n, entries] per column."""
        judge.to(self.workers.device)

        def work(images: Tensor) -> dict[str, np.ndarray]:
            with contextlib.nullcontext() if self.exact else self.workers.autocast():
                return look(judge, [images])[0]

        found = list(self.each(z, work))
        return {column: np.concatenate([one[column] for one in found]) for column in judge.columns}


def ordered(items: tuple | list, work: Callable, threads: int) -> Iterator:
    """
    Yields `work` of each item in order, computed by several threads with a core each. Only a few items are in
    flight at a time.
    """
    if threads == 1:
        yield from map(work, items)
        return
    # Each thread's operations stay on its own core, because threads that share an operation wait for each
    # other.
    with ThreadPoolExecutor(threads, initializer=torch.set_num_threads, initargs=(1,)) as pool:
        flying: deque = deque()
        for item in items:
            flying.append(pool.submit(work, item))
            if len(flying) > 2 * threads:
                yield flying.popleft().result()
        while flying:
            yield flying.popleft().result()


def cores() -> int:
    """Returns how many cores this process may use."""
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1
