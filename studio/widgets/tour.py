"""The guided tour: one row of text through the six stages of a training step, with a caption each."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, dataclass
from typing import Any

import gradio as gr

from electra_engine import BatchTrace
from studio.widgets.assembly import Words, widget, words_for
from studio.widgets.strip import outcomes, strip_tokens


@dataclass(frozen=True)
class Stage:
    """What is to be seen of every token while a stage is told, and for how many seconds.

    `owner` colours its name: the "generator" makes, the "discriminator" judges, "" is nobody's. `face`
    is "original", "masked" or "put".
    """

    name: str
    owner: str
    seconds: int
    face: str
    guesses: bool = False
    verdict: bool = False
    score: bool = False


STAGES = (
    Stage("read", "", 8, "original"),
    Stage("hide", "", 9, "masked"),
    Stage("guess", "generator", 12, "masked", guesses=True),
    Stage("swap", "generator", 14, "put", guesses=True),
    Stage("judge", "discriminator", 12, "put", verdict=True),
    Stage("score", "", 14, "put", verdict=True, score=True),
)


def tour(elem_id: str) -> gr.HTML:
    """Stages to be turned by buttons, arrow keys or by themselves; its value is made by `tour_value`."""
    return widget(elem_id, ("strip.js", "tour.js"))


def tour_value(trace: BatchTrace | None, text: Words, own: bool = False) -> dict[str, Any]:
    """The tour over a recorded row, or over the reader's own sentence, which begins to play at once."""
    if trace is None:
        return {"tokens": [], "stages": [], "own": False, "words": words_for("tour", text)}
    figures = _figures(trace)
    return {
        "tokens": strip_tokens(trace.text, trace.tokens, guesses=True),
        "stages": [_told(stage, figures, text) for stage in STAGES],
        "own": own,
        "words": words_for("tour", text),
    }


def _told(stage: Stage, figures: Mapping[str, int], text: Words) -> dict[str, Any]:
    caption = text[f"tour.{stage.name}_caption"].format(**figures)
    return {**asdict(stage), "title": text[f"tour.{stage.name}_title"], "caption": caption}


def _figures(trace: BatchTrace) -> dict[str, int]:
    hidden = [token for token in trace.tokens if token.hidden]
    replaced = sum(token.replaced for token in hidden)
    return {
        "total": len(trace.tokens),
        "hidden": len(hidden),
        "replaced": replaced,
        "same": len(hidden) - replaced,
        **outcomes(trace.tokens),
    }
