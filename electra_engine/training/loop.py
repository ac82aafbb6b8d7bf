"""The one training loop, and the journal it keeps."""

from __future__ import annotations

import dataclasses
import time

from electra_engine.jobs.control import Control
from electra_engine.objective.step import Outcome
from electra_engine.training.checkpoints import Position, newest_checkpoint, position_of, save_checkpoint
from electra_engine.training.schedule import Plan
from electra_engine.training.stopwatch import Stopwatch
from electra_engine.training.trainer import Trainer
from electra_engine.watching.evaluation import HeldOutJudge
from electra_engine.watching.health import Checkup, Physician
from electra_engine.watching.meter import Meter
from electra_engine.watching.probes import Probes, snapshot_due
from electra_engine.watching.records import Evaluation, RunState
from electra_engine.watching.store import RecordReader, RecordWriter
from electra_engine.workspace import RunFolder

SECONDS_BETWEEN_POINTS = 0.5
QUICK_EVALUATION_TOKENS = 8_192


def train(trainer: Trainer, journal: Journal, control: Control) -> str:
    """Steps until the plan is done ("finished") or a stop is asked for ("stopped"); both end saved.

    A stop is obeyed between two steps, so that no step is ever half done.
    """
    journal.open()
    while (progress := journal.progress()) < 1:
        if control.should_stop():
            journal.close("stopped")
            return "stopped"
        outcome = trainer.step(journal.step, progress, journal.plan.rate(progress))
        journal.after_step(outcome)
    journal.close("finished")
    return "finished"


class Journal:
    """Where a run stands, and what it writes down on the way: points, evaluations, snapshots, checkpoints."""

    def __init__(
        self,
        run: RunFolder,
        records: RecordWriter,
        trainer: Trainer,
        judge: HeldOutJudge,
        probes: Probes,
        state: RunState,
    ) -> None:
        self.run = run
        self.records = records
        self.trainer = trainer
        self.judge = judge
        self.probes = probes
        self.state = state
        self.plan = Plan.from_settings(trainer.settings.training)
        self.watching = trainer.settings.watching
        self.meter = Meter()
        self.physician = Physician()
        self.evaluations: list[Evaluation] = []
        self.clock = Stopwatch()
        self.step = 0
        self.tokens = 0

    def resume_at(self, position: Position) -> None:
        """Goes on from a checkpoint: what was recorded beyond it is forgotten and done again."""
        self.step, self.tokens = position.step, position.tokens
        self.clock = Stopwatch(position.seconds)
        self.meter.start_at(position.tokens, position.seconds)
        self.records.forget_after(position.step)
        self.evaluations = RecordReader(self.run.records).evaluations()

    def progress(self) -> float:
        return self.plan.progress(self.step, self.clock.seconds())

    def open(self) -> None:
        """The run as it stands before its next step."""
        with self.clock.paused():
            self._show_state(0.0)
            if self.step == 0:
                self._evaluate(everything=False)
                self._snapshot()
        now = time.monotonic()
        self._last_point = self._last_evaluation = self._last_checkpoint = now

    def after_step(self, outcome: Outcome) -> None:
        """Counts a finished step and writes down what is due."""
        self.step += 1
        self.tokens += self.trainer.tokens_a_step
        self.meter.add(outcome)
        now = time.monotonic()
        if self.step == 1 or now - self._last_point >= SECONDS_BETWEEN_POINTS:
            self._last_point = now
            self._point()
        evaluation_due = now - self._last_evaluation >= self.watching.evaluation_seconds
        checkpoint_due = now - self._last_checkpoint >= self.watching.checkpoint_seconds
        if not (evaluation_due or checkpoint_due or snapshot_due(self.step)):
            return
        with self.clock.paused():
            if evaluation_due:
                self._evaluate(everything=False)
                self._last_evaluation = time.monotonic()
            if checkpoint_due:
                self._checkpoint()
                self._last_checkpoint = time.monotonic()
            if checkpoint_due or snapshot_due(self.step):
                self._snapshot()

    def close(self, phase: str) -> None:
        """The last look, on all held-out rows, and the last checkpoint."""
        with self.clock.paused():
            sentence = "Finishing: " if phase == "finished" else "Stopping: the last step is done, "
            self.records.set_state(
                dataclasses.replace(
                    self._state_now(), phase="stopping", message=f"{sentence}judging and saving."
                )
            )
            newest = newest_checkpoint(self.run.checkpoints)
            if self.step and (newest is None or position_of(newest).step != self.step):
                self._checkpoint()
            self._evaluate(everything=True)
            self._snapshot()
            self.records.set_state(dataclasses.replace(self._state_now(), phase="stopping"))

    def _point(self) -> None:
        rates = [group["lr"] for group in self.trainer.optimizer.param_groups]
        point = self.meter.point(self.step, self.tokens, self.clock.seconds(), rates[-1], rates[0])
        self.records.write(point)
        self._show_state(point.tokens_per_second)

    def _evaluate(self, everything: bool) -> None:
        rows = None if everything else max(QUICK_EVALUATION_TOKENS // self.judge.rows.shape[1], 1)
        pair, seconds = self.trainer.pair, self.clock.seconds()
        evaluation = self.judge.evaluate(pair, self.step, self.tokens, seconds, rows)
        self.records.write(evaluation)
        self.evaluations.append(evaluation)
        for finding in self.physician.examine(self._checkup()):
            self.records.add_event(finding)

    def _checkup(self) -> Checkup:
        rows = self.trainer.rows
        batch = self.trainer.settings.training.batch_size
        return Checkup(
            evaluations=self.evaluations,
            progress=self.progress(),
            epochs=self.step * batch / rows.count,
            training_tokens=len(rows.stream),
            parameters=sum(p.numel() for p in self.trainer.pair.parameters()),
        )

    def _snapshot(self) -> None:
        self.records.write(self.probes.snapshot(self.trainer.pair, self.step, self.clock.seconds()))

    def _checkpoint(self) -> None:
        position = Position(self.step, self.tokens, self.clock.seconds())
        save_checkpoint(self.run.checkpoints, self.trainer.pair, self.trainer.optimizer, position)

    def _show_state(self, tokens_per_second: float) -> None:
        self.state = dataclasses.replace(self._state_now(), tokens_per_second=tokens_per_second)
        self.records.set_state(self.state)

    def _state_now(self) -> RunState:
        seconds = self.clock.seconds()
        return dataclasses.replace(
            self.state,
            step=self.step,
            steps=self.plan.steps,
            tokens=self.tokens,
            seconds=seconds,
            seconds_left=self.plan.seconds_left(self.step, seconds),
            progress=self.plan.progress(self.step, seconds),
        )
