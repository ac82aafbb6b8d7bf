"""The pair, its optimizer and its batches: everything that one training step needs."""

from __future__ import annotations

import time
from dataclasses import dataclass, field

import torch

from electra_engine.model.pair import Pair
from electra_engine.objective.step import Objective, Outcome
from electra_engine.randomness import dice
from electra_engine.settings import RunSettings
from electra_engine.training.batches import Rows
from electra_engine.training.machine import Arithmetic
from electra_engine.training.optimizer import CLIP, build_optimizer, set_rate
from electra_engine.training.threads import ThreadGovernor


@dataclass
class Trainer:
    """Takes steps. The rows, masks and samples of step s are a function of (seed, s) alone."""

    pair: Pair
    objective: Objective
    rows: Rows
    settings: RunSettings
    arithmetic: Arithmetic
    optimizer: torch.optim.AdamW = field(init=False)
    governor: ThreadGovernor = field(init=False)

    def __post_init__(self) -> None:
        self.pair.to(self.arithmetic.device)
        self.pair.use_attention(self.arithmetic.attention)
        fixed = self.settings.machine.threads > 0 or self.arithmetic.device != "cpu"
        self.governor = ThreadGovernor(self.arithmetic.threads, fixed, time.perf_counter())
        self.optimizer = build_optimizer(self.pair, self.settings.training)

    @property
    def tokens_a_step(self) -> int:
        return self.settings.training.batch_size * self.settings.training.sequence_length

    def step(self, number: int, progress: float, rate: float) -> Outcome:
        """Step `number` (from 0) at `progress` of the run, learning rates at `rate` of their peak."""
        with self.governor.step():
            return self.ungoverned_step(number, progress, rate)

    def ungoverned_step(self, number: int, progress: float, rate: float) -> Outcome:
        """`step` on whatever number of threads is set."""
        training = self.settings.training
        ids = self.rows.batch(training.seed, number, training.batch_size).to(self.arithmetic.device)  # (B, L)
        set_rate(self.optimizer, rate)
        with self.arithmetic.autocast():
            outcome = self.objective.step(self.pair, ids, dice(training.seed, "masks", number), progress)
        outcome.loss.backward()
        torch.nn.utils.clip_grad_norm_(self.pair.parameters(), CLIP)
        self.optimizer.step()
        self.optimizer.zero_grad(set_to_none=True)
        return outcome
