"""A fine-tuning run: the task's loss, and below it the scores on held-out rows, by epoch."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from electra_engine import FineTuneScore, StepMetrics, kept_scores
from studio.charts.panels import Curve, Figure, Panel, Words, live_value, stacked
from studio.task_scores import reading_of, share

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
    """The loss over steps; from the first score on, which tells how long an epoch is, both over epochs.

    Of several trainings each has its own loss and the score that the run is known by, those from random
    weights in grey.
    """
    trainings = trainings_of(scores)
    losses = _losses(metrics, trainings, text)
    curves = _scores_of_one(scores, text) if len(trainings) < 2 else _scores_of_many(trainings, text)
    colour = "var(--discriminator-ink)"
    panels = [Panel(text["tuning.loss"], colour, losses, include=(0.0,))]
    if curves:
        panels += [Panel(text["tuning.scores"], colour, curves, include=(0.0, 1.0), tick_format=".2f")]
    axis = "epochs" if trainings else "steps"
    return stacked(panels, x_title=text[f"chart.{axis}"], x_name=f"tuning {axis}")


@dataclass(frozen=True)
class Training:
    """One of a run's trainings: the steps between which it went on, and its held-out scores."""

    begins: int
    ends: int
    scores: Sequence[FineTuneScore]

    @property
    def steps_an_epoch(self) -> float:
        last = self.scores[-1]
        return (last.step - self.begins) / last.epoch if last.epoch else 1.0

    @property
    def is_random(self) -> bool:
        return self.scores[0].start == "random"

    @property
    def colour(self) -> str:
        return "var(--ink-quiet)" if self.is_random else "var(--discriminator)"

    def name(self, text: Words) -> str:
        key = "tuning.from_random" if self.is_random else "tuning.from_pretrained"
        return text[key].format(seed=self.scores[0].seed)


def trainings_of(scores: Sequence[FineTuneScore]) -> list[Training]:
    """The run's trainings in their order."""
    groups: dict[tuple[object, ...], list[FineTuneScore]] = {}
    for score in _held_out(scores):
        if score.step > 0:
            groups.setdefault((score.start, score.seed, score.share), []).append(score)
    trainings: list[Training] = []
    for group in groups.values():
        begins = trainings[-1].ends if trainings else 0
        trainings.append(Training(begins, group[-1].step, group))
    return trainings


def _losses(metrics: Sequence[StepMetrics], trainings: Sequence[Training], text: Words) -> list[Curve]:
    """The loss of each training on all rows; the one under way has no end yet."""
    if len(trainings) < 2:
        length = trainings[0].steps_an_epoch if trainings else 1.0
        x, y = [m.step / length for m in metrics], [m.discriminator_loss for m in metrics]
        return [Curve(text["tuning.training"], x, y, "var(--discriminator)")]
    curves = []
    for training in trainings:
        points = [m for m in metrics if training.begins < m.step <= training.ends]
        if training.scores[0].share == 1:
            x = [(m.step - training.begins) / training.steps_an_epoch for m in points]
            y = [m.discriminator_loss for m in points]
            curves.append(Curve(training.name(text), x, y, training.colour))
    return curves


def _scores_of_one(scores: Sequence[FineTuneScore], text: Words) -> list[Curve]:
    """Every metric on held-out rows, and the first of them on rows that were learned from."""
    held_out, seen = _held_out(scores), [score for score in scores if score.split == "seen"]
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
    for name in drawn[:1]:
        label = text["tuning.seen"].format(name=text[f"tuning.{name}"])
        y = [share(score.metrics, name) for score in seen]
        curves.append(Curve(label, [score.epoch for score in seen], y, "var(--ink-quiet)", dash="dashdot"))
    return curves


def _scores_of_many(trainings: Sequence[Training], text: Words) -> list[Curve]:
    """The score that the run is known by, a line for each training on all rows."""
    curves = []
    for training in (one for one in trainings if one.scores[0].share == 1):
        name = reading_of(training.scores[-1].metrics).shown[0]
        x = [score.epoch for score in training.scores]
        y = [share(score.metrics, name) for score in training.scores]
        dash = "dash" if training.is_random else "solid"
        curves.append(Curve(training.name(text), x, y, training.colour, dash=dash, markers=True))
    return curves


def fine_tune_summary(metrics: Sequence[StepMetrics], scores: Sequence[FineTuneScore], text: Words) -> str:
    """The picture in sentences, for those who do not see it."""
    if not metrics:
        return text["tuning.summary_start"]
    last = metrics[-1]
    said = [text["tuning.summary_loss"].format(step=f"{last.step:,}", loss=f"{last.discriminator_loss:.3f}")]
    for score in _held_out(kept_scores(scores)):
        for name in (name for name in score.metrics if name in _SHOWN):
            reached = f"{share(score.metrics, name):.3f}"
            said.append(text["tuning.summary_score"].format(name=text[f"tuning.{name}"], score=reached))
    return " ".join(said)


def _held_out(scores: Sequence[FineTuneScore]) -> list[FineTuneScore]:
    return [score for score in scores if score.split == "valid"]
