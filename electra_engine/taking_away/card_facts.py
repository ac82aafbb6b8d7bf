"""What a run's own records say for its model card."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path, PurePath
from typing import Any

from electra_engine.inference.notes import read_notes
from electra_engine.jobs.runs import read_request
from electra_engine.taking_away.card import CardFacts, plain
from electra_engine.watching.store import RecordReader
from electra_engine.workspace import RunFolder

SCORES = (
    "generator_accuracy",
    "detection_auc",
    "detection_auc_frozen",
    "precision",
    "recall",
    "replaced_fraction",
)
PURPOSES = {
    "generator": (
        "The generator of an ELECTRA pair: a masked language model. It says which words could stand in the "
        "place of a hidden one."
    ),
    "discriminator": (
        "The discriminator of an ELECTRA pair: it says of every token how likely somebody replaced it. This "
        "is the network to fine-tune."
    ),
}
LIMITS = (
    "It knows what its text taught it, mistakes and prejudices included; it was not checked for either.",
    "Scores hold for text like the one they were measured on.",
    "It is a small network; do not let it decide anything about people.",
)


def facts_of_network(run: RunFolder, part: str, step: int | None, notes: tuple[str, ...] = ()) -> CardFacts:
    """For a network of a pre-training run: `part` is "generator" or "discriminator"."""
    request = read_request(run)
    judged = [one for one in RecordReader(run.records).evaluations() if step is None or one.step <= step]
    scores: dict[str, dict[str, float]] = {}
    if judged:
        named = f"held-out text, step {judged[-1].step:,}"
        scores[named] = {name: getattr(judged[-1], name) for name in SCORES}
    return CardFacts(
        title=f"{run.name}: {part}",
        purpose=PURPOSES[part],
        base=_base(request.settings.get("pair.start_from")),
        files=_names([*request.files, *request.held_out_files]),
        rows={},
        settings=_without_paths(request.settings),
        scores=scores,
        limits=LIMITS,
        notes=notes,
    )


def facts_of_fine_tuned(run: RunFolder, predictions: str = "") -> CardFacts:
    """For the model of a fine-tuning run; `predictions` says what was written beside it."""
    request, noted = read_request(run), read_notes(run.model)
    task = str(noted.get("task", "")).replace("_", " ")
    labels = noted.get("labels") or []
    named = f" Labels: {', '.join(plain(label) for label in labels[:50])}." if labels else ""
    return CardFacts(
        title=run.name,
        purpose=f"Fine-tuned for {plain(task)} by the method {plain(noted.get('method'))}.{named}",
        base=_base(request.extra.get("from")),
        files=_names(request.files),
        rows=_numbers(noted.get("rows")),
        settings=_without_paths(noted.get("settings") or request.settings),
        scores={split: _numbers(found) for split, found in (noted.get("scores") or {}).items()},
        limits=LIMITS,
        notes=(*_skipped(noted), *_no_answer(noted)),
        predictions=predictions,
    )


def _skipped(noted: Mapping[str, Any]) -> tuple[str, ...]:
    skipped = noted.get("skipped_rows")
    return (
        (f"{skipped:,} rows of the file could not be used.",) if isinstance(skipped, int) and skipped else ()
    )


def _no_answer(noted: Mapping[str, Any]) -> tuple[str, ...]:
    margin = (noted.get("meaning") or {}).get("no_answer_margin")
    if not isinstance(margin, int | float):
        return ()
    told = (
        f"A question has no answer where the first token's logits, start and end together, lead those of the "
        f"best answer by more than {margin:.3f}; the margin was chosen on the validation rows."
    )
    return (told,)


def _base(reference: object) -> str:
    """What a run started from, a folder by its last name alone."""
    return plain(PurePath(str(reference)).name) if reference else ""


def _names(files: list[str]) -> list[str]:
    return [Path(file).name for file in files]


def _without_paths(settings: Mapping[str, Any]) -> dict[str, Any]:
    return {
        name: PurePath(value).name if isinstance(value, str) and "/" in value else value
        for name, value in settings.items()
    }


def _numbers(found: object) -> dict[str, Any]:
    if not isinstance(found, dict):
        return {}
    return {str(name): value for name, value in found.items() if isinstance(value, int | float)}
