"""Plain text, Markdown and WikiText: lines, then the documents that their layout tells apart.

Articles begin at WikiText titles (`` = Title = ``), blocks are set apart by blank lines, and in any
other file a line is a document.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from electra_engine.corpus.reading.cutting import (
    LONGEST_DOCUMENT,
    SHORTEST_DOCUMENT,
    cut_long,
    documents_of,
)
from electra_engine.corpus.reading.opening import LONGEST_LINE, Opened

FEWEST_UNITS = 8
FEWEST_TITLES = 3
FEWEST_MARKS = 3
# A file in an archive or a folder that is no longer than this is one document.
LONGEST_MEMBER = 20_000

_TITLE = re.compile(r"= [^=\s].* =")
_MARKDOWN = re.compile(r"#{1,6} \S.*|```.*|.*\[[^\]\n]+\]\([^)\s]+\).*")


@dataclass(frozen=True)
class Layout:
    """How a file sets documents apart: ``"articles"``, ``"blocks"`` or ``"lines"``.

    A document longer than `longest` characters is cut.
    """

    kind: str
    longest: int


def read_plain_text(opened: Opened) -> Iterator[str]:
    """The texts of the documents, in order, without ever holding the whole file."""
    if opened.is_member and len(opened.text) <= LONGEST_MEMBER:
        yield "\n".join(_stripped_lines(opened)).strip()
        return
    layout = recognise_layout(opened.text)
    units = _units(_stripped_lines(opened), layout)
    if layout.kind == "articles":
        yield from cut_long(units, layout.longest)
    else:
        yield from documents_of(units, "\n" if layout.kind == "lines" else "\n\n", layout.longest)


def is_wikitext(opened: Opened) -> bool:
    """Whether articles begin with `` = Title = ``."""
    return _count_lines(_TITLE, opened.text) >= FEWEST_TITLES


def is_markdown(opened: Opened) -> bool:
    """Whether there are headings, fences or links as Markdown writes them."""
    return _count_lines(_MARKDOWN, opened.text) >= FEWEST_MARKS


def recognise_layout(head: str) -> Layout:
    """The layout that the beginning of a file shows."""
    if _count_lines(_TITLE, head) >= FEWEST_TITLES:
        return Layout("articles", LONGEST_DOCUMENT)
    lines = [line.strip() for line in head.split("\n")]
    written = sum(1 for line in lines if line)
    blocks = sum(1 for before, line in zip(["", *lines], lines, strict=False) if line and not before)
    regular = blocks >= 2 and written <= 50 * blocks and len(head) <= 20_000 * blocks
    units = blocks if regular else written
    # Text that hardly ever breaks is cut into about twenty pieces, so that a part can be held out.
    longest = LONGEST_DOCUMENT if units >= FEWEST_UNITS else max(len(head) // 20, SHORTEST_DOCUMENT)
    return Layout("blocks" if regular else "lines", longest)


def _count_lines(pattern: re.Pattern[str], text: str) -> int:
    return sum(1 for line in text.split("\n") if pattern.fullmatch(line.strip()[:1_000]))


def _stripped_lines(opened: Opened) -> Iterator[str]:
    """The lines without the white space around; overlong ones are cut at white space."""
    rest = ""
    for piece in opened.lines():
        line, rest = rest + piece, ""
        if len(piece) == LONGEST_LINE and not piece.endswith("\n"):
            line, rest = _cut_at_space(line)
        yield line.strip()
    if rest:
        yield rest.strip()


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


def _cut_at_space(line: str) -> tuple[str, str]:
    place = max(line.rfind(" "), line.rfind("\t")) + 1
    return (line[:place], line[place:]) if place > len(line) // 2 else (line, "")
