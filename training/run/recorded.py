"""
Records steps as CUDA graphs and replays them. A step of these networks is thousands of small kernels, and
launching them one by one takes the processor several times as long as the GPU needs to run them.
"""

from collections.abc import Callable
from dataclasses import dataclass, field

import torch
from torch import Tensor

# steps of a kind before recording, in which cuDNN chooses its algorithms and Adam's state is created
WARM = 3


@dataclass
class _Kind:
    steps: int = 0
    graph: torch.cuda.CUDAGraph | None = None
    inputs: list[Tensor] = field(default_factory=list)
    output: Tensor | None = None


class Recorder:
    """
    Records and replays steps. It must be used in a stream of its own (training.run.workers). Everything that
    a step reads or changes besides its inputs must stay at its place in memory until `forget` is called.
    """

    def __init__(self) -> None:
        self.forget()

    def forget(self) -> None:
        """Drops all recordings, before networks, optimisers or sizes change."""
        self._kinds: dict[object, _Kind] = {}
        self._pool = torch.cuda.graph_pool_handle()

    def run(self, kind: object, inputs: list[Tensor], step: Callable[..., Tensor]) -> Tensor:
        """
        Runs a step, from its recording if there is one.

        @param kind identifies steps that do the same with inputs of the same shapes
        @returns what step(*inputs) returns; the next step of the kind overwrites it
        """
        known = self._kinds.setdefault(kind, _Kind())
        if known.graph is None and known.steps < WARM:
            known.steps += 1
            return step(*inputs)
        if known.graph is None:
            known.inputs = [x.clone() for x in inputs]
            graph = torch.cuda.CUDAGraph()
            # Not the default "global": the thread that draws ahead may allocate memory during recording.
            with torch.cuda.graph(
                graph,
                pool=self._pool,
                stream=torch.cuda.current_stream(),
                capture_error_mode="thread_local",
            ):
                known.output = step(*known.inputs)
            known.graph = graph
        for place, x in zip(known.inputs, inputs):
            place.copy_(x)
        known.graph.replay()
        assert known.output is not None
        return known.output
