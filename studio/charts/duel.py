"""The duel: generator loss, discriminator loss and held-out detection, above one another."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

from electra_engine import Evaluation, StepMetrics
from studio.charts.axes import across
from studio.charts.meaning import detection_now, discriminator_now, generator_now
from studio.charts.panels import Curve, Figure, Panel, Words, live_value, stacked
from studio.charts.smoothing import WINDOWS, smoothed
from studio.points import Points, as_points

SCALES = ("linear", "log")


@dataclass(frozen=True)
class Look:
    """How the reader wants to see the curves: over "steps", "tokens" or "minutes", one of `WINDOWS`
    for their smoothing, one of `SCALES` for the losses."""

    axis: str = "steps"
    smoothing: str = "none"
    scale: str = "linear"


@dataclass(frozen=True)
class Duel:
    """What is drawn, and how."""

    metrics: Points
    evaluations: Sequence[Evaluation]
    vocabulary_size: int
    look: Look
    text: Words

    @property
    def guessing(self) -> float:
        """The loss of a generator that takes every token for equally likely: ln V."""
        return math.log(max(self.vocabulary_size, 1))


def duel_value(
    metrics: Sequence[StepMetrics],
    evaluations: Sequence[Evaluation],
    vocabulary_size: int,
    look: Look,
    text: Words,
) -> dict[str, Any]:
    """The duel as the value of a live chart, with its reading line and its summary in words."""
    return live_value(
        duel_chart(metrics, evaluations, vocabulary_size, look, text),
        reading=text["duel.reading"],
        summary=duel_summary(metrics, evaluations, vocabulary_size, text),
    )


def duel_chart(
    metrics: Sequence[StepMetrics],
    evaluations: Sequence[Evaluation],
    vocabulary_size: int,
    look: Look,
    text: Words,
) -> Figure:
    """Three panels sharing an x axis, each with a sentence on what it means now; losses are in nats.

    The reference of the generator is ln V, a uniform guess; that of the discriminator the entropy of
    the share really replaced, the best that a constant answer can reach; that of the AUC 0.5.
    """
    alike = [evaluation.on_first_rows() for evaluation in evaluations]
    duel = Duel(as_points(metrics), alike, vocabulary_size, look, text)
    panels = [_generator(duel), _discriminator(duel), _detection(duel)]
    return stacked(panels, x_title=text[f"chart.{look.axis}"], x_name=f"duel {look.axis}")


def entropy(share: float) -> float:
    """Entropy in nats of a yes/no question whose answer is yes with probability `share`."""
    return float(_entropies(np.array([share]))[0])


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
        newest = evaluations[-1].on_first_rows()  # as the curve ends
        said.append(
            text["duel.summary_auc"].format(
                frozen=_figure(newest.detection_auc_frozen), own=_figure(newest.detection_auc)
            )
        )
    return " ".join(said)


def _generator(duel: Duel) -> Panel:
    text = duel.text
    curves = [
        _level(duel, text["duel.guessing"], duel.guessing),
        *_measured(duel, "generator_loss", "var(--generator)"),
        _held_out(duel, "generator_loss", "var(--generator)"),
    ]
    return Panel(
        text["duel.generator"],
        "var(--generator-ink)",
        curves,
        include=(duel.guessing,),
        logarithmic=duel.look.scale == "log",
        note=generator_now(duel.metrics, duel.vocabulary_size, text),
    )


def _discriminator(duel: Duel) -> Panel:
    text = duel.text
    rates = duel.metrics.column("replaced_fraction")
    constant = Curve(
        text["duel.always_original"],
        across(duel.metrics, duel.look.axis),
        _entropies(rates),
        "var(--ink-faint)",
        dash="dash",
        width=1.25,
    )
    curves = [
        constant,
        *_measured(duel, "discriminator_loss", "var(--discriminator)"),
        _held_out(duel, "discriminator_loss", "var(--discriminator)"),
    ]
    last = duel.metrics[-1] if duel.metrics else None
    reachable = entropy(last.replaced_fraction or 0.0) if last else 0.0
    return Panel(
        text["duel.discriminator"],
        "var(--discriminator-ink)",
        curves,
        logarithmic=duel.look.scale == "log",
        note=discriminator_now(duel.metrics, reachable, text),
    )


def _detection(duel: Duel) -> Panel:
    text, blue = duel.text, "var(--discriminator)"
    along = across(duel.evaluations, duel.look.axis)
    frozen_areas = [e.detection_auc_frozen for e in duel.evaluations]
    own_areas = [e.detection_auc for e in duel.evaluations]
    curves = [
        _level(duel, text["duel.coin"], 0.5),
        Curve(text["duel.frozen"], along, frozen_areas, blue, markers=True),
        Curve(text["duel.own"], along, own_areas, blue, dash="dot", markers=True, width=1.5),
    ]
    return Panel(
        text["duel.auc"],
        "var(--discriminator-ink)",
        curves,
        include=(0.5, 1.0),
        tick_format=".2f",
        note=detection_now(duel.evaluations, text),
    )


def _measured(duel: Duel, field: str, colour: str) -> list[Curve]:
    """A loss as it was in training; smoothed, with the restless curve faint behind it."""
    along, values = across(duel.metrics, duel.look.axis), duel.metrics.column(field)
    name = duel.text["duel.training"]
    if duel.look.smoothing == "none":
        return [Curve(name, along, values, colour)]
    calm = smoothed(values, WINDOWS[duel.look.smoothing])
    behind = Curve(name, along, values, colour, width=1.0, opacity=0.35)
    return [behind, Curve(duel.text["duel.smoothed"], along, calm, colour, width=2.5)]


def _held_out(duel: Duel, field: str, colour: str) -> Curve:
    values = [getattr(e, field) for e in duel.evaluations]
    along = across(duel.evaluations, duel.look.axis)
    return Curve(duel.text["duel.held_out"], along, values, colour, dash="dot", markers=True, width=1.5)


def _level(duel: Duel, name: str, level: float) -> Curve:
    """A horizontal line of reference as long as the measured curves."""
    along = [across(points, duel.look.axis) for points in (duel.metrics, duel.evaluations) if points]
    ends = [0.0, max(float(places.max()) for places in along)] if along else []
    return Curve(name, ends, [level] * len(ends), "var(--ink-faint)", dash="dash", width=1.25, reference=True)


def _entropies(shares: np.ndarray) -> np.ndarray:
    """Of each share (n,) the entropy in nats; not a number where the share is not known."""
    inside = (shares > 0) & (shares < 1)
    safe = np.where(inside, shares, 0.5)
    found = np.where(inside, -safe * np.log(safe) - (1 - safe) * np.log(1 - safe), 0.0)
    return np.where(np.isnan(shares), np.nan, found)


def _figure(value: float | None) -> str:
    return "–" if value is None or not math.isfinite(value) else f"{value:.3f}"
