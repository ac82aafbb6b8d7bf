"""Which of a task's metrics are shown first, and what they say in a sentence."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from studio.quantities import count, figure
from studio.text import say

PERCENT = 100.0  # SQuAD's metrics go from 0 to 100


@dataclass(frozen=True)
class Reading:
    """How the scores of one kind of task are read: `sign` is a metric that only it has, `lacks` one that it
    does not have; `shown` are the metrics for the tiles, the first of which the run is known by."""

    name: str
    sign: str
    shown: tuple[str, ...]
    lacks: str = ""


READINGS = (
    Reading("answers", "exact_match", ("f1", "exact_match", "has_answer_f1")),
    Reading("quantities", "spearman", ("spearman", "pearson", "mae")),
    Reading("label_sets", "micro_f1", ("micro_f1", "macro_f1", "accuracy")),
    Reading("classes", "mcc", ("accuracy", "f1", "mcc")),
    Reading("entities", "f1", ("f1", "precision", "recall"), lacks="mcc"),
    Reading("words", "macro_f1", ("accuracy", "macro_f1")),
    Reading("choices", "accuracy", ("accuracy",)),
)


def reading_of(metrics: Mapping[str, float]) -> Reading:
    """The reading that suits these metrics."""
    return next(
        (known for known in READINGS if known.sign in metrics and known.lacks not in metrics), READINGS[-1]
    )


def share(metrics: Mapping[str, float], name: str) -> float | None:
    """A metric on the scale whose best is 1; None where it was not taken."""
    value = metrics.get(name)
    return value / PERCENT if value is not None and "exact_match" in metrics else value


def headline(metrics: Mapping[str, float]) -> tuple[str, str]:
    """(what the run is known by, its value)."""
    name = reading_of(metrics).shown[0]
    return say(f"scores.{name}"), figure(share(metrics, name), 3)


def sentence(metrics: Mapping[str, float], rows: int) -> str:
    """The scores in plain words."""
    reading = reading_of(metrics)
    first = share(metrics, reading.shown[0]) or 0.0
    exact = share(metrics, "exact_match") or 0.0
    return say(
        f"scores.said_{reading.name}",
        right=figure(100 * first, 0),
        exact=figure(100 * exact, 0),
        value=figure(first, 2),
        rows=count(rows),
    )
