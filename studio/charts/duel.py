"""The duel: generator loss, discriminator loss and held-out detection, above one another."""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import Any

from electra_engine import Evaluation, StepMetrics
from studio.charts.panels import Curve, Figure, Panel, Words, live_value, stacked

AXES = ("steps", "tokens", "minutes")


def duel_value(
    metrics: Sequence[StepMetrics],
    evaluations: Sequence[Evaluation],
    vocabulary_size: int,
    axis: str,
    text: Words,
) -> dict[str, Any]:
    """The duel as the value of a live chart, with its reading line and its summary in words."""
    return live_value(
        duel_chart(metrics, evaluations, vocabulary_size, axis, text),
        reading=text["duel.reading"],
        summary=duel_summary(metrics, evaluations, vocabulary_size, text),
    )


def duel_chart(
    metrics: Sequence[StepMetrics],
    evaluations: Sequence[Evaluation],
    vocabulary_size: int,
    axis: str,
    text: Words,
) -> Figure:
    """Three panels sharing an x axis of "steps", "tokens" or "minutes"; losses are in nats.

    The reference of the generator is ln V, a uniform guess; that of the discriminator the entropy of
    the share really replaced, the best that a constant answer can reach; that of the AUC 0.5.
    """
    if axis not in AXES:
        raise ValueError(f"axis must be one of {AXES}, not {axis!r}")
    panels = [
        _generator(metrics, evaluations, vocabulary_size, axis, text),
        _discriminator(metrics, evaluations, axis, text),
        _detection(metrics, evaluations, axis, text),
    ]
    return stacked(panels, x_title=text[f"chart.{axis}"], x_name=f"duel {axis}")


def entropy(share: float) -> float:
    """Entropy in nats of a yes/no question whose answer is yes with probability `share`."""
    if not 0.0 < share < 1.0:
        return 0.0
    return -share * math.log(share) - (1.0 - share) * math.log(1.0 - share)


def duel_summary(
    metrics: Sequence[StepMetrics], evaluations: Sequence[Evaluation], vocabulary_size: int, text: Words
) -> str:
    """The picture in sentences, for those who do not see it."""
    if not metrics:
        return text["duel.summary_start"]
    last = metrics[-1]
    said = [
        text["duel.summary_step"].format(
            step=f"{last.step:,}",
            generator=_figure(last.generator_loss),
            guessing=_figure(math.log(max(vocabulary_size, 1))),
            discriminator=_figure(last.discriminator_loss),
        )
    ]
    if last.replaced_fraction is not None:
        said.append(text["duel.summary_constant"].format(constant=_figure(entropy(last.replaced_fraction))))
    if evaluations:
        newest = evaluations[-1]
        said.append(
            text["duel.summary_auc"].format(
                frozen=_figure(newest.detection_auc_frozen), own=_figure(newest.detection_auc)
            )
        )
    return " ".join(said)


def _generator(
    metrics: Sequence[StepMetrics],
    evaluations: Sequence[Evaluation],
    vocabulary_size: int,
    axis: str,
    text: Words,
) -> Panel:
    guessing = math.log(max(vocabulary_size, 1))
    curves = [
        _level(text["duel.guessing"], guessing, metrics, evaluations, axis),
        _measured(text["duel.training"], metrics, "generator_loss", axis, "var(--generator)"),
        _held_out(text["duel.held_out"], evaluations, "generator_loss", axis, "var(--generator)"),
    ]
    return Panel(text["duel.generator"], "var(--generator-ink)", curves, include=(guessing,))


def _discriminator(
    metrics: Sequence[StepMetrics], evaluations: Sequence[Evaluation], axis: str, text: Words
) -> Panel:
    rates = [m for m in metrics if m.replaced_fraction is not None]
    constant = Curve(
        text["duel.always_original"],
        _across(rates, axis),
        [entropy(m.replaced_fraction or 0.0) for m in rates],
        "var(--ink-faint)",
        dash="dash",
        width=1.25,
    )
    curves = [
        constant,
        _measured(text["duel.training"], metrics, "discriminator_loss", axis, "var(--discriminator)"),
        _held_out(text["duel.held_out"], evaluations, "discriminator_loss", axis, "var(--discriminator)"),
    ]
    return Panel(text["duel.discriminator"], "var(--discriminator-ink)", curves)


def _detection(
    metrics: Sequence[StepMetrics], evaluations: Sequence[Evaluation], axis: str, text: Words
) -> Panel:
    across = _across(evaluations, axis)
    frozen = Curve(
        text["duel.frozen"],
        across,
        [e.detection_auc_frozen for e in evaluations],
        "var(--discriminator)",
        markers=True,
    )
    own = Curve(
        text["duel.own"],
        across,
        [e.detection_auc for e in evaluations],
        "var(--discriminator)",
        dash="dot",
        markers=True,
        width=1.5,
    )
    coin = _level(text["duel.coin"], 0.5, metrics, evaluations, axis)
    return Panel(
        text["duel.auc"],
        "var(--discriminator-ink)",
        [coin, frozen, own],
        include=(0.5, 1.0),
        tick_format=".2f",
    )


def _across(points: Sequence[StepMetrics] | Sequence[Evaluation], axis: str) -> list[float]:
    if axis == "minutes":
        return [point.seconds / 60 for point in points]
    return [float(point.tokens if axis == "tokens" else point.step) for point in points]


def _measured(name: str, metrics: Sequence[StepMetrics], field: str, axis: str, colour: str) -> Curve:
    return Curve(name, _across(metrics, axis), [getattr(m, field) for m in metrics], colour)


def _held_out(name: str, evaluations: Sequence[Evaluation], field: str, axis: str, colour: str) -> Curve:
    values = [getattr(e, field) for e in evaluations]
    return Curve(name, _across(evaluations, axis), values, colour, dash="dot", markers=True, width=1.5)


def _level(
    name: str, level: float, metrics: Sequence[StepMetrics], evaluations: Sequence[Evaluation], axis: str
) -> Curve:
    """A horizontal line of reference as long as the measured curves."""
    across = _across(metrics, axis) + _across(evaluations, axis)
    ends = [0.0, max(across)] if across else []
    return Curve(name, ends, [level] * len(ends), "var(--ink-faint)", dash="dash", width=1.25, reference=True)


def _figure(value: float | None) -> str:
    return "–" if value is None or not math.isfinite(value) else f"{value:.3f}"
