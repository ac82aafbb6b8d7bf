"""A recorded run played back in the browser: three curves that grow and a sentence that is judged."""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import Any

import gradio as gr

from electra_engine import Evaluation, ProbeSnapshot, StepMetrics
from studio.widgets.assembly import Words, widget, words_for
from studio.widgets.strip import strip_tokens

MOST_POINTS = 160  # a curve; the picture is a few hundred pixels wide
SENTENCES = 4


def replay(elem_id: str) -> gr.HTML:
    """Plays by itself unless the reader wants no motion; its value is made by `replay_value`."""
    return widget(elem_id, ("strip.js", "replay.js"))


def replay_value(
    metrics: Sequence[StepMetrics],
    evaluations: Sequence[Evaluation],
    snapshots: Sequence[ProbeSnapshot],
    vocabulary_size: int,
    text: Words,
) -> dict[str, Any]:
    """Everything the playback needs, sent once: a few tens of kilobytes."""
    blind = math.log(max(vocabulary_size, 1))
    steps = [*(m.step for m in metrics), *(e.step for e in evaluations), *(s.step for s in snapshots)]
    panels = [
        _panel("generator", "generator", [(m.step, m.generator_loss) for m in metrics], ("blind", blind)),
        _panel("discriminator", "discriminator", [(m.step, m.discriminator_loss) for m in metrics]),
        _panel(
            "detection",
            "discriminator",
            [(e.step, e.on_first_rows().detection_auc_frozen) for e in evaluations],
            ("coin", 0.5),
        ),
    ]
    return {
        "steps": max(steps, default=0),
        "panels": panels,
        "snapshots": [_frame(snapshot) for snapshot in snapshots],
        "words": {**words_for("tour", text), **words_for("replay", text)},
    }


def _panel(
    name: str,
    owner: str,
    points: Sequence[tuple[int, float | None]],
    reference: tuple[str, float] | None = None,
) -> dict[str, Any]:
    """One small chart; `reference` is a level worth knowing, with the key of its name."""
    measured = [(step, value) for step, value in points if value is not None]
    stride = max(math.ceil(len(measured) / MOST_POINTS), 1)
    thinned = [*measured[:-1:stride], *measured[-1:]]
    return {
        "name": name,
        "owner": owner,
        "steps": [step for step, _ in thinned],
        "values": [round(value, 4) for _, value in thinned],
        "reference": {"name": reference[0], "value": round(reference[1], 2)} if reference else None,
    }


def _frame(snapshot: ProbeSnapshot) -> dict[str, Any]:
    """The first sentences at one step."""
    return {
        "step": snapshot.step,
        "sentences": [
            strip_tokens(sentence.text, sentence.tokens) for sentence in snapshot.sentences[:SENTENCES]
        ],
    }
