"""The fine-tuning loop: a few epochs over the labelled rows, judged after each, the best one kept."""

from __future__ import annotations

import math
import time
from dataclasses import dataclass
from typing import Protocol

import torch
from transformers import PreTrainedModel

from electra_engine.errors import UserError
from electra_engine.finetuning.arithmetic import batch_loss
from electra_engine.finetuning.batches import EncodedRows, epoch_batches
from electra_engine.finetuning.examples import Examples
from electra_engine.finetuning.judging import judge
from electra_engine.finetuning.layer_rates import automatic_rate, build_optimizer
from electra_engine.finetuning.methods import METHODS, Finish
from electra_engine.finetuning.reporting import Reporter
from electra_engine.finetuning.scores import Scores
from electra_engine.finetuning.settings import FineTuneSettings
from electra_engine.finetuning.tasks import Task
from electra_engine.training.machine import Arithmetic
from electra_engine.training.optimizer import set_rate
from electra_engine.training.schedule import Plan
from electra_engine.training.threads import ThreadGovernor

CLIP = 1.0
MOST_BROKEN_STEPS = 3
ENOUGH_STEPS = 600  # what automatic epochs aim at
FEWEST_EPOCHS, MOST_EPOCHS = 3, 20


class Control(Protocol):
    """How the loop hears that it should stop."""

    def should_stop(self) -> bool:
        """Whether somebody asked for a stop."""


@dataclass(frozen=True)
class Lesson:
    """What is taught to which network, and how."""

    network: PreTrainedModel
    task: Task
    settings: FineTuneSettings
    way: Arithmetic
    train: EncodedRows
    valid: EncodedRows
    valid_examples: Examples
    finish: Finish


@dataclass(frozen=True)
class Best:
    """The best epoch so far: its number (a fraction when it was broken off), step, scores and weights."""

    epoch: float
    step: int
    scores: Scores
    weights: dict[str, torch.Tensor]


def planned_epochs(settings: FineTuneSettings, rows: int) -> int:
    """The epochs asked for, or enough for about 600 steps: 3 of a large file, up to 20 of a small one."""
    if settings.epochs:
        return settings.epochs
    steps_an_epoch = math.ceil(rows / settings.batch_size)
    return min(max(math.ceil(ENOUGH_STEPS / steps_an_epoch), FEWEST_EPOCHS), MOST_EPOCHS)


def train(lesson: Lesson, reporter: Reporter, control: Control) -> tuple[Best | None, bool]:
    """Trains and leaves the network with its best weights: (the best epoch, whether it was stopped).

    A stop keeps the best epoch, or the weights of the moment when no epoch is complete; None when
    not a single step was done. Raises `UserError` when the loss is no number several steps running.
    """
    best: Best | None = None
    without_gain, stopped = 0, False
    course = _Course(lesson, reporter)
    metric = lesson.task.main_metric(lesson.valid_examples.label_names)
    torch.manual_seed(lesson.settings.seed)  # dropout; the measurement before has thrown dice
    for epoch in range(course.epochs):
        stopped = course.run_epoch(epoch, control)
        reporter.write_point()
        if stopped and (best or reporter.step == 0):
            break
        done = reporter.step / course.steps_an_epoch
        newest = _judged(lesson, reporter, round(done, 2))
        without_gain = 0 if _is_better(newest, best, metric) else without_gain + 1
        best = newest if without_gain == 0 else best
        if stopped or course.out_of_time or without_gain == lesson.settings.patience > 0:
            break
    if best:
        lesson.network.load_state_dict(best.weights)
    return best, stopped


class _Course:
    """The optimizer, the schedule and where they stand."""

    def __init__(self, lesson: Lesson, reporter: Reporter) -> None:
        settings, network = lesson.settings, lesson.network
        method = METHODS[settings.method]
        rate = settings.learning_rate or automatic_rate(network.config.hidden_size) * method.rate
        head_rate = settings.head_learning_rate or rate * method.head_rate
        decay = settings.layer_decay if method.layered else 1.0
        self._lesson = lesson
        self._reporter = reporter
        self._optimizer = build_optimizer(network, rate, head_rate, decay, settings.weight_decay)
        self._head_rate = head_rate
        fixed = settings.machine.threads > 0 or lesson.way.device != "cpu"
        self._governor = ThreadGovernor(lesson.way.threads, fixed, time.perf_counter())
        self._limit = settings.minutes * 60
        self._broken = 0
        self.epochs = planned_epochs(settings, len(lesson.train))
        self.steps_an_epoch = math.ceil(len(lesson.train) / settings.batch_size)
        self._plan = Plan(self.epochs * self.steps_an_epoch, self._limit, settings.warmup_share)
        reporter.begin(self._plan.steps)

    @property
    def out_of_time(self) -> bool:
        return 0 < self._limit <= self._reporter.seconds

    def run_epoch(self, epoch: int, control: Control) -> bool:
        """One pass over the training rows, unless time runs out; True when a stop broke it off."""
        lesson = self._lesson
        lesson.network.train()
        for batch in epoch_batches(lesson.train, lesson.settings.batch_size, lesson.settings.seed, epoch):
            if control.should_stop():
                return True
            if self.out_of_time:
                break
            self._step(batch, epoch)
        return False

    def _step(self, batch: list[int], epoch: int) -> None:
        lesson, factor = self._lesson, self._plan.rate(self._progress(self._reporter.step))
        set_rate(self._optimizer, factor)
        tokens = sum(lesson.train.length(row) for row in batch)
        with self._governor.step(work=tokens):
            loss = batch_loss(lesson.network, lesson.task, lesson.train, batch, lesson.way)
            loss.backward()
            norm = torch.nn.utils.clip_grad_norm_(lesson.network.parameters(), CLIP)
            if torch.isfinite(norm):
                self._optimizer.step()
                self._broken = 0
            else:
                self._skip_broken_step()
            self._optimizer.zero_grad(set_to_none=True)
        progress = self._progress(self._reporter.step + 1)
        self._reporter.after_step(loss, tokens, self._head_rate * factor, progress, epoch + 1)

    def _progress(self, step: int) -> float:
        """The finished share, by steps or by the time limit, whichever is further on."""
        by_time = self._reporter.seconds / self._limit if self._limit else 0.0
        return min(max(self._plan.progress(step, 0.0), by_time), 1.0)

    def _skip_broken_step(self) -> None:
        self._broken += 1
        if self._broken == MOST_BROKEN_STEPS:
            raise UserError(
                "The loss was not a number {steps} steps running: choose a lower learning rate.",
                "learning_rate",
                steps=MOST_BROKEN_STEPS,
            )


def _judged(lesson: Lesson, reporter: Reporter, epoch: float) -> Best:
    scores = judge(lesson.network, lesson.task, lesson.valid, lesson.valid_examples)
    reporter.score("valid", scores, len(lesson.valid_examples), epoch, reporter.step)
    weights = {name: weight.detach().cpu().clone() for name, weight in lesson.network.state_dict().items()}
    return Best(epoch, reporter.step, scores, weights)


def _is_better(newest: Best, best: Best | None, metric: str) -> bool:
    """A higher main metric, or the same at a lower loss."""
    if best is None:
        return True
    new, old = newest.scores.metrics, best.scores.metrics
    return (new[metric], -new["loss"]) > (old[metric], -old["loss"])
