"""Pictures of a finished model's judgement: how sure it is and how right, and what more rows bring."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from electra_engine import FineTuneTrial, ScoreReport
from studio.charts.panels import Curve, Panel, Words, live_value, stacked

COLOUR, INK = "var(--discriminator)", "var(--discriminator-ink)"


def calibration_value(report: ScoreReport | None, text: Words) -> dict[str, Any]:
    """How often it was right, by how sure it was; on the line from corner to corner it knows itself."""
    bins = report.calibration if report else []
    ends = [0.0, 1.0] if bins else []
    curves = [
        Curve(text["judged.calibration_line"], ends, ends, "var(--ink-faint)", "dot", reference=True),
        Curve(
            text["judged.calibration_curve"],
            [one.predicted for one in bins],
            [one.observed for one in bins],
            COLOUR,
            markers=True,
        ),
    ]
    panel = Panel(text["judged.calibration"], INK, curves, include=(0.0, 1.0), tick_format=".1f")
    figure = stacked([panel], x_title=text["judged.sure"], x_name="sure")
    said = [
        text["judged.calibration_point"].format(sure=f"{one.predicted:.0%}", right=f"{one.observed:.0%}")
        for one in bins
    ]
    return live_value(figure, text["judged.calibration_reading"], " ".join(said) or text["judged.none"])


def rows_value(trials: Sequence[FineTuneTrial], metric: str, text: Words) -> dict[str, Any]:
    """The main metric by how many rows were learned from, at its best epoch."""
    start = trials[0].start if trials else ""
    points = sorted((t.rows, t.metrics[metric]) for t in trials if t.start == start and metric in t.metrics)
    several = len({rows for rows, _ in points}) > 1
    curve = Curve(
        text.get(f"tuning.{metric}", metric),
        [rows for rows, _ in points] if several else [],
        [value for _, value in points] if several else [],
        COLOUR,
        markers=True,
    )
    panel = Panel(text["judged.rows"], INK, [curve], tick_format=".2f")
    figure = stacked([panel], x_title=text["judged.rows_axis"], x_name="rows")
    said = [
        text["judged.rows_point"].format(rows=f"{rows:,}", value=f"{value:.3f}") for rows, value in points
    ]
    return live_value(figure, text["judged.rows_reading"], " ".join(said) if several else text["judged.none"])
