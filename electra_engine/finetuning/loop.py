"""The fine-tuning loop: a few epochs over the labelled rows, judged after each, the best one kept."""

from __future__ import annotations

import logging
import math
import time
import traceback
from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import Any

import torch
from transformers import PreTrainedModel

from electra_engine.errors import UserError
from electra_engine.finetuning.balancing import Balance
from electra_engine.finetuning.batches import EncodedRows, epoch_batches
from electra_engine.finetuning.checkpoints import Saved, Standing, Weights, put_back
from electra_engine.finetuning.control import Control
from electra_engine.finetuning.epochs import planned_epochs
from electra_engine.finetuning.examples import Examples
from electra_engine.finetuning.few_rows import add_gradients
from electra_engine.finetuning.judging import decide_and_judge, judge
from electra_engine.finetuning.layer_rates import automatic_rate, build_optimizer
from electra_engine.finetuning.methods import METHODS, Finish, learning_weights
from electra_engine.finetuning.noise import Disturb
from electra_engine.finetuning.reporting import Reporter
from electra_engine.finetuning.scores import Scores
from electra_engine.finetuning.settings import FineTuneSettings
from electra_engine.finetuning.tasks import Task
from electra_engine.finetuning.trial_plan import Trial
from electra_engine.jobs.endings import is_disk_full, is_out_of_memory
from electra_engine.randomness import seed_of
from electra_engine.training.machine import Arithmetic
from electra_engine.training.optimizer import set_rate
from electra_engine.training.recovery import fewer_rows
from electra_engine.training.schedule import Plan
from electra_engine.training.threads import ThreadGovernor

log = logging.getLogger("electra_engine.finetuning")
CLIP = 1.0
MOST_BROKEN_STEPS = 3
# A token of a row of L tokens costs about 1 + 2 L / width: what attention adds (measured at a width of 384).
ATTENTION = 2.0


@dataclass(frozen=True)
class Lesson:
    """What is taught to which network, and how. `train` are the token rows that `rows` rows of the file
    gave. `seen` are some of them that are judged beside `valid`, to tell learning from learning by heart.
    `settings.seed` is this training's own."""

    trial: Trial
    network: PreTrainedModel
    task: Task
    settings: FineTuneSettings
    way: Arithmetic
    train: EncodedRows
    rows: int
    valid: EncodedRows
    valid_examples: Examples
    seen: EncodedRows
    seen_examples: Examples
    finish: Finish
    balance: Balance
    disturb: Disturb


@dataclass(frozen=True)
class Best:
    """The best epoch so far: its number (a fraction when it was broken off), step, scores and weights."""

    epoch: float
    step: int
    scores: Scores
    weights: Weights

    def noted(self) -> dict[str, Any]:
        """All but the weights, as plain JSON."""
        return {
            "epoch": self.epoch,
            "step": self.step,
            "metrics": self.scores.metrics,
            "details": self.scores.details,
            "answers": self.scores.answers,
            "decided": self.scores.decided,
        }

    @classmethod
    def from_note(cls, note: dict[str, Any], weights: Weights) -> Best:
        scores = Scores(note["metrics"], note["details"], note["answers"], note.get("decided", {}))
        return cls(note["epoch"], note["step"], scores, weights)


# Called where the run could go on from: with where this training stands, its optimizer and its weights.
Save = Callable[[Standing, torch.optim.Optimizer, dict[str, Weights]], None]


def train(
    lesson: Lesson,
    reporter: Reporter,
    control: Control,
    standing: Standing,
    save: Save,
    save_is_due: Callable[[], bool] = lambda: False,
    saved: Saved | None = None,
) -> tuple[Best | None, bool]:
    """Trains and leaves the network with its best weights: (the best epoch, whether it was stopped).

    Goes on from `saved`, where it is given, as if nothing had happened. A stop keeps the best epoch, or
    the weights of the moment when no epoch is complete; None when not a single step was done. Raises
    `UserError` when the loss is no number several steps running. Where memory runs out, fewer rows are worked
    on at once; whatever breaks it off, what was learned until then is saved.
    """
    return _Course(lesson, reporter, control, standing, save, save_is_due, saved).run()


class _Course:
    """One training: the optimizer, the schedule, the best so far, and where they stand."""

    def __init__(
        self,
        lesson: Lesson,
        reporter: Reporter,
        control: Control,
        standing: Standing,
        save: Save,
        save_is_due: Callable[[], bool],
        saved: Saved | None,
    ) -> None:
        settings, network = lesson.settings, lesson.network
        method = METHODS[settings.method]
        moves = method.layered and network.config.model_type == "modernbert"
        automatic = automatic_rate(network.config.hidden_size, moves) * method.rate
        rate = settings.learning_rate or automatic
        head_rate = settings.head_learning_rate or rate * method.head_rate
        decay = settings.layer_decay if method.layered else 1.0
        self._lesson, self._reporter, self._control = lesson, reporter, control
        self._standing, self._save, self._save_is_due = standing, save, save_is_due
        self._optimizer = build_optimizer(network, rate, head_rate, decay, settings.weight_decay)
        self._learning = learning_weights(network)
        self._head_rate = head_rate
        fixed = settings.machine.threads > 0 or lesson.way.device != "cpu"
        self._governor = ThreadGovernor(lesson.way.threads, fixed, time.perf_counter())
        self._limit = settings.minutes * 60
        self._broken = 0
        self._whole = True  # False while the weights are being changed
        self._rows_at_once = self._rows_told = standing.rows_at_once or settings.batch_size
        self._best: Best | None = None
        self._metric = lesson.task.main_metric(lesson.valid_examples.label_names)
        self._epochs = planned_epochs(settings, len(lesson.train))
        self._steps_an_epoch = math.ceil(len(lesson.train) / settings.batch_size)
        self._plan = Plan(self._epochs * self._steps_an_epoch, self._limit, settings.warmup_share)
        if saved is not None:
            saved.restore(self._learning, self._optimizer)
            if standing.best is not None:
                self._best = Best.from_note(standing.best, saved.weights("best"))

    def run(self) -> tuple[Best | None, bool]:
        """All epochs, or as many as gain, time and a stop leave."""
        try:
            return self._run()
        except Exception as error:
            if not is_disk_full(error):
                traceback.clear_frames(error.__traceback__)  # which hold on to the step's tensors
                self._rescue()
            raise

    def _run(self) -> tuple[Best | None, bool]:
        patience, stopped = self._lesson.settings.patience, False
        if self._standing.trial and not self._step:
            self._checkpoint()  # what the trainings before reached is safe from here on
        while self._standing.epoch < self._epochs:
            stopped = self._run_epoch()
            self._reporter.write_point()
            if stopped:
                break
            self._judge_epoch()
            if self._out_of_time or self._standing.without_gain == patience > 0:
                break
        if stopped and self._step:
            self._checkpoint()
            self._best = self._best or self._judged()  # not noted: the epoch goes on if the run does
        if self._best:
            put_back(self._learning, self._best.weights)
        return self._best, stopped

    def _run_epoch(self) -> bool:
        """One pass over the training rows, unless time runs out; True when a stop broke it off."""
        lesson, settings, epoch = self._lesson, self._lesson.settings, self._standing.epoch
        lesson.network.train()
        batches = epoch_batches(
            lesson.train, settings.batch_size, settings.seed, epoch, lesson.balance.row_weights
        )
        for number, batch in enumerate(batches):
            if number < self._standing.batch:
                continue
            if self._control.should_stop():
                return True
            if self._out_of_time:
                break
            self._do_step(batch, replace(self._standing, batch=number + 1))
            if self._save_is_due():
                self._checkpoint()
        return False

    def _do_step(self, batch: list[int], after: Standing) -> None:
        """Learns from a batch; `after` is where the training stands then."""
        lesson, factor, step = self._lesson, self._plan.rate(self._progress(self._step)), self._step
        set_rate(self._optimizer, factor)
        lengths = [lesson.train.length(row) for row in batch]
        tokens = sum(lengths)
        work = tokens * (1 + ATTENTION * max(lengths) / lesson.network.config.hidden_size)
        with self._governor.step(work):
            inputs = lesson.disturb(lesson.train.padded(batch), step)
            loss = self._gradients_within_memory(inputs, [lesson.train.targets[row] for row in batch])
            norm = torch.nn.utils.clip_grad_norm_(self._learning.values(), CLIP)
            if torch.isfinite(norm):
                self._whole = False
                self._optimizer.step()
                self._whole = True
                self._broken = 0
            else:
                self._skip_broken_step()
            self._optimizer.zero_grad(set_to_none=True)
        progress = self._progress(step + 1)
        self._standing = replace(after, rows_at_once=self._rows_at_once)
        self._reporter.after_step(loss, tokens, self._head_rate * factor, progress, self._standing.epoch + 1)
        if self._rows_at_once < self._rows_told:
            told = fewer_rows(self._rows_told, self._rows_at_once)
            self._reporter.tell("warning", "fewer-rows", told)
            self._rows_told = self._rows_at_once

    def _gradients_within_memory(self, inputs: dict[str, torch.Tensor], targets: list[Any]) -> torch.Tensor:
        """The gradients of a step, if need be with fewer rows at once than the step before; its loss."""
        lesson = self._lesson
        while True:
            torch.manual_seed(seed_of(lesson.settings.seed, "fine-tuning", self._step))  # dropout
            try:
                return add_gradients(
                    lesson.network,
                    lesson.task,
                    inputs,
                    targets,
                    lesson.way,
                    lesson.balance.class_weights,
                    self._rows_at_once,
                )
            except (MemoryError, RuntimeError) as error:
                if min(self._rows_at_once, len(targets)) == 1 or not is_out_of_memory(error):
                    raise
            # Outside of the except block, where the error no longer holds on to the step's tensors.
            self._optimizer.zero_grad(set_to_none=True)
            self._rows_at_once = (min(self._rows_at_once, len(targets)) + 1) // 2
            if lesson.way.device == "cuda":
                torch.cuda.empty_cache()

    def _judge_epoch(self) -> None:
        """Judges what the epoch reached, keeps it if it is the best, and moves on to the next."""
        newest = self._judged()
        gained = _is_better(newest, self._best, self._metric)
        self._best = newest if gained else self._best
        assert self._best is not None
        self._standing = replace(
            self._standing,
            epoch=self._standing.epoch + 1,
            batch=0,
            without_gain=0 if gained else self._standing.without_gain + 1,
            best=self._best.noted(),
        )

    def _judged(self) -> Best:
        lesson, reporter = self._lesson, self._reporter
        epoch = round(self._step / self._steps_an_epoch, 2)
        tell = reporter.judging("valid")
        scores = decide_and_judge(lesson.network, lesson.task, lesson.valid, lesson.valid_examples, tell)
        tell = reporter.judging("train")
        seen = judge(lesson.network, lesson.task, lesson.seen, lesson.seen_examples, scores.decided, tell)
        reporter.score("seen", seen, len(lesson.seen_examples), epoch, reporter.step)
        reporter.score("valid", scores, len(lesson.valid_examples), epoch, reporter.step)
        weights = {name: weight.detach().cpu().clone() for name, weight in self._learning.items()}
        return Best(epoch, reporter.step, scores, weights)

    def _checkpoint(self) -> None:
        self._reporter.write_point()
        best = self._best.weights if self._best else {}
        self._save(self._standing, self._optimizer, {"weights": self._learning, "best": best})

    def _rescue(self) -> None:
        """Saves the training as it stood after its last whole step, if it can, before something ends it."""
        self._optimizer.zero_grad(set_to_none=True)
        sound = all(bool(torch.isfinite(weight).all()) for weight in self._learning.values())
        if not (self._step and self._whole and sound):
            return
        try:
            self._checkpoint()
        except Exception:  # what broke the run is told, not what broke on the way out
            log.exception("What was learned since the last checkpoint could not be saved.")

    @property
    def _step(self) -> int:
        """Steps of this training."""
        return self._reporter.step - self._standing.began_at[0]

    @property
    def _seconds(self) -> float:
        return self._reporter.seconds - self._standing.began_at[1]

    @property
    def _out_of_time(self) -> bool:
        return 0 < self._limit <= self._seconds

    def _progress(self, step: int) -> float:
        """The finished share, by steps or by the time limit, whichever is further on."""
        by_time = self._seconds / self._limit if self._limit else 0.0
        return min(max(self._plan.progress(step, 0.0), by_time), 1.0)

    def _skip_broken_step(self) -> None:
        self._broken += 1
        if self._broken == MOST_BROKEN_STEPS:
            raise UserError(
                "The loss was not a number {steps} steps running: choose a lower learning rate.",
                "learning_rate",
                steps=MOST_BROKEN_STEPS,
            )


def _is_better(newest: Best, best: Best | None, metric: str) -> bool:
    """A higher main metric, or the same at a lower loss."""
    if best is None:
        return True
    new, old = newest.scores.metrics, best.scores.metrics
    return (new[metric], -new["loss"]) > (old[metric], -old["loss"])
