"""The pair, its optimizer and its batches: everything that one training step needs."""

from __future__ import annotations

import math
import time
from dataclasses import dataclass, field
from pathlib import Path

import torch

from electra_engine.jobs.endings import is_out_of_memory
from electra_engine.model.pair import Pair
from electra_engine.objective.step import Objective, Outcome
from electra_engine.objective.throws import Throw
from electra_engine.randomness import dice
from electra_engine.settings import RunSettings
from electra_engine.training.batches import Rows
from electra_engine.training.checkpoint_folders import Position, position_of
from electra_engine.training.checkpoints import load_optimizer_state, load_pair_weights
from electra_engine.training.crew import Crew, Task
from electra_engine.training.losses import LossesOfAStep
from electra_engine.training.machine import Arithmetic
from electra_engine.training.micro_batches import add_gradients
from electra_engine.training.optimizer import CLIP, build_optimizer, set_rate
from electra_engine.training.threads import ThreadGovernor
from electra_engine.training.throws_ahead import ThrowsAhead


class NotFiniteError(Exception):
    """A step whose loss or gradients are no numbers; the weights are as they were before it."""


@dataclass
class Trainer:
    """Takes steps. The rows, masks and samples of step s are a function of (seed, s) alone.

    `stage` is the number of the objective's stage that the last step belonged to, `slowed` a factor on
    all learning rates. `rows_at_once` is how many rows of a batch are worked on at a time: it never
    changes what is learned but by rounding, and is halved where memory runs out. `whole` is False where
    the last step broke off while the weights were being changed. `crew` are the processes that it takes
    its steps with, if any.
    """

    pair: Pair
    objective: Objective
    rows: Rows
    settings: RunSettings
    arithmetic: Arithmetic
    optimizer: torch.optim.AdamW = field(init=False)
    governor: ThreadGovernor = field(init=False)
    stage: int = field(init=False, default=0)
    slowed: float = field(init=False, default=1.0)
    whole: bool = field(init=False, default=True)
    crew: Crew | None = field(init=False, default=None)
    _moved: bool = field(init=False, default=True)
    rows_at_once: int = field(init=False)
    _losses: LossesOfAStep = field(init=False)
    _throws: ThrowsAhead = field(init=False)

    def __post_init__(self) -> None:
        self.pair.to(self.arithmetic.device)
        self.pair.use_attention(self.arithmetic.attention)
        fixed = self.settings.machine.threads > 0 or self.arithmetic.device != "cpu"
        self.governor = ThreadGovernor(self.arithmetic.threads, fixed, time.perf_counter())
        self.optimizer = build_optimizer(self.pair, self.settings)
        self.rows_at_once = self.arithmetic.rows_at_once or self.settings.training.batch_size
        self._losses = LossesOfAStep(self.objective, self.pair, self.arithmetic)
        # On a CPU the next step's rows would only take time from this one's.
        ahead = self.arithmetic.device != "cpu" and not self.settings.objective.easy_share
        self._throws = ThrowsAhead(self._throw, ahead)

    @property
    def tokens_a_step(self) -> int:
        return self.settings.training.batch_size * self.settings.training.sequence_length

    def step(self, number: int, progress: float, rate: float) -> Outcome:
        """Step `number` (from 0) at `progress` of the run, learning rates at `rate` of their peak.

        Raises `NotFiniteError` when it cannot be taken because a number overflowed.
        """
        with self.governor.step():
            return self.ungoverned_step(number, progress, rate)

    def ungoverned_step(self, number: int, progress: float, rate: float) -> Outcome:
        """`step` on whatever number of threads is set."""
        if self.crew is not None and self.crew.rank == 0:
            self._lead(number, progress, rate * self.slowed)
        self._enter_stage(progress)
        outcome = self._gradients_within_memory(number, progress)
        if self.crew is not None:
            outcome = self.crew.add_up(self.pair, outcome)
        norm = torch.nn.utils.clip_grad_norm_(self.pair.parameters(), CLIP)
        finite = math.isfinite(float(norm + outcome.loss.detach()))
        if finite:
            set_rate(self.optimizer, rate * self.slowed)
            self.whole = False
            self.optimizer.step()
            self.whole = True
        self.optimizer.zero_grad(set_to_none=True)
        if not finite:
            raise NotFiniteError
        return outcome

    def go_to(self, checkpoint: Path) -> Position:
        """Puts weights, moments and all else back as a checkpoint holds them; where that is."""
        self._moved = True
        load_pair_weights(checkpoint, self.pair)
        load_optimizer_state(checkpoint, self.optimizer)
        position = position_of(checkpoint)
        self.stage, self.slowed = position.stage, position.slowed
        self.rows_at_once = min(position.rows_at_once or self.rows_at_once, self.rows_at_once)
        return position

    def forget(self) -> None:
        """Forgets what the optimizer and the objective's stages know of former steps."""
        self._moved = True
        self.optimizer.state.clear()
        self.stage = 0

    def position(self, step: int, tokens: int, seconds: float) -> Position:
        """What a checkpoint must tell, so that `go_to` and the arithmetic go on as if never stopped."""
        way = self.arithmetic
        return Position(
            step,
            tokens,
            seconds,
            self.stage,
            self.slowed,
            self.rows_at_once,
            way.device,
            way.precision,
            way.attention,
            way.compiling,
        )

    def is_sound(self) -> bool:
        """Whether every weight is a number: only such weights are worth keeping."""
        return all(bool(torch.isfinite(parameter).all()) for parameter in self.pair.parameters())

    def _lead(self, number: int, progress: float, rate: float) -> None:
        """Tells the others of a step, after giving them what was changed since the last one."""
        assert self.crew is not None
        if self._moved:
            self.crew.tell(Task.TAKE_OVER, self.stage)
            self.crew.take_over(self.pair, self.optimizer)
            self._moved = False
        self.crew.tell(Task.STEP, number, progress, rate)

    def _gradients_within_memory(self, number: int, progress: float) -> Outcome:
        """The gradients of a step, if need be with fewer rows at once than the step before."""
        while True:
            try:
                return self._gradients(number, progress)
            except (MemoryError, RuntimeError) as error:
                if self.rows_at_once == 1 or not is_out_of_memory(error):
                    raise
            # Outside of the except block, where the error no longer holds on to the step's tensors.
            self.optimizer.zero_grad(set_to_none=True)
            self.rows_at_once = (self.rows_at_once + 1) // 2
            if self.arithmetic.device == "cuda":
                torch.cuda.empty_cache()

    def _gradients(self, number: int, progress: float) -> Outcome:
        throw = self._throws.take(number, progress).to(self.arithmetic.device)
        return add_gradients(self._losses, throw, progress, self.rows_at_once)

    def _throw(self, number: int, progress: float) -> Throw:
        """The rows of a step and all that chance decides about them, made by the processor alone."""
        training = self.settings.training
        ids = self.rows.batch(training.seed, number, training.batch_size)  # (B, L)
        throw = self.objective.throw_for_step(ids, dice(training.seed, "masks", number), progress)
        if self.crew is not None:
            throw = self.crew.share(throw, self.objective.special.pad)
        return throw

    def _enter_stage(self, progress: float) -> None:
        variant = self.objective.variant
        number, _ = variant.stage_at(progress)
        if number != self.stage and variant.stages[number].starts_from_generator:
            self.pair.start_discriminator_from_generator()
        self.stage = number
