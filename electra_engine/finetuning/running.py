"""A fine-tuning run from its request to the model on disk, inside the worker."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict
from typing import Any, Protocol

from transformers import PreTrainedTokenizerBase

from electra_engine.finetuning.arithmetic import choose_arithmetic
from electra_engine.finetuning.base import build_network
from electra_engine.finetuning.held_out import sample
from electra_engine.finetuning.judging import judge
from electra_engine.finetuning.loop import Best, Control, Lesson, train
from electra_engine.finetuning.methods import METHODS, learning_share
from electra_engine.finetuning.model_folder import write_model
from electra_engine.finetuning.preparing import Prepared, prepare
from electra_engine.finetuning.reporting import Reporter
from electra_engine.finetuning.scores import Scores
from electra_engine.finetuning.tasks import TASKS
from electra_engine.inference.network_loading import input_names, load_tokenizer, longest_row
from electra_engine.inference.references import find_networks
from electra_engine.sentences import Sentence
from electra_engine.settings import to_flat
from electra_engine.watching.store import RecordWriter
from electra_engine.workspace import RunFolder, Workspace

MOST_TRAINING_ROWS_JUDGED = 1_000


class Request(Protocol):
    """What the worker hands over: flat settings, and what only a fine-tuning run has."""

    @property
    def settings(self) -> Mapping[str, Any]:
        """Changes to `FineTuneSettings`."""

    @property
    def extra(self) -> Mapping[str, Any]:
        """from, train, valid, test, and columns by role."""


def finetune(run: RunFolder, request: Request, records: RecordWriter, control: Control) -> str:
    """Fine-tunes as asked and writes the best model to `run.model`; "finished" or "stopped".

    Raises `UserError` when the files or the base cannot be used.
    """
    workspace = Workspace(run.path.parent.parent)
    reporter = Reporter(records)
    reporter.enter("reading", Sentence("Reading the labelled rows."))
    prepared = prepare(request.settings, request.extra, workspace)
    reporter.tell("state", "read", prepared.told())
    _tell_skipped(reporter, prepared)
    reporter.enter("measuring", Sentence("Finding the fastest way to compute here."))
    lesson, tokenizer = _lesson(prepared, workspace)
    reporter.tell("state", "measured", Sentence("Computing with {way}.", way=lesson.way.in_words()))
    _tell_cut_rows(reporter, lesson)
    best, stopped = train(lesson, reporter, control)
    if best is None:
        return "stopped"
    scores = {"valid": best.scores}
    if not stopped:
        scores |= _final_scores(lesson, prepared, tokenizer, reporter, best)
    meaning = lesson.task.settle(lesson.network, prepared.train.meaning)
    notes = _notes(prepared, lesson, best, scores, meaning)
    write_model(run.model, lesson.network, tokenizer, notes, lesson.finish)
    return "stopped" if stopped else "finished"


def _lesson(prepared: Prepared, workspace: Workspace) -> tuple[Lesson, PreTrainedTokenizerBase]:
    settings, base = prepared.settings, prepared.base
    task = TASKS[settings.task]
    folder = find_networks(base.reference, workspace).to_fine_tune()
    tokenizer = load_tokenizer(folder)
    network = build_network(folder, task, prepared.train.label_names, settings, base.is_random)
    finish = METHODS[settings.method].prepare(network, settings)
    # What the network learns from is then also what the saved tokenizer gives by default.
    tokenizer.model_input_names = input_names(network)
    tokenizer.model_max_length = longest_row(network, prepared.longest_row)
    rows, judged = (
        task.encode_examples(examples, tokenizer, tokenizer.model_max_length)
        for examples in (prepared.train, prepared.valid)
    )
    way = choose_arithmetic(network, task, rows, settings, workspace.machine_file)
    return Lesson(network, task, settings, way, rows, judged, prepared.valid, finish), tokenizer


def _final_scores(
    lesson: Lesson, prepared: Prepared, tokenizer: PreTrainedTokenizerBase, reporter: Reporter, best: Best
) -> dict[str, Scores]:
    """The kept model on rows it learned from (a sample) and on the test file, if there is one."""
    splits = {"train": sample(prepared.train, MOST_TRAINING_ROWS_JUDGED, prepared.settings.seed)}
    if prepared.test is not None:
        splits["test"] = prepared.test
    found = {}
    for split, examples in splits.items():
        rows = lesson.task.encode_examples(examples, tokenizer, tokenizer.model_max_length)
        found[split] = judge(lesson.network, lesson.task, rows, examples)
        reporter.score(split, found[split], len(examples), best.epoch, best.step)
    return found


def _notes(
    prepared: Prepared, lesson: Lesson, best: Best, scores: dict[str, Scores], meaning: dict[str, Any]
) -> dict[str, Any]:
    """What electra_studio.json says of the model."""
    rows = {"train": len(prepared.train), "valid": len(prepared.valid)}
    if prepared.test is not None:
        rows["test"] = len(prepared.test)
    return {
        "format": 1,
        "task": prepared.settings.task,
        "method": prepared.settings.method,
        "learning_share": learning_share(lesson.network),
        "base": asdict(prepared.base),
        "columns": prepared.train.columns,
        "labels": prepared.train.label_names,
        "meaning": meaning,
        "max_length": longest_row(lesson.network, prepared.longest_row),
        "rows": rows,
        "valid_from_train": prepared.valid_from_train,
        "skipped_rows": prepared.train.skipped_rows,
        "repaired_rows": prepared.train.repaired_rows,
        "best_epoch": best.epoch,
        "best_step": best.step,
        "scores": {split: found.metrics for split, found in scores.items()},
        "details": {split: found.details for split, found in scores.items()},
        "settings": to_flat(prepared.settings),
    }


def _tell_skipped(reporter: Reporter, prepared: Prepared) -> None:
    files = {
        Sentence("training"): prepared.train,
        Sentence("validation"): prepared.valid,
        Sentence("test"): prepared.test,
    }
    for name, examples in files.items():
        if examples is not None and examples.skipped:
            line, reason = examples.skipped[0]
            reporter.tell(
                "warning",
                "skipped",
                Sentence(
                    "{rows:,} rows of the {part} file could not be used; the first is number {line}: "
                    "{reason}.",
                    rows=examples.skipped_rows,
                    part=name,
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
                    part=name,
                    line=line,
                    reason=reason,
                ),
            )


def _tell_cut_rows(reporter: Reporter, lesson: Lesson) -> None:
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
