"""Two to six runs over one another: dash and sign tell them apart, colour still says whose curve it is."""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import Any

import numpy as np

from studio.charts.axes import across
from studio.charts.frequencies import literal
from studio.charts.panels import Curve, Panel, Words, live_value, stacked
from studio.charts.smoothing import WINDOWS, smoothed
from studio.charts.thinning import Numbers
from studio.compared_runs import ComparedRun

# By a run's place: plotly's dash and sign, and the shade of the role's colour.
DASHES = ("solid", "dash", "dot", "dashdot", "longdash", "longdashdot")
SYMBOLS = ("circle", "square", "diamond", "triangle-up", "cross", "x")
MOST = len(DASHES)
MARKERS = 12
ALIKE = 0.005  # two AUCs that are nearer than a held-out text can tell


def compared_value(runs: Sequence[ComparedRun], axis: str, text: Words) -> dict[str, Any]:
    """The runs as the value of a live chart over one of `AXES`."""
    panels = [
        Panel(
            text["compare.detection"],
            "var(--discriminator-ink)",
            [_detection(run, axis) for run in runs],
            include=(0.5, 1.0),
            tick_format=".2f",
            height=240,
            note=_best(runs, text),
        ),
        _losses(runs, "generator", axis, text),
        _losses(runs, "discriminator", axis, text),
    ]
    figure = stacked(panels, text[f"chart.{axis}"], f"compared {axis}")
    for trace in figure["data"]:
        trace["showlegend"] = False  # the list of runs is the legend of all panels
    return live_value(figure, text["compare.reading"], compared_summary(runs, text))


def compared_summary(runs: Sequence[ComparedRun], text: Words) -> str:
    """The picture in sentences, for those who do not see it."""
    said = [text["compare.summary"].format(**_last(run)) for run in runs if run.curves.metrics]
    return " ".join(said) or text["compare.waiting"]


def _last(run: ComparedRun) -> dict[str, str]:
    last, newest = run.curves.metrics[-1], run.newest
    return {
        "run": run.name,
        "step": f"{last.step:,}",
        "auc": _figure(newest.detection_auc_frozen if newest else None),
        "generator": _figure(last.generator_loss),
        "discriminator": _figure(last.discriminator_loss),
    }


def _detection(run: ComparedRun, axis: str) -> Curve:
    judged = run.curves.evaluations
    areas = [one.on_first_rows().detection_auc_frozen for one in judged]
    return _curve(run, across(judged, axis), areas, "discriminator")


def _losses(runs: Sequence[ComparedRun], role: str, axis: str, text: Words) -> Panel:
    curves, last = [], []
    for run in runs:
        points = run.curves.metrics
        values = smoothed(points.column(f"{role}_loss"), WINDOWS["some"])
        curves.append(_curve(run, across(points, axis), values, role))
        known = values[np.isfinite(values)]
        last += [(float(known[-1]), run.name)] if len(known) else []
    loss, name = min(last, default=(0.0, ""))
    note = text["compare.lowest"].format(run=name, loss=_figure(loss)) if last else text["compare.waiting"]
    return Panel(text[f"compare.{role}"], f"var(--{role}-ink)", curves, note=note)


def _curve(run: ComparedRun, along: Numbers, values: Numbers, role: str) -> Curve:
    return Curve(
        literal(run.name),
        along,
        values,
        f"var(--{role}{'-ink' if run.place % 2 else ''})",
        dash=DASHES[run.place],
        markers=True,
        symbol=SYMBOLS[run.place],
        most_markers=MARKERS,
    )


def _best(runs: Sequence[ComparedRun], text: Words) -> str:
    judged = [(run.newest.detection_auc_frozen, run.name) for run in runs if run.newest]
    if not judged:
        return text["compare.waiting"]
    (area, name), *others = sorted(judged, reverse=True)
    if not others:
        return text["compare.one_measured"].format(run=name, auc=_figure(area))
    other, second = others[0]
    key = "alike" if area - other < ALIKE else "best"
    return text[f"compare.{key}"].format(run=name, auc=_figure(area), second=second, other=_figure(other))


def _figure(value: float | None) -> str:
    return "–" if value is None or not math.isfinite(value) else f"{value:.3f}"
