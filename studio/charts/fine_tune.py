"""A fine-tuning run: the task's loss, and below it the scores on held-out rows, by epoch."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from electra_engine import FineTuneScore, StepMetrics
from studio.charts.panels import Curve, Figure, Panel, Words, live_value, stacked
from studio.task_scores import share

# The scores that may be drawn, with what tells their lines apart; all in the judge's blue.
_SHOWN = {
    "accuracy": "solid",
    "exact_match": "solid",
    "micro_f1": "solid",
    "f1": "dot",
    "macro_f1": "dot",
    "mcc": "dash",
    "spearman": "solid",
    "pearson": "dot",
}


def fine_tune_value(
    metrics: Sequence[StepMetrics], scores: Sequence[FineTuneScore], text: Words
) -> dict[str, Any]:
    """The run as the value of a live chart, with its reading line and its summary in words."""
    return live_value(
        fine_tune_chart(metrics, scores, text),
        reading=text["tuning.reading"],
        summary=fine_tune_summary(metrics, scores, text),
    )


def fine_tune_chart(metrics: Sequence[StepMetrics], scores: Sequence[FineTuneScore], text: Words) -> Figure:
    """Two panels sharing an x axis: epochs once the first score tells how long one is, steps before."""
    held_out = _held_out(scores)
    length = _steps_per_epoch(scores)
    loss = Curve(
        text["tuning.training"],
        [m.step / (length or 1.0) for m in metrics],
        [m.discriminator_loss for m in metrics],
        "var(--discriminator)",
    )
    drawn = [name for name in _SHOWN if any(name in score.metrics for score in held_out)]
    curves = [
        Curve(
            text[f"tuning.{name}"],
            [score.epoch for score in held_out],
            [share(score.metrics, name) for score in held_out],
            "var(--discriminator)",
            dash=_SHOWN[name],
            markers=True,
        )
        for name in drawn
    ]
    colour = "var(--discriminator-ink)"
    panels = [
        Panel(text["tuning.loss"], colour, [loss], include=(0.0,)),
        Panel(text["tuning.scores"], colour, curves, include=(0.0, 1.0), tick_format=".2f"),
    ]
    axis = "epochs" if length else "steps"
    return stacked(panels, x_title=text[f"chart.{axis}"], x_name=f"tuning {axis}")


def fine_tune_summary(metrics: Sequence[StepMetrics], scores: Sequence[FineTuneScore], text: Words) -> str:
    """The picture in sentences, for those who do not see it."""
    if not metrics:
        return text["tuning.summary_start"]
    last = metrics[-1]
    said = [text["tuning.summary_loss"].format(step=f"{last.step:,}", loss=f"{last.discriminator_loss:.3f}")]
    for score in _held_out(scores)[-1:]:
        for name in (name for name in score.metrics if name in _SHOWN):
            reached = f"{share(score.metrics, name):.3f}"
            said.append(text["tuning.summary_score"].format(name=text[f"tuning.{name}"], score=reached))
    return " ".join(said)


def _held_out(scores: Sequence[FineTuneScore]) -> list[FineTuneScore]:
    return [score for score in scores if score.split == "valid"]


def _steps_per_epoch(scores: Sequence[FineTuneScore]) -> float | None:
    whole = [score for score in scores if score.epoch > 0 and score.step > 0]
    return whole[-1].step / whole[-1].epoch if whole else None
