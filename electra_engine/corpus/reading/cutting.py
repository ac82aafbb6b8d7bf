"""Units of text (lines, paragraphs, rows, pages) to documents: what is too long is cut, neighbours that
are short are put together, so that holding out a document never means holding out one verse, or half of
the corpus."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

LONGEST_DOCUMENT = 100_000
SHORTEST_DOCUMENT = 200

_HEADING = re.compile(r"#{1,6} .*|=+ .* =+")


def documents_of(units: Iterable[str], joint: str, longest: int = LONGEST_DOCUMENT) -> Iterator[str]:
    """Documents of at most `longest` characters; short neighbours are joined by `joint`."""
    yield from group_short(cut_long(units, longest), joint)


def cut_long(units: Iterable[str], longest: int) -> Iterator[str]:
    """The same text with every unit that is longer than `longest` cut near a line, sentence or word end."""
    for unit in units:
        start = 0
        while len(unit) - start > longest:
            end = _end_before(unit, start, start + longest)
            yield unit[start:end].strip()
            start = end
        if unit[start:].strip():
            yield unit[start:].strip()


def group_short(units: Iterable[str], joint: str) -> Iterator[str]:
    """Neighbours put together until they are long enough; a heading stays with what follows it."""
    held: list[str] = []
    length = 0
    for unit in units:
        held.append(unit)
        length += len(unit)
        heading = _HEADING.fullmatch(unit) and length < 10 * SHORTEST_DOCUMENT
        if length >= SHORTEST_DOCUMENT and not heading:
            yield joint.join(held)
            held, length = [], 0
    if held:
        yield joint.join(held)


def _end_before(text: str, start: int, limit: int) -> int:
    """The best place to cut `text`, in the second half of ``start … limit``."""
    middle = (start + limit) // 2
    for marks in (("\n",), (". ", "! ", "? ", "。", "！", "？"), (" ", "\t", "\u3000", "，")):
        places = [text.rfind(mark, middle, limit) + len(mark) for mark in marks if mark in text[middle:limit]]
        if places:
            return max(places)
    return limit
