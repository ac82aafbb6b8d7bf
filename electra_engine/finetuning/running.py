"""A fine-tuning run from its request to the model on disk, inside the worker."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict
from typing import Any, Protocol

from electra_engine.finetuning.checkpoints import Keeper, read_saved
from electra_engine.finetuning.control import Control, TidyControl
from electra_engine.finetuning.examples import Examples
from electra_engine.finetuning.held_out import sample
from electra_engine.finetuning.judging import judge
from electra_engine.finetuning.lessons import Lessons
from electra_engine.finetuning.loop import Lesson
from electra_engine.finetuning.methods import learning_share
from electra_engine.finetuning.model_folder import write_model
from electra_engine.finetuning.odd_rows import odd_rows
from electra_engine.finetuning.preparing import Prepared, prepare
from electra_engine.finetuning.reporting import PARTS, Reporter
from electra_engine.finetuning.scores import Scores
from electra_engine.finetuning.summing_up import Summary
from electra_engine.finetuning.trial_plan import plan_trials
from electra_engine.finetuning.trials import Outcome, Trials
from electra_engine.inference.network_loading import longest_row
from electra_engine.sentences import Sentence
from electra_engine.settings import to_flat
from electra_engine.training.beginning import find_beginning
from electra_engine.training.room import PatientWriter
from electra_engine.watching.store import RecordWriter
from electra_engine.workspace import RunFolder

MOST_TRAINING_ROWS_JUDGED = 1_000
UNPLANNED_MEMORY = 4 << 30  # bytes


class Request(Protocol):
    """What the worker hands over: flat settings, and what only a fine-tuning run has."""

    @property
    def settings(self) -> Mapping[str, Any]:
        """Changes to `FineTuneSettings`."""

    @property
    def extra(self) -> Mapping[str, Any]:
        """from, train, valid, test, and columns by role."""

    @property
    def memory(self) -> int:
        """Bytes that the plan takes at most; 0 where they were not foretold."""


def finetune(run: RunFolder, request: Request, records: RecordWriter, control: Control) -> str:
    """Fine-tunes as asked, going on from a checkpoint where there is one, and writes the best model to
    `run.model`; "finished" or "stopped".

    Raises `UserError` when the files or the base cannot be used.
    """
    workspace = run.workspace
    control = TidyControl(control, request.memory or UNPLANNED_MEMORY)
    writer = PatientWriter(records, run.records, control.should_stop)
    checkpoint, damage = find_beginning(run.checkpoints)
    saved = read_saved(checkpoint) if checkpoint else None
    reporter = Reporter(writer, saved.position if saved else None, control.should_stop)
    if damage:
        writer.add_event(damage)
    reporter.enter("reading", Sentence("Reading the labelled rows."))
    prepared = prepare(request.settings, request.extra, workspace)
    if saved is None:
        reporter.tell("state", "read", prepared.told())
        _tell_odd_rows(reporter, prepared, request.extra)
    reporter.enter("measuring", Sentence("Finding the fastest way to compute here."))
    lessons = Lessons(prepared, workspace, saved.position if saved else None)
    keeper = Keeper(run.checkpoints, writer.do)

    def judge_test(lesson: Lesson, decided: Mapping[str, Any]) -> dict[str, Scores]:
        splits = {"test": prepared.test} if prepared.test is not None else {}
        return _judged(lessons, lesson, splits, decided, reporter)

    plan = plan_trials(prepared.settings, prepared.base.is_random)
    trials = Trials(plan, lessons.make, judge_test, reporter, control, keeper)
    outcome = trials.run(saved, lambda lesson: _tell_of(reporter, lesson))
    if outcome.kept is None:
        return "stopped"
    scores, decided = dict(outcome.kept.scores), outcome.kept.best.scores.decided
    if not outcome.stopped:
        scores |= _judged(lessons, outcome.lesson, {"train": _sampled(prepared)}, decided, reporter)
        best, seen = outcome.kept.best, scores["train"]
        reporter.score("train", seen, len(seen.answers), best.epoch, best.step, outcome.kept.trial)
        judged = {"valid": prepared.valid, **({"test": prepared.test} if prepared.test is not None else {})}
        metric = lessons.task.main_metric(prepared.train.label_names)
        Summary(run, reporter, prepared.settings, metric, judged).write(outcome, scores)
    lesson, meaning = outcome.lesson, {**prepared.train.meaning, **decided}
    share = learning_share(lesson.network)
    meaning = lesson.task.settle(lesson.network, meaning)
    notes = _notes(prepared, outcome, scores, meaning, share)
    write_model(run.model, lesson.network, lessons.tokenizer, notes, lesson.finish)
    return "stopped" if outcome.stopped else "finished"


def _sampled(prepared: Prepared) -> Examples:
    """Some of the rows that were learned from."""
    return sample(prepared.train, MOST_TRAINING_ROWS_JUDGED, prepared.settings.seed)


def _judged(
    lessons: Lessons,
    lesson: Lesson,
    splits: Mapping[str, Examples],
    decided: Mapping[str, Any],
    reporter: Reporter,
) -> dict[str, Scores]:
    """The lesson's network as it is now, judged on each of the splits."""
    rows = {split: lessons.encode(f"{split} judged", examples) for split, examples in splits.items()}
    return {
        split: judge(lesson.network, lesson.task, rows[split], examples, decided, reporter.judging(split))
        for split, examples in splits.items()
    }


def _notes(
    prepared: Prepared, outcome: Outcome, scores: dict[str, Scores], meaning: dict[str, Any], share: float
) -> dict[str, Any]:
    """What electra_studio.json says of the model."""
    assert outcome.kept is not None
    rows = {"train": len(prepared.train), "valid": len(prepared.valid)}
    if prepared.test is not None:
        rows["test"] = len(prepared.test)
    return {
        "format": 1,
        "task": prepared.settings.task,
        "method": prepared.settings.method,
        "learning_share": share,
        "base": asdict(prepared.base),
        "columns": prepared.train.columns,
        "labels": prepared.train.label_names,
        "meaning": meaning,
        "max_length": longest_row(outcome.lesson.network, prepared.longest_row),
        "rows": rows,
        "valid_from_train": prepared.valid_from_train,
        "skipped_rows": prepared.train.skipped_rows,
        "repaired_rows": prepared.train.repaired_rows,
        "seed": outcome.kept.trial.seed,
        "best_epoch": outcome.kept.best.epoch,
        "best_step": outcome.kept.best.step,
        "scores": {split: found.metrics for split, found in scores.items()},
        "details": {split: found.details for split, found in scores.items()},
        "trials": [
            {
                "seed": reached.trial.seed,
                "start": reached.trial.start,
                "share": reached.trial.share,
                "rows": reached.rows,
                "scores": {split: found.metrics for split, found in reached.scores.items()},
            }
            for reached in outcome.reached
        ],
        "settings": to_flat(prepared.settings),
    }


def _tell_odd_rows(reporter: Reporter, prepared: Prepared, extra: Mapping[str, Any]) -> None:
    """Each row that was left out or mended, as far as they are listed, and a warning a file."""
    by_split = {"train": prepared.train, "valid": prepared.valid, "test": prepared.test}
    reporter.write_all(odd_rows(extra, by_split))
    for split, examples in by_split.items():
        if examples is not None and examples.skipped:
            line, reason = examples.skipped[0]
            reporter.tell(
                "warning",
                "skipped",
                Sentence(
                    "{rows:,} rows of the {part} file could not be used; the first is number {line}: "
                    "{reason}.",
                    rows=examples.skipped_rows,
                    part=PARTS[split],
                    line=line,
                    reason=reason,
                ),
                Sentence("Mend these rows in the file, or go on without them."),
            )
        if examples is not None and examples.repaired:
            line, reason = examples.repaired[0]
            reporter.tell(
                "warning",
                "repaired",
                Sentence(
                    "{rows:,} rows of the {part} file were repaired; the first is number {line}: {reason}.",
                    rows=examples.repaired_rows,
                    part=PARTS[split],
                    line=line,
                    reason=reason,
                ),
            )


def _tell_of(reporter: Reporter, lesson: Lesson) -> None:
    reporter.tell("state", "measured", Sentence("Computing with {way}.", way=lesson.way.in_words()))
    cut = lesson.train.cut_rows
    if cut:
        reporter.tell(
            "warning",
            "cut",
            Sentence(
                "{cut:,} of {rows:,} rows were too long and lost their end.", cut=cut, rows=len(lesson.train)
            ),
            Sentence("Raise the longest row if the label depends on what comes late in a text."),
        )
