"""Charts stacked above one another on a shared horizontal axis, as plain plotly dictionaries.

Colours are role names such as ``var(--generator)``; the live chart turns them into the theme's.
plotly itself is not imported: a figure is data, and the browser is who draws it.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any
from zlib import crc32

from studio.charts.thinning import Numbers, thinned

Words = Mapping[str, str]
Figure = dict[str, Any]

_HEAD = 72  # pixels above each panel for its title and its legend
_FOOT = 52
MOST_MARKERS = 80  # a curve: each is a node of its own, and an hour has hundreds of judgements
_NOTE = 48  # below each panel that has a note: two lines of it on a phone


@dataclass(frozen=True)
class Curve:
    """One line of a panel; `dash` and `symbol` are plotly's.

    `markers` shows points as dots too, `most_markers` says how many at most; 0 leaves it at `MOST_MARKERS`.
    """

    name: str
    x: Numbers
    y: Numbers
    colour: str
    dash: str = "solid"
    markers: bool = False
    width: float = 2.0
    reference: bool = False  # a line to compare with, not a measurement
    opacity: float = 1.0
    symbol: str = "circle"
    most_markers: int = 0


@dataclass(frozen=True)
class Panel:
    """One chart of the stack; `include` are values its vertical axis must always show.

    `note` is a sentence below it that says what it means at this moment.
    """

    title: str
    colour: str
    curves: Sequence[Curve]
    include: tuple[float, ...] = ()
    number_format: str = ".3f"
    tick_format: str = ""
    height: int = field(default=170, kw_only=True)
    logarithmic: bool = field(default=False, kw_only=True)
    note: str = field(default="", kw_only=True)


def live_value(figure: Figure, reading: str, summary: str) -> dict[str, Any]:
    """The value of a live chart: a figure, one line on how to read it, and the picture in words.

    While there is not a point to draw, the words are shown in its place.
    """
    empty = not any(trace["x"] for trace in figure["data"])
    return {"figure": figure, "reading": reading, "summary": summary, "empty": empty}


def stacked(panels: Sequence[Panel], x_title: str, x_name: str) -> Figure:
    """A figure of panels with one shared x axis, drawn from the top down.

    `x_name` identifies what x measures: as long as it stays the same, a zoom survives new data.
    """
    room = [_NOTE if panel.note else 0 for panel in panels]
    foot = _FOOT + room[-1]  # the last note stands below the axis that all share
    total = sum(panel.height + _HEAD for panel in panels) + sum(room[:-1]) + foot
    plotted = total - foot
    layout = _frame(total, x_title, x_name, len(panels))
    layout["margin"]["b"] = foot
    layout["meta"] = {"notes": [panel.note for panel in panels], "foot": _FOOT}
    traces: list[Figure] = []
    below = plotted
    for number, panel in enumerate(panels, start=1):
        top = (below - _HEAD) / plotted
        below -= panel.height + _HEAD
        suffix = "" if number == 1 else str(number)
        layout[f"yaxis{suffix}"] = _vertical_axis(panel, (max(below / plotted, 0.0), top))
        layout[f"legend{suffix}"] = _legend(top)
        layout["annotations"].append(_title(panel, top))
        below -= room[number - 1] if number < len(panels) else 0
        traces.extend(_trace(curve, panel, suffix) for curve in panel.curves)
    return {"data": traces, "layout": layout}


def _frame(height: int, x_title: str, x_name: str, panels: int) -> Figure:
    """What all panels share: size, fonts, the x axis and one hover card for the whole column."""
    quiet = {"color": "var(--ink-quiet)", "size": 12}
    return {
        "height": height,
        # Without `autoexpand` and the axes' `ticklabeloverflow` plotly measures every label at every update.
        "margin": {"l": 48, "r": 14, "t": 0, "autoexpand": False},
        "paper_bgcolor": "rgba(0,0,0,0)",
        "plot_bgcolor": "rgba(0,0,0,0)",
        "font": {"family": "system-ui, -apple-system, Segoe UI, Liberation Sans, sans-serif", **quiet},
        "hovermode": "x unified",
        "hoversubplots": "axis",
        "hoverlabel": {"bgcolor": "var(--card)", "bordercolor": "var(--line-strong)", "align": "left"},
        "uirevision": "kept",
        "annotations": [],
        "modebar": {
            "bgcolor": "rgba(0,0,0,0)",
            "color": "var(--ink-faint)",
            "activecolor": "var(--ink)",
            "orientation": "h",
        },
        "xaxis": {
            "title": {"text": x_title, "standoff": 10},
            "ticklabeloverflow": "allow",
            "uirevision": x_name,
            "unifiedhovertitle": {"text": f"<b>{x_title}: %{{x:,.6~g}}</b>"},
            "anchor": "y" if panels == 1 else f"y{panels}",
            "gridcolor": "var(--line)",
            "linecolor": "var(--line-strong)",
            "zeroline": False,
            "rangemode": "nonnegative",  # else a single point at 0 stands amid −1 to 1
            "showspikes": True,
            "spikemode": "across",
            "spikethickness": -1,  # negative: without plotly's thick outline
            "spikedash": "solid",
            "spikecolor": "var(--line-strong)",
        },
    }


def _vertical_axis(panel: Panel, domain: tuple[float, float]) -> Figure:
    # A range on a logarithmic axis is one of exponents: a zoom means nothing on the other kind.
    scale = "log" if panel.logarithmic else "linear"
    return {
        "domain": list(domain),
        "type": scale,
        "uirevision": f"{panel.title} {scale}",
        "gridcolor": "var(--line)",
        "zeroline": False,
        "nticks": 5,
        "ticklabeloverflow": "allow",
        "tickformat": panel.tick_format,
        # On a logarithmic axis plotly would show no more than these values.
        "autorangeoptions": {"include": [] if panel.logarithmic else list(panel.include)},
    }


def _legend(top: float) -> Figure:
    return {
        "orientation": "h",
        "x": 0,
        "xanchor": "left",
        "y": top,
        "yanchor": "bottom",
        "bgcolor": "rgba(0,0,0,0)",
        "itemwidth": 30,
        "font": {"size": 12, "color": "var(--ink-quiet)"},
    }


def _title(panel: Panel, top: float) -> Figure:
    return {
        "text": f"<b>{panel.title}</b>",
        "x": 0,
        "xref": "paper",
        "xanchor": "left",
        "y": top,
        "yref": "paper",
        "yanchor": "bottom",
        "yshift": 28,
        "showarrow": False,
        "font": {"size": 14, "color": panel.colour},
    }


def _short(numbers: Sequence[float], digits: int) -> list[float]:
    """The numbers to as many digits as a screen can show; a curve travels to the page every second."""
    return [float(f"{number:.{digits}g}") for number in numbers]


def _uid(panel: Panel, curve: Curve) -> str:
    """The same for the same curve, so that a hidden one stays hidden, and fit for a selector, where Plotly
    puts it when the curve goes."""
    return f"curve{crc32(f'{panel.title}/{curve.name}'.encode()):08x}"


def _trace(curve: Curve, panel: Panel, suffix: str) -> Figure:
    x, y = thinned(curve.x, curve.y)
    return {
        "type": "scatter",
        "mode": "lines+markers" if curve.markers else "lines",
        "uid": _uid(panel, curve),
        "meta": {"panel": panel.title},
        "name": curve.name,
        "x": _short(x, 9),
        "y": _short(y, 6),
        "yaxis": f"y{suffix}",
        "legend": f"legend{suffix}",
        "line": {"color": curve.colour, "dash": curve.dash, "width": curve.width},
        "marker": {
            "size": 8 if curve.most_markers else 5,
            "color": curve.colour,
            "symbol": curve.symbol,
            "maxdisplayed": curve.most_markers or MOST_MARKERS,
        },
        "opacity": curve.opacity,
        "hovertemplate": f"{panel.title}, {curve.name}: %{{y:{panel.number_format}}}<extra></extra>",
        **({"hoverinfo": "skip", "hovertemplate": None} if curve.reference else {}),
    }
