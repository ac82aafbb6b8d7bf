"""Runs as the page shows them: a row in the list, a figure, what can be done with one."""

from __future__ import annotations

import functools
import json
from collections.abc import Sequence
from typing import Any

import gradio as gr

from electra_engine import (
    Evaluation,
    Event,
    FineTuneScore,
    RunSettings,
    RunStatus,
    UserError,
    Workspace,
    is_usable,
    kept_scores,
)
from studio.quantities import count, duration, figure
from studio.refresh import View
from studio.task_scores import headline
from studio.text import say
from studio.text.told import told
from studio.widgets.fact_sheet import facts
from studio.widgets.run_list import run_row

TONES = {
    "finished": "good",
    "paused": "quiet",
    "stopped": "quiet",
    "failed": "bad",
    "lost": "bad",
    "damaged": "bad",
    "stalled": "bad",
}
EVENTS_SHOWN = 6


def state_word(state: str) -> str:
    """A state in the reader's language."""
    return say(f"state.{state}")


def row(status: RunStatus, reached: str) -> dict[str, Any]:
    """A run in the list; `reached` is the figure it is known by."""
    return run_row(
        name=status.name,
        state=state_word("recorded" if status.recorded else status.state),
        tone=TONES.get(status.state, "active"),
        detail=_detail(status),
        figure=reached,
        progress=round(status.progress, 3) if status.alive else None,
    )


def _detail(status: RunStatus) -> str:
    if status.turn:
        return say("runs.turn", turn=status.turn, turns=status.turns)
    if status.step == 0:
        return ""
    if status.alive and status.seconds_left is not None:
        return say("runs.left", step=f"{status.step:,}", left=duration(status.seconds_left))
    return say("runs.step", step=f"{status.step:,}")


def pretraining_figure(evaluations: Sequence[Evaluation]) -> str:
    """The AUC on frozen fakes, by which runs are compared."""
    if not evaluations:
        return ""
    return say("runs.auc", auc=figure(evaluations[-1].detection_auc_frozen, 3))


def fine_tuning_figure(scores: Sequence[FineTuneScore]) -> str:
    """The task's first metric on held-out rows."""
    kept = kept_score(scores)
    if not kept:
        return ""
    name, value = headline(kept.metrics)
    return say("runs.score", name=name, value=value)


def kept_score(scores: Sequence[FineTuneScore]) -> FineTuneScore | None:
    """How the model that is kept did on rows it never learned from: a test file's, else those held out."""
    kept = {score.split: score for score in kept_scores(scores)}
    return kept.get("test") or kept.get("valid")


def asked_for(status: RunStatus) -> str:
    """One line on what a run was told to do."""
    if status.kind == "finetune":
        return say("runs.asked_finetune", base=status.request.extra.get("from", ""))
    try:
        asked = _settings(json.dumps(status.request.settings))
    except UserError:  # written by another version
        return ""
    width, depth, _ = asked.generator_shape()
    return say(
        "runs.asked_pretrain",
        files=", ".join(path.replace("\\", "/").rpartition("/")[2] for path in status.request.files[:3]),
        judge=say(
            "runs.shape", depth=asked.discriminator.num_hidden_layers, width=asked.discriminator.hidden_size
        ),
        forger=say("runs.shape", depth=depth, width=width),
        vocabulary=count(asked.vocabulary.size),
    )


@functools.lru_cache(100)
def _settings(changes: str) -> RunSettings:
    """Settings from their changes as JSON, checked once: a page asks again every second."""
    return RunSettings().with_changes(json.loads(changes))


def health_facts(events: Sequence[Event]) -> dict[str, Any]:
    """What the run noticed about itself that somebody should know; nothing while all is well."""
    worrying = [event for event in events if event.kind in ("health", "warning", "error")][-EVENTS_SHOWN:]
    if not worrying:
        return facts()
    sentences = [f"{told(event.sentence)} {told(event.advice)}".strip() for event in worrying]
    return facts(title=say("health.title"), warnings=sentences)


def model_choices(
    workspace: Workspace, statuses: Sequence[RunStatus], kinds: Sequence[str]
) -> list[tuple[str, str]]:
    """Runs that have saved something that can be used, as (what is shown, name), newest first."""
    return [
        (say(f"models.{status.kind}", name=status.name), status.name)
        for status in statuses
        if status.kind in kinds and is_usable(workspace.run(status.name), workspace)
    ]


def choice_view(choices: Sequence[tuple[str, str]], value: object) -> View:
    """A choice among models: one once made stays, and where there is none the newest is taken."""
    chosen = value or next((name for _, name in choices), None)
    return View((choices, chosen), lambda: gr.update(choices=list(choices), value=chosen))
