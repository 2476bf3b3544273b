"""
Processes and devices: one process by default, or several under torchrun, each with its part of every batch.
"""

import contextlib
import os
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

import torch
import torch.distributed as dist
from torch import Tensor

from training.errors import TrainingError
from training.run.memory import keep_freed_memory


@dataclass(frozen=True)
class Workers:
    """This process among its peers, its device, and its precision."""

    rank: int
    world: int
    device: torch.device
    bfloat16: bool

    @property
    def first(self) -> bool:
        """Whether this is the process that writes and reports."""
        return self.rank == 0

    def share(self, count: int) -> slice:
        """Returns the part of a batch of `count` that belongs to this process."""
        return slice(self.rank * count // self.world, (self.rank + 1) * count // self.world)

    def autocast(self) -> contextlib.AbstractContextManager:
        """Returns a context in which the networks compute in bfloat16 where that was chosen."""
        if not self.bfloat16:
            return contextlib.nullcontext()
        return torch.autocast(self.device.type, torch.bfloat16)

    def average_gradients(self, parameters: Iterable[Tensor]) -> None:
        """Gives every process the mean of all gradients, so all take the same step."""
        if self.world == 1:
            return
        gradients = [p.grad for p in parameters if p.grad is not None]
        flat = torch.cat([g.reshape(-1) for g in gradients])
        dist.all_reduce(flat)
        flat /= self.world
        for g, part in zip(gradients, flat.split([g.numel() for g in gradients])):
            g.copy_(part.view_as(g))

    def any(self, flag: bool) -> bool:
        """Tells whether the flag is set in at least one process."""
        if self.world == 1:
            return flag
        shared = torch.tensor(float(flag), device=self.device)
        dist.all_reduce(shared, dist.ReduceOp.MAX)
        return bool(shared.item())


@contextlib.contextmanager
def start_workers(device: str, precision: str, threads: int) -> Iterator[Workers]:
    """
    Starts this process's part of the run, as torchrun's environment describes it.

    @param device auto, cpu or cuda
    @param precision auto, float32 or bfloat16
    @param threads CPU threads; 0 leaves the number to PyTorch
    @raises TrainingError when a CUDA device is requested but there is none
    """
    world, rank = int(os.environ.get("WORLD_SIZE", "1")), int(os.environ.get("RANK", "0"))
    cuda = torch.cuda.is_available() if device == "auto" else device == "cuda"
    if cuda and not torch.cuda.is_available():
        raise TrainingError(
            "NO_DEVICE", "device is cuda, but PyTorch sees no CUDA device. Use device: auto or cpu."
        )
    if threads > 0:
        torch.set_num_threads(threads)
    keep_freed_memory()
    # Denormal numbers, which vanishing gradients have, are a hundred times slower on a CPU.
    torch.set_flush_denormal(True)
    where = torch.device("cpu")
    if cuda:
        where = torch.device("cuda", int(os.environ.get("LOCAL_RANK", "0")))
        torch.cuda.set_device(where)
        # Steps are recorded as graphs (training.run.recorded), which the default stream does not allow.
        torch.cuda.set_stream(torch.cuda.Stream())
        torch.backends.cudnn.benchmark = True
        torch.set_float32_matmul_precision("high")
    if world > 1:
        dist.init_process_group("nccl" if cuda else "gloo")
    try:
        yield Workers(
            rank, world, where, precision == "bfloat16" or (precision == "auto" and _fast_bfloat16(cuda))
        )
    finally:
        if world > 1:
            dist.destroy_process_group()


def _fast_bfloat16(cuda: bool) -> bool:
    """
    Returns what the machine reports; training.run.precision measures instead where training takes hours.
    """
    if cuda:
        return torch.cuda.get_device_capability() >= (8, 0)
    capabilities: dict[str, bool] = getattr(torch.cpu, "get_capabilities", dict)()  # of newer PyTorch
    return bool(capabilities.get("avx512_bf16") or capabilities.get("amx_bf16"))
