"""What a fine-tuning run writes down about itself while it learns."""

from __future__ import annotations

import os
import time
from collections.abc import Callable, Sequence
from dataclasses import replace

import torch

from electra_engine.finetuning.judging import OnJudged
from electra_engine.finetuning.scores import Scores
from electra_engine.finetuning.trial_plan import Trial
from electra_engine.sentences import SILENCE, Sentence
from electra_engine.training.checkpoint_folders import Position
from electra_engine.training.room import PatientWriter
from electra_engine.watching.records import Event, FineTuneScore, RunState, StepMetrics
from electra_engine.watching.store import Record

SECONDS_BETWEEN_POINTS = 0.5
PARTS = {"train": Sentence("training"), "valid": Sentence("validation"), "test": Sentence("test")}


class Reporter:
    """Turns steps into records: at most two points a second, each the mean of the steps since the last."""

    def __init__(
        self,
        records: PatientWriter,
        position: Position | None = None,
        on_move: Callable[[], object] = lambda: None,
    ) -> None:
        """`position` is where a resumed run stood: what was recorded beyond it, or beyond the beginning, is
        forgotten. `on_move` hears that the work moves on while rows are judged."""
        self._records, self._on_move = records, on_move
        self._state = RunState(phase="")
        self._started = time.time()
        self._steps = 0
        self._began = 0.0
        self._step, self._tokens, self._epoch = (position.step, position.tokens, 0) if position else (0, 0, 0)
        self._seconds_before = position.seconds if position else 0.0
        records.forget_after(self._step)
        self._rate = self._progress = 0.0
        self._last_point = -SECONDS_BETWEEN_POINTS
        self._tokens_then = 0
        self._losses: list[torch.Tensor] = []
        self._trial, self._trials = Trial(0), 1
        self._trials_before = 0

    @property
    def seconds(self) -> float:
        """Since training began, judging included."""
        return time.monotonic() - self._began if self._began else self._seconds_before

    @property
    def step(self) -> int:
        return self._step

    def enter(self, phase: str, message: Sentence) -> None:
        """A phase before training."""
        self._set_state(
            RunState(
                phase,
                step=self._step,
                steps=self._steps,
                tokens=self._tokens,
                seconds=self.seconds,
                message=message,
                pid=os.getpid(),
                started=self._started,
            )
        )

    def tell(self, kind: str, name: str, sentence: Sentence, advice: Sentence = SILENCE) -> None:
        """An event at the present step."""
        self._records.add_event(Event(kind, name, sentence, advice, step=self._step))

    def begin(self, steps: int, trials: int) -> None:
        """Training begins, or goes on; the clock runs from here."""
        self._steps, self._trials = steps, trials
        self._began = time.monotonic() - self._seconds_before
        if self._step:
            self._last_point, self._tokens_then = self._seconds_before, self._tokens
        self.enter("training", SILENCE)

    def begin_trial(self, trial: Trial, before: int) -> None:
        """One of the run's trainings begins; `before` it there were so many."""
        self._trial, self._trials_before = trial, before

    @property
    def tokens(self) -> int:
        return self._tokens

    def after_step(self, loss: torch.Tensor, tokens: int, rate: float, progress: float, epoch: int) -> None:
        """Counts a step; `loss` is the batch's mean, `progress` the finished share of the training."""
        self._step += 1
        self._tokens += tokens
        self._losses.append(loss.detach())
        self._rate, self._epoch = rate, epoch
        self._progress = (self._trials_before + progress) / self._trials
        if self.seconds - self._last_point >= SECONDS_BETWEEN_POINTS:
            self.write_point()

    def write_point(self) -> None:
        """Writes the steps since the last point, if there are any."""
        if not self._losses:
            return
        seconds = self.seconds
        speed = (self._tokens - self._tokens_then) / max(seconds - max(self._last_point, 0.0), 1e-9)
        loss = float(torch.stack(self._losses).mean())
        self._records.write(StepMetrics(self._step, self._tokens, seconds, self._rate, speed, loss))
        self._set_state(
            RunState(
                phase="training",
                step=self._step,
                steps=self._steps,
                tokens=self._tokens,
                seconds=seconds,
                seconds_left=seconds * (1 - self._progress) / self._progress,
                progress=self._progress,
                tokens_per_second=speed,
                message=Sentence("Epoch {epoch}.", epoch=self._epoch),
                pid=os.getpid(),
                started=self._started,
            )
        )
        self._last_point, self._tokens_then, self._losses = seconds, self._tokens, []

    def judging(self, part: str) -> OnJudged:
        """Rows of the "train", "valid" or "test" part are judged now: what is told of each batch of them."""
        told = time.monotonic()

        def tell(done: int, rows: int) -> None:
            nonlocal told
            self._on_move()
            if time.monotonic() - told >= SECONDS_BETWEEN_POINTS:
                told = time.monotonic()
                message = Sentence(
                    "Judging the {part} rows: {done:,} of {rows:,}.", part=PARTS[part], done=done, rows=rows
                )
                self._set_state(replace(self._state, seconds=self.seconds, message=message))

        return tell

    def write(self, record: Record) -> None:
        """A record of another kind."""
        self._records.write(record)

    def write_all(self, records: Sequence[Record]) -> None:
        """Many records of one kind."""
        self._records.write_all(records)

    def score(
        self, split: str, scores: Scores, rows: int, epoch: float, step: int, trial: Trial | None = None
    ) -> None:
        """The scores on one set of rows, `step` being that of the weights judged and `trial` the training
        that made them, by default the one under way."""
        trial = trial or self._trial
        self._records.write(
            FineTuneScore(
                epoch,
                step,
                self.seconds,
                split,
                rows,
                scores.metrics,
                seed=trial.seed,
                start=trial.start,
                share=trial.share,
            )
        )
        self._last_point = self.seconds  # judging took this time, not the steps to come

    def _set_state(self, state: RunState) -> None:
        self._state = state
        self._records.set_state(state)
