"""The losses of a step, computed the way that the machine does it best.

In bf16 every weight is kept in fp32 and read in bf16. Autocast decides operation by operation: it
normalises in fp32 and casts the result again for every product that reads it, which on a CPU costs as much
as a third of the products. Here each weight is cast once a step and all activations stay in bf16; sums
inside a kernel (products, norms, softmax) are fp32 as ever, and losses are taken in fp32 (Micikevicius et
al. 2018, section 3.1: fp32 master weights). A compiler fuses autocast's casts into the kernels around them,
so compiled encoders run under autocast: the weights then need no copies of their own.
"""

from __future__ import annotations

import contextlib
from contextlib import AbstractContextManager

import torch
from torch import nn
from torch.func import functional_call

from electra_engine.model.pair import Pair
from electra_engine.objective.step import Objective, Outcome
from electra_engine.objective.throws import Throw
from electra_engine.training.graphs import NetworkGraphs
from electra_engine.training.machine import Arithmetic


class LossesOfAStep(nn.Module):
    """`Objective.step_as_thrown` as a module; of an arithmetic it follows precision and compiling.

    Only steps run compiled: what is looked at now and then has other shapes, and compiling for these
    would take longer than the looks.
    """

    def __init__(self, objective: Objective, pair: Pair, arithmetic: Arithmetic) -> None:
        super().__init__()
        self.pair = pair
        self.objective = objective
        self._arithmetic = arithmetic
        self._graphs = None
        if arithmetic.compiling == "graphs":
            self._graphs = NetworkGraphs(pair, arithmetic.precision)
        if arithmetic.compiling:
            torch.compiler.reset()  # one process may compile the same code for several pairs, but not often
            torch.compiler.set_stance("force_eager")
            for network in (pair.generator, pair.discriminator):
                network.encoder.compile(dynamic=False)

    def forward(self, throw: Throw, progress: float) -> Outcome:
        return self.objective.step_as_thrown(self.pair, throw, progress)

    def of(self, throw: Throw, progress: float) -> Outcome:
        """Losses on the rows of a throw; their gradients arrive at the pair's fp32 weights."""
        if self._arithmetic.compiling:
            with torch.compiler.set_stance("default"), self._arithmetic.autocast(), self._replays(throw):
                return self(throw, progress)
        if self._arithmetic.precision == "fp32":
            return self(throw, progress)
        return functional_call(self, self._read_in_bf16(), (throw, progress), tie_weights=False)

    def _replays(self, throw: Throw) -> AbstractContextManager[None]:
        """Replays of both networks' graphs for a whole batch.

        Not for parts of one: the gradients of a replay lie where the next one writes its own, so that
        those of several would not add up.
        """
        if self._graphs is None:
            return contextlib.nullcontext()
        if throw.is_whole:
            return self._graphs.stand_in()
        self._graphs.forget()
        return contextlib.nullcontext()

    def _read_in_bf16(self) -> dict[str, torch.Tensor]:
        """Every place of a weight once, by name, with the weight in bf16; shared weights stay shared.

        Not `named_parameters`: it leaves out the other places of a weight, and a place that both networks
        reach by names of their own would be put back twice, the second time with the bf16 weight.
        """
        cast: dict[nn.Parameter, torch.Tensor] = {}
        halves: dict[str, torch.Tensor] = {}
        for path, module in self.named_modules():
            for name, weight in module.named_parameters(recurse=False, remove_duplicate=False):
                if weight not in cast:
                    cast[weight] = weight.to(torch.bfloat16)
                halves[f"{path}.{name}"] = cast[weight]
        return halves
