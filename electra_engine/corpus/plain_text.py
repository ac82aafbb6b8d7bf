"""Plain text: lines, then the documents that their layout tells apart.

Articles begin at WikiText titles (`` = Title = ``), blocks are set apart by blank lines, and in any
other file a line is a document. Short neighbours are put together and what goes on without a break is
cut, so that holding out a document never means holding out one verse, or half of the corpus.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

HEAD_CHARACTERS = 1 << 18
LONGEST_LINE = 1_000_000
LONGEST_DOCUMENT = 100_000
SHORTEST_DOCUMENT = 200
FEWEST_UNITS = 8
FEWEST_TITLES = 3

_TITLE = re.compile(r"= [^=\s].* =")
_HEADING = re.compile(r"#{1,6} .*|=+ .* =+")


@dataclass(frozen=True)
class Layout:
    """How a file sets documents apart: ``"articles"``, ``"blocks"`` or ``"lines"``.

    A document longer than `longest` characters is cut.
    """

    kind: str
    longest: int


def read_plain_text(path: Path) -> Iterator[str]:
    """The texts of the documents in a UTF-8 file, in order, without ever holding the whole file."""
    with path.open(encoding="utf-8-sig", errors="replace") as stream:
        layout = recognise_layout(stream.read(HEAD_CHARACTERS))
    units = _cut_long(_units(read_lines(path), layout), layout.longest)
    if layout.kind == "articles":
        yield from units
    else:
        yield from _group_short(units, "\n" if layout.kind == "lines" else "\n\n")


def read_lines(path: Path) -> Iterator[str]:
    """The lines of a file, stripped, whatever its line ends are; overlong ones are cut at white space."""
    rest = ""
    with path.open(encoding="utf-8-sig", errors="replace") as stream:
        while piece := stream.readline(LONGEST_LINE):
            line, rest = rest + piece.replace("\0", " "), ""
            if len(piece) == LONGEST_LINE and not piece.endswith("\n"):
                line, rest = _cut_at_space(line)
            yield line.strip()
    if rest:
        yield rest.strip()


def recognise_layout(head: str) -> Layout:
    """The layout that the beginning of a file shows."""
    lines = [line.strip() for line in head.split("\n")]
    if sum(1 for line in lines if _TITLE.fullmatch(line)) >= FEWEST_TITLES:
        return Layout("articles", LONGEST_DOCUMENT)
    written = sum(1 for line in lines if line)
    blocks = sum(1 for before, line in zip(["", *lines], lines, strict=False) if line and not before)
    regular = blocks >= 2 and written <= 50 * blocks and len(head) <= 20_000 * blocks
    units = blocks if regular else written
    # Text that hardly ever breaks is cut into about twenty pieces, so that a part can be held out.
    longest = LONGEST_DOCUMENT if units >= FEWEST_UNITS else max(len(head) // 20, SHORTEST_DOCUMENT)
    return Layout("blocks" if regular else "lines", longest)


def _units(lines: Iterable[str], layout: Layout) -> Iterator[str]:
    """Articles, blocks or lines; an article or block that never ends is closed when it is long enough."""
    held: list[str] = []
    length = 0
    for line in lines:
        begins = bool(_TITLE.fullmatch(line)) if layout.kind == "articles" else not line
        if held and (begins or layout.kind == "lines" or length >= layout.longest):
            yield "\n".join(held)
            held, length = [], 0
        if line:
            held.append(line)
            length += len(line) + 1
    if held:
        yield "\n".join(held)


def _cut_long(units: Iterable[str], longest: int) -> Iterator[str]:
    """The same text with every unit that is longer than `longest` cut near a line, sentence or word end."""
    for unit in units:
        start = 0
        while len(unit) - start > longest:
            end = _end_before(unit, start, start + longest)
            yield unit[start:end].strip()
            start = end
        if unit[start:].strip():
            yield unit[start:].strip()


def _end_before(text: str, start: int, limit: int) -> int:
    """The best place to cut `text`, in the second half of ``start … limit``."""
    middle = (start + limit) // 2
    for marks in (("\n",), (". ", "! ", "? ", "。", "！", "？"), (" ", "\t", "\u3000", "，")):
        places = [text.rfind(mark, middle, limit) + len(mark) for mark in marks if mark in text[middle:limit]]
        if places:
            return max(places)
    return limit


def _group_short(units: Iterable[str], joint: str) -> Iterator[str]:
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


def _cut_at_space(line: str) -> tuple[str, str]:
    place = max(line.rfind(" "), line.rfind("\t")) + 1
    return (line[:place], line[place:]) if place > len(line) // 2 else (line, "")
