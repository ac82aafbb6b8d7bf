"""The one training loop, and the journal it keeps."""

from __future__ import annotations

import dataclasses
import logging
import time
import traceback

from electra_engine.errors import UserError
from electra_engine.jobs.control import Control
from electra_engine.jobs.endings import HelperGoneError, is_disk_full
from electra_engine.objective.step import Outcome
from electra_engine.sentences import Sentence
from electra_engine.training.checkpoint_folders import (
    Position,
    best_checkpoint,
    newest_checkpoint,
    note_score,
    position_of,
)
from electra_engine.training.checkpoints import save_checkpoint
from electra_engine.training.recovery import Recovery
from electra_engine.training.room import PatientWriter
from electra_engine.training.schedule import Plan
from electra_engine.training.stopwatch import Stopwatch
from electra_engine.training.trainer import NotFiniteError, Trainer
from electra_engine.watching.evaluation import HeldOutJudge, figures_apart
from electra_engine.watching.health import Checkup, Physician
from electra_engine.watching.meter import Meter
from electra_engine.watching.probes import Probes, crowded, snapshot_due
from electra_engine.watching.records import Evaluation, Event, RunState
from electra_engine.watching.store import RecordReader
from electra_engine.workspace import RunFolder

log = logging.getLogger("electra_engine.training")
SECONDS_BETWEEN_POINTS = 0.5
QUICK_EVALUATION_TOKENS = 8_192
CLOSING = {
    "finishing": Sentence("Finishing: judging and saving."),
    "stopping": Sentence("Stopping: the last step is done, judging and saving."),
    "pausing": Sentence("Pausing: the last step is done, saving."),
}
CLEARLY_BETTER = 0.005  # of an AUC on a few thousand tokens, below which two checkpoints judge alike


def train(trainer: Trainer, journal: Journal, control: Control, recovery: Recovery) -> str:
    """Steps until the plan is done ("finished") or a stop is asked for ("stopped"); both end saved.

    A stop is obeyed between two steps, so that no step is ever half done.
    """
    journal.open()
    try:
        return _take_steps(trainer, journal, control, recovery)
    except Exception as error:
        told = isinstance(error, UserError) and not isinstance(error, HelperGoneError)
        if not told and not is_disk_full(error):
            traceback.clear_frames(error.__traceback__)  # which hold on to the step's tensors
            journal.rescue()
        raise


def _take_steps(trainer: Trainer, journal: Journal, control: Control, recovery: Recovery) -> str:
    while (progress := journal.progress()) < 1:
        if control.should_stop():
            journal.close("pausing" if control.pausing else "stopping")
            return "stopped"
        if sentences := control.new_sentences():
            journal.watch(sentences)
        _, share_of_stage = trainer.objective.variant.stage_at(progress)
        try:
            outcome = trainer.step(journal.step, progress, journal.plan.rate(share_of_stage))
        except NotFiniteError:
            journal.after_lost_step(recovery)
        else:
            recovery.sound()
            journal.after_step(outcome, recovery.fewer_rows(journal.step))
    journal.close("finishing")
    return "finished"


class Journal:
    """Where a run stands, and what it writes down on the way: points, evaluations, snapshots, checkpoints."""

    def __init__(
        self,
        run: RunFolder,
        records: PatientWriter,
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
        self.trainer.stage = position.stage
        self.clock = Stopwatch(position.seconds)
        self.meter.start_at(position.tokens, position.seconds)
        self.records.forget_after(position.step)
        reader = RecordReader(self.run.records)
        self.evaluations = reader.evaluations()
        self.physician.remember(reader.events())

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

    def watch(self, sentences: list[str]) -> None:
        """Looks at these sentences too, now and in every snapshot from here on."""
        with self.clock.paused():
            self.probes.add_own(sentences)
            self._snapshot()

    def after_lost_step(self, recovery: Recovery) -> None:
        """Counts a step that taught nothing; after several in a row the run goes back."""
        with self.clock.paused():
            self.records.add_event(recovery.leave_out(self.step))
        self.step += 1
        self.tokens += self.trainer.tokens_a_step
        if recovery.must_go_back:
            with self.clock.paused():
                position, told = recovery.go_back()
                self.records.add_event(told)
            self.resume_at(position)
            self.state = dataclasses.replace(self.state, started=time.time())
            self._show_state(0.0)

    def after_step(self, outcome: Outcome, happened: Event | None = None) -> None:
        """Counts a finished step and writes down what is due, and what `happened` on the way."""
        if happened:
            self.records.add_event(happened)
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
            if checkpoint_due:
                self._checkpoint()
                self._last_checkpoint = time.monotonic()
            if evaluation_due or checkpoint_due:  # every checkpoint is judged, to know the best
                self._evaluate(everything=False)
                self._last_evaluation = time.monotonic()
            self._snapshot()

    def close(self, why: str) -> None:
        """The last checkpoint and, unless the run is only "pausing", the last look, on all held-out rows."""
        phase = "pausing" if why == "pausing" else "stopping"
        with self.clock.paused():
            self.records.set_state(dataclasses.replace(self._state_now(), phase=phase, message=CLOSING[why]))
            newest = newest_checkpoint(self.run.checkpoints)
            at_hand = newest is not None and position_of(newest).step == self.step
            if self.step == 0 or at_hand or self._checkpoint():
                if phase != "pausing":
                    score = self._evaluate(everything=True)
                    self._snapshot()
                    self._tell_of_the_best(score)
            else:
                told = Sentence(
                    "The weights after step {step:,} are not all numbers, so they were not saved.",
                    step=self.step,
                )
                advice = Sentence("Start again with a smaller learning rate, or use the newest checkpoint.")
                self.records.add_event(Event("warning", "not-saved", told, advice, step=self.step))
            self.records.set_state(dataclasses.replace(self._state_now(), phase=phase))

    def rescue(self) -> None:
        """Saves the run as it stood after its last whole step, if it can, before something ends it."""
        self.trainer.optimizer.zero_grad(set_to_none=True)
        newest = newest_checkpoint(self.run.checkpoints)
        at_hand = newest is not None and position_of(newest).step == self.step
        if self.step == 0 or at_hand or not self.trainer.whole:
            return
        try:
            with self.clock.paused():
                self._checkpoint()
                self._show_state(0.0)
        except Exception:  # what broke the run is told, not what broke on the way out
            log.exception("What was learned since the last checkpoint could not be saved.")

    def _point(self) -> None:
        rates = [group["lr"] for group in self.trainer.optimizer.param_groups]
        point = self.meter.point(self.step, self.tokens, self.clock.seconds(), rates[-1], rates[0])
        with self.clock.paused():
            self.records.write(point)
        self._show_state(point.tokens_per_second)

    def _evaluate(self, everything: bool) -> float:
        """Judges on the first held-out rows, or also on all; the score on the first compares checkpoints."""
        quick = max(QUICK_EVALUATION_TOKENS // self.judge.rows.shape[1], 1)
        place = self.trainer.pair, self.step, self.tokens, self.clock.seconds()
        evaluation, examples = self.judge.evaluate(*place, quick)
        score = evaluation.detection_auc_frozen
        if everything and quick < len(self.judge.rows):
            whole, examples = self.judge.evaluate(*place)
            evaluation = dataclasses.replace(whole, first_rows=figures_apart(whole, evaluation))
        self.records.write(evaluation)
        self.records.write(examples)
        self.evaluations.append(evaluation)
        auc, loss = evaluation.detection_auc_frozen, evaluation.generator_loss
        log.info(
            "Judged: AUC %.4f on frozen fakes, generator loss %.4f.", auc, loss, extra={"step": self.step}
        )
        self.records.do(lambda: note_score(self.run.checkpoints, self.step, score))
        for finding in self.physician.examine(self._checkup()):
            self.records.add_event(finding)
        return score

    def _checkup(self) -> Checkup:
        rows = self.trainer.rows
        batch = self.trainer.settings.training.batch_size
        return Checkup(
            evaluations=self.evaluations,
            progress=self.trainer.objective.variant.judge_progress(self.progress()),
            epochs=self.step * batch / rows.count,
            training_tokens=len(rows.stream),
            parameters=sum(p.numel() for p in self.trainer.pair.parameters()),
        )

    def _snapshot(self) -> None:
        self.records.write(self.probes.snapshot(self.trainer.pair, self.step, self.clock.seconds()))
        self.records.drop_snapshots(crowded(RecordReader(self.run.records).snapshot_steps()))

    def _checkpoint(self) -> bool:
        """Saves the run as it stands; False where its weights are not all numbers and it was not saved."""
        trainer = self.trainer
        if not trainer.is_sound():
            return False  # the next steps, if there are any, will show it, and the run goes back
        position = trainer.position(self.step, self.tokens, self.clock.seconds())
        self.records.do(
            lambda: save_checkpoint(self.run.checkpoints, trainer.pair, trainer.optimizer, position)
        )
        log.info("Checkpoint saved.", extra={"step": self.step})
        return True

    def _tell_of_the_best(self, score: float) -> None:
        best = best_checkpoint(self.run.checkpoints)
        if best is None or best[1] < score + CLEARLY_BETTER:
            return
        told = Sentence(
            "The checkpoint of step {best:,} judged best (an AUC of {score:.3f} on the frozen fakes) and "
            "is kept beside the newest: export it with --step {best}.",
            best=best[0],
            score=best[1],
        )
        self.records.add_event(Event("state", "best-checkpoint", told, step=self.step))

    def _show_state(self, tokens_per_second: float) -> None:
        self.state = dataclasses.replace(self._state_now(), tokens_per_second=tokens_per_second)
        with self.clock.paused():
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
