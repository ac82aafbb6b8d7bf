"""What a report is put together from: sections, tables, paragraphs and figures, foreign text escaped."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from html import escape

from electra_engine.sentences import Sentence
from electra_engine.taking_away.svg import Line, chart

Tell = Callable[[Sentence], str]
Curve = tuple[Sentence, list[tuple[float, float]], str]  # its name, its points, the class that colours it


def section(title: str, *parts: str) -> str:
    return f"<section><h2>{escape(title)}</h2>{''.join(parts)}</section>"


def paragraphs(lines: Iterable[str]) -> str:
    return "".join(f"<p>{escape(line)}</p>" for line in lines)


def table(rows: Sequence[Sequence[str]]) -> str:
    """Rows whose last cell is a value."""
    lines = []
    for row in rows:
        *names, value = (escape(cell) for cell in row)
        cells = "".join(f"<td>{name}</td>" for name in names)
        lines.append(f'<tr>{cells}<td class="number">{value}</td></tr>')
    return f'<div class="frame"><table>{"".join(lines)}</table></div>'


def grid(heads: Sequence[str], rows: Sequence[Sequence[str]]) -> str:
    """Rows below the names of their columns."""
    lines = ["".join(f"<td>{escape(cell)}</td>" for cell in row) for row in rows]
    head = "".join(f'<th scope="col">{escape(name)}</th>' for name in heads)
    body = "".join(f"<tr>{line}</tr>" for line in ([head, *lines] if heads else lines))
    return f'<div class="frame"><table>{body}</table></div>'


def figure(title: Sentence, curves: Sequence[Curve], tell: Tell) -> str:
    """The curves in one frame, with what tells them apart; nothing where none has a point."""
    drawn = chart(
        [Line(tell(name), points, role) for name, points, role in curves], tell(title), tell(Sentence("step"))
    )
    if not drawn:
        return ""
    keys = "".join(
        f'<span class="key {role}">{escape(tell(name))}</span>' for name, points, role in curves if points
    )
    return f"<figure><figcaption>{escape(tell(title))}<br>{keys}</figcaption>{drawn}</figure>"


def nothing(tell: Tell) -> str:
    return f'<p class="quiet">{escape(tell(Sentence("Nothing was recorded.")))}</p>'
