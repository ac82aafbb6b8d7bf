"""Both networks' passes as CUDA graphs: a step's hundreds of kernels are launched as four.

On a large GPU a narrow network's kernels take less time than launching them one by one. What has the same
shape in every step, a network's way from token ids to hidden states and back, is recorded once and then
replayed; the heads, whose number of hidden positions changes from step to step, are launched as ever.
"""

from __future__ import annotations

import contextlib
from collections.abc import Callable, Iterator
from typing import cast

import torch
from torch import nn
from torch.func import functional_call

from electra_engine.model.pair import Pair

Replay = Callable[[torch.Tensor], torch.Tensor]


class NetworkGraphs:
    """The recorded passes of a pair's networks, one recording for each shape of rows that came by.

    A replay reads the weights where they were when it was recorded and writes its hidden states where it
    wrote the last ones: weights are changed in place only, and states are used before the next replay.
    """

    def __init__(self, pair: Pair, precision: str) -> None:
        self._networks = (pair.generator, pair.discriminator)
        self._precision = precision
        self._recorded: dict[tuple[nn.Module, torch.Size], Replay] = {}

    @contextlib.contextmanager
    def stand_in(self) -> Iterator[None]:
        """Within, the networks' forward passes are replays; autocast must not keep casts meanwhile."""
        for network in self._networks:
            vars(network)["forward"] = self._replay_of(network)
        try:
            yield
        finally:
            for network in self._networks:
                del vars(network)["forward"]

    def forget(self) -> None:
        """Gives the recordings' memory back."""
        self._recorded.clear()

    def _replay_of(self, network: nn.Module) -> Replay:
        def replay(ids: torch.Tensor) -> torch.Tensor:
            key = network, ids.shape
            if key not in self._recorded:
                self._recorded[key] = self._record(network, ids)
            return self._recorded[key](ids)

        return replay

    def _record(self, network: nn.Module, ids: torch.Tensor) -> Replay:
        """The pass over rows (B, L), forward and backward; heads are weights that it does not use."""
        way = _Pass(network) if self._precision == "fp32" else _ReadInBf16(_Pass(network))
        with torch.enable_grad():
            return cast(
                Replay, torch.cuda.make_graphed_callables(way, (ids.clone(),), allow_unused_input=True)
            )


class _Pass(nn.Module):
    """A network's own forward pass, whatever stands in for it."""

    def __init__(self, network: nn.Module) -> None:
        super().__init__()
        self.network = network

    def forward(self, ids: torch.Tensor) -> torch.Tensor:
        return type(self.network).forward(self.network, ids)


class _ReadInBf16(nn.Module):
    """A pass with every weight cast once and all activations in bf16.

    Casts that are launched one by one cost more than autocast's; replayed they are almost free, and what
    stands between two layers takes half of the memory's time that autocast's fp32 takes.
    """

    def __init__(self, way: _Pass) -> None:
        super().__init__()
        self.way = way

    def forward(self, ids: torch.Tensor) -> torch.Tensor:
        halves = {name: weight.to(torch.bfloat16) for name, weight in self.way.named_parameters()}
        with torch.autocast(ids.device.type, enabled=False):
            return functional_call(self.way, halves, (ids,), tie_weights=False)
