"""What a run reached, in the keys of the JSON contract."""

from __future__ import annotations

import dataclasses
from typing import Any

from electra_engine.errors import UserError
from electra_engine.finetuning.reached import final_report, final_sentences
from electra_engine.inference.notes import read_notes
from electra_engine.jobs.status import RunStatus
from electra_engine.model.sizing import size_pair
from electra_engine.settings import RunSettings
from electra_engine.vocabulary import load_tokenizer
from electra_engine.vocabulary.frequencies import vocabulary_size
from electra_engine.watching.records import TEXT_LEFT_OUT
from electra_engine.watching.store import RecordReader
from electra_engine.watching.unreadable import UnreadableRecordsError
from electra_engine.workspace import Workspace

EVALUATION_KEYS = (
    "generator_loss",
    "generator_accuracy",
    "detection_auc",
    "detection_auc_frozen",
    "precision",
    "recall",
    "replaced_fraction",
)


def newest_evaluation(workspace: Workspace, name: str) -> dict[str, float] | None:
    """The last judgement on held-out rows, None before the first or where the records cannot be read."""
    try:
        found = RecordReader(workspace.run(name).records).evaluations()
    except UnreadableRecordsError:  # its state says so, and one must not hide the others of a list
        return None
    return {key: getattr(found[-1], key) for key in EVALUATION_KEYS} if found else None


def scores_of(workspace: Workspace, name: str) -> dict[str, dict[str, float]]:
    """A fine-tuning run's metrics by split: those of the model it kept, else the last ones recorded."""
    run = workspace.run(name)
    kept = read_notes(run.model).get("scores")
    if kept:
        return {split: kept[split] for split in ("train", "valid", "test") if split in kept}
    try:
        return {score.split: score.metrics for score in RecordReader(run.records).scores()}
    except UnreadableRecordsError:
        return {}


def parameters_of(workspace: Workspace, status: RunStatus) -> dict[str, int] | None:
    """The pair's parameter counts, once its vocabulary is known."""
    try:
        vocabulary = vocabulary_size(load_tokenizer(workspace.run(status.name).tokenizer))
    except UserError:  # the vocabulary is not learned yet
        return None
    size = size_pair(RunSettings().with_changes(status.request.settings), vocabulary)
    return {
        "generator": size.generator_parameters,
        "discriminator": size.discriminator_parameters,
        "shared": size.shared_parameters,
        "total": size.total_parameters,
    }


def left_out_of(workspace: Workspace, name: str) -> list[str]:
    """What of a run's files could not be read, a sentence each; the rest is what it was made of."""
    events = RecordReader(workspace.run(name).records).events()
    told = (str(event.sentence) for event in events if event.name == TEXT_LEFT_OUT)
    return list(dict.fromkeys(told))  # a run that was killed while it read tells it again


def as_json(workspace: Workspace, status: RunStatus) -> dict[str, Any]:
    """A run as `show --json` and `runs --json` give it."""
    known = {
        key: value for key, value in dataclasses.asdict(status).items() if key not in ("name", "request")
    }
    reached: dict[str, Any] = {"evaluation": newest_evaluation(workspace, status.name)}
    if status.kind == "finetune":
        reached = {"evaluation": None, "metrics": scores_of(workspace, status.name)}
    return {"run": status.name, **known, **reached}


def pretraining_result(workspace: Workspace, status: RunStatus) -> dict[str, Any]:
    """What `pretrain --json` ends with."""
    return {
        "run": status.name,
        "state": status.state,
        "steps": status.step,
        "tokens": status.tokens,
        "seconds": status.seconds,
        "tokens_per_second": status.tokens / status.seconds if status.seconds else 0.0,
        "parameters": parameters_of(workspace, status),
        "left_out": left_out_of(workspace, status.name),
        "evaluation": newest_evaluation(workspace, status.name),
    }


def finetuning_result(workspace: Workspace, status: RunStatus) -> dict[str, Any]:
    """What `finetune --json` ends with."""
    return {
        "run": status.name,
        "state": status.state,
        "steps": status.step,
        "seconds": status.seconds,
        "metrics": scores_of(workspace, status.name),
        **judgement_of(workspace, status.name),
    }


def judgement_of(workspace: Workspace, name: str) -> dict[str, Any]:
    """What a fine-tuning run's scores mean, in sentences, and between what they mostly lie on other rows."""
    reader = RecordReader(workspace.run(name).records)
    try:
        report, sentences = final_report(reader), list(final_sentences(reader))
    except UnreadableRecordsError:
        report, sentences = None, []
    return {
        "meaning": [str(sentence) for sentence in sentences],
        "intervals": {
            one.metric: [one.value, one.low, one.high] for one in (report.intervals if report else ())
        },
    }
