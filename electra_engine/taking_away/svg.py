"""A line chart as SVG text, for pages that run no script."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from html import escape

WIDTH, HEIGHT = 640, 220
LEFT, RIGHT, TOP, BOTTOM = 52, 12, 12, 30
MOST_POINTS = 400
TICKS = 4


@dataclass(frozen=True)
class Line:
    """One curve: its name, its points (x, y), and a CSS class that colours it."""

    name: str
    points: Sequence[tuple[float, float]]
    role: str


def chart(lines: Sequence[Line], label: str, across: str) -> str:
    """The curves in one frame with ticks; `label` is read out, `across` names the axis below.

    Points that are no finite numbers are left out; an empty text where nothing is left.
    """
    drawn = [Line(line.name, _thinned(line.points), line.role) for line in lines]
    drawn = [line for line in drawn if line.points]
    if not drawn:
        return ""
    xs = [x for line in drawn for x, _ in line.points]
    ys = [y for line in drawn for _, y in line.points]
    low, high = min(ys), max(ys)
    margin = (high - low) * 0.05 or max(abs(high) * 0.05, 0.05)
    frame = _Frame(min(xs), max(xs), low - margin, high + margin)
    parts = [*_grid(frame, across), *(_path(frame, line) for line in drawn)]
    return (
        f'<svg viewBox="0 0 {WIDTH} {HEIGHT}" role="img" aria-label="{escape(label)}">'
        + "".join(parts)
        + "</svg>"
    )


@dataclass(frozen=True)
class _Frame:
    left: float
    right: float
    low: float
    high: float

    def x(self, value: float) -> float:
        span = self.right - self.left or 1.0
        return LEFT + (value - self.left) / span * (WIDTH - LEFT - RIGHT)

    def y(self, value: float) -> float:
        return HEIGHT - BOTTOM - (value - self.low) / (self.high - self.low) * (HEIGHT - TOP - BOTTOM)


def _grid(frame: _Frame, across: str) -> list[str]:
    parts = []
    for tick in range(TICKS + 1):
        share = tick / TICKS
        height = frame.low + share * (frame.high - frame.low)
        y = frame.y(height)
        parts.append(f'<line class="grid" x1="{LEFT}" x2="{WIDTH - RIGHT}" y1="{y:.1f}" y2="{y:.1f}"/>')
        parts.append(f'<text x="{LEFT - 6}" y="{y + 4:.1f}" text-anchor="end">{height:.3g}</text>')
        step = frame.left + share * (frame.right - frame.left)
        anchor = "start" if tick == 0 else "end" if tick == TICKS else "middle"
        parts.append(
            f'<text x="{frame.x(step):.1f}" y="{HEIGHT - 12}" text-anchor="{anchor}">{round(step):,}</text>'
        )
    parts.append(f'<text x="{WIDTH - RIGHT}" y="{HEIGHT - 1}" text-anchor="end">{escape(across)}</text>')
    return parts


def _path(frame: _Frame, line: Line) -> str:
    places = [(frame.x(x), frame.y(y)) for x, y in line.points]
    if len(places) == 1:
        return f'<circle class="{line.role}" cx="{places[0][0]:.1f}" cy="{places[0][1]:.1f}" r="3"/>'
    points = " ".join(f"{x:.1f},{y:.1f}" for x, y in places)
    return f'<polyline class="{line.role}" points="{points}"/>'


def _thinned(points: Sequence[tuple[float, float]]) -> list[tuple[float, float]]:
    """At most so many points: of each stretch its lowest and its highest, so that no peak is lost."""
    whole = [(x, y) for x, y in points if math.isfinite(x) and math.isfinite(y)]
    if len(whole) <= MOST_POINTS:
        return whole
    stretches = MOST_POINTS // 2
    kept: dict[tuple[float, float], None] = {}
    for number in range(stretches):
        stretch = whole[number * len(whole) // stretches : (number + 1) * len(whole) // stretches]
        ends = {min(stretch, key=lambda p: p[1]), max(stretch, key=lambda p: p[1])}
        kept.update(dict.fromkeys(sorted(ends)))
    return list(kept)
