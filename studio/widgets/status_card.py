"""Where a run is now: a line of stages, a progress bar, the figures that move, one sentence."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import gradio as gr

from studio.widgets.assembly import Words, widget

# (key of the stage's name, the phases in which a run is there)
PRETRAINING_STAGES: tuple[tuple[str, tuple[str, ...]], ...] = (
    ("read", ("starting", "queued", "reading")),
    ("vocabulary", ("vocabulary",)),
    ("pack", ("packing",)),
    ("measure", ("measuring",)),
    ("train", ("training", "stalled", "pausing", "stopping", "paused")),
    ("done", ("finished", "stopped", "failed", "lost", "damaged")),
)
FINE_TUNING_STAGES = (PRETRAINING_STAGES[0], PRETRAINING_STAGES[4], PRETRAINING_STAGES[5])
TONES = {
    "finished": "good",
    "failed": "bad",
    "lost": "bad",
    "damaged": "bad",
    "stalled": "bad",
    "stopped": "quiet",
    "paused": "quiet",
}

OVERDUE = 5.0  # seconds that a sign of life may be late without a word
ROUND_SECONDS = (2, 5, 10, 20, 30, 60, 120, 300, 600)

Stages = Sequence[tuple[str, tuple[str, ...]]]


def status_card(elem_id: str) -> gr.HTML:
    """A run's status, told to screen readers at most every 30 seconds; see `status_card_value`."""
    return widget(elem_id, ("status_card.js",))


def status_card_value(
    state: Mapping[str, Any] | None, text: Words, stages: Stages = PRETRAINING_STAGES
) -> dict[str, Any]:
    """From the fields of a `RunState`, or of a `RunStatus`, whose ``state`` goes before its ``phase``.

    Without either the card says that no run is chosen.
    """
    if state is None:
        return {"empty": text["status.empty"]}
    phase = state.get("state") or state["phase"] or "starting"
    title = text["status.vocabulary_now" if phase == "vocabulary" else f"status.{phase}"]
    tone = TONES.get(phase, "active")
    ended = tone != "active"
    share = min(max(float(state.get("progress", 0.0)), 0.0), 1.0)
    return {
        "phase": phase,
        "tone": tone,
        "title": title,
        "stages": _stages(phase, int(state.get("step", 0)), stages, text),
        "stages_label": text["status.steps"],
        "progress_label": text["status.progress"],
        "progress": None if phase in ("queued", "starting") or ended else share,
        "figures": _figures(state, ended, text),
        "message": state.get("message", ""),
        "spoken": _spoken(state, phase, title, text),
    }


def duration_words(seconds: float, text: Words) -> str:
    """``42 s``, ``3 min 20 s``, ``2 h 5 min`` or ``4 d 3 h``."""
    whole = max(round(seconds), 0)
    if whole < 60:
        return text["status.seconds"].format(number=whole)
    minutes, rest = divmod(whole, 60)
    if minutes < 60:
        if minutes >= 10 or not rest:
            return text["status.minutes"].format(number=minutes)
        return text["status.minutes_seconds"].format(minutes=minutes, seconds=rest)
    hours, minutes = divmod(minutes, 60)
    if hours < 24:
        return text["status.hours_minutes"].format(hours=hours, minutes=minutes)
    days, hours = divmod(hours, 24)
    return text["status.days_hours"].format(days=days, hours=hours)


def _stages(phase: str, step: int, stages: Stages, text: Words) -> list[dict[str, str]]:
    """Each stage's name and whether it lies behind, is now, or is still to come."""
    here = next((at for at, (_, phases) in enumerate(stages) if phase in phases), 0)
    # A run that broke off before its first step shows no more behind it than it did.
    broken = phase in ("failed", "lost", "damaged", "stopped") and step == 0
    marks = []
    for at, (name, _) in enumerate(stages):
        place = "now" if at == here else "behind" if at < here and not broken else "ahead"
        marks.append({"name": text[f"status.{name}"], "place": place})
    return marks


def _figures(state: Mapping[str, Any], ended: bool, text: Words) -> list[dict[str, str]]:
    unknown = text["status.unknown"]
    step, steps = int(state.get("step", 0)), int(state.get("steps", 0))
    left, speed = state.get("seconds_left"), float(state.get("tokens_per_second", 0.0))
    shown = f"{step:,}"
    if steps:
        shown = text["status.step_of"].format(step=shown, steps=f"{steps:,}")
    if ended:
        time = (text["status.elapsed"], duration_words(float(state.get("seconds", 0.0)), text))
    else:
        time = (text["status.left"], unknown if left is None else duration_words(float(left), text))
    pairs = (
        (text["status.step"], shown),
        (text["status.tokens"], f"{int(state.get('tokens', 0)):,}"),
        (text["status.speed"], f"{speed:,.0f}" if speed else unknown),
        time,
        *_next_sign(state.get("next_sign"), text),
    )
    return [{"name": name, "figure": figure} for name, figure in pairs]


def _next_sign(seconds: float | None, text: Words) -> list[tuple[str, str]]:
    """When a worker is expected to move on; rounded up, so that a quick one's figure stands still."""
    if seconds is None:
        return []
    if seconds < -OVERDUE:
        due = text["status.sign_overdue"].format(time=duration_words(-seconds, text))
    else:
        within = next((mark for mark in ROUND_SECONDS if seconds <= mark), seconds)
        due = text["status.sign_within"].format(time=duration_words(within, text))
    return [(text["status.sign"], due)]


def _spoken(state: Mapping[str, Any], phase: str, title: str, text: Words) -> str:
    """What is said aloud: the phase, and how far the training is or the run's own sentence."""
    detail = state.get("message", "")
    left = state.get("seconds_left")
    if phase == "training" and left is not None:
        share = f"{state.get('progress', 0.0):.0%}"
        detail = text["status.spoken_training"].format(share=share, left=duration_words(float(left), text))
    return text["status.spoken"].format(phase=title, detail=detail).strip()
