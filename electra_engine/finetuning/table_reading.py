"""Delimited text (CSV, TSV and their cousins) as rows of cells, told by content and not by name.

Two things are guessed from the file itself: which character parts the columns, and whether a double
quote is a wrapper round a cell (as in CSV) or an ordinary character (as in many TSV files).
A row that cannot be read is listed with its reason and never loses the others.
"""

from __future__ import annotations

import csv
import io
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import islice
from typing import TYPE_CHECKING, Any

from electra_engine.errors import UserError
from electra_engine.sentences import SILENCE, Sentence

if TYPE_CHECKING:
    from _csv import Reader  # the type has no name at run time

DELIMITERS = {
    "\t": Sentence("tab"),
    ",": Sentence("comma"),
    ";": Sentence("semicolon"),
    "|": Sentence("vertical bar"),
}
SAMPLED_LINES = 2_000
LONGEST_CELL = 16 * 1024 * 1024  # characters
UNDECODABLE = Sentence("it is not text of the file's encoding")


@dataclass(frozen=True)
class Dialect:
    """How a table is written; `quoted` says that double quotes wrap cells."""

    delimiter: str
    quoted: bool

    @property
    def delimiter_name(self) -> Sentence:
        return DELIMITERS[self.delimiter]


@dataclass(frozen=True)
class TableRow:
    """The cells of one row (texts, or what JSON can hold) and the line it begins on; `problem` is "" or
    why it cannot be used."""

    line: int
    cells: list[Any]
    problem: Sentence = SILENCE


def guess_dialect(text: str, name: str) -> Dialect:
    """The dialect under which the most rows have the same number of columns.

    A tab beats the other characters, which occur in ordinary sentences. Raises `UserError` when no
    reading gives two columns.
    """
    lines = [line for line in islice(io.StringIO(text, newline=""), SAMPLED_LINES) if line.strip()]
    best, best_score = None, 0.0
    for delimiter in DELIMITERS:
        for quoted in (True, False):
            score = _evenness(lines, Dialect(delimiter, quoted))
            if score > best_score + 1e-9:
                best, best_score = Dialect(delimiter, quoted), score
    if best is None:
        raise UserError(
            "{file} has a single column: each row needs a text and a label, parted by a tab, comma or "
            "semicolon.",
            file=name,
        )
    if best.quoted and not _quotes_close(text, best):
        return Dialect(best.delimiter, quoted=best.delimiter != "\t")
    return best


def read_rows(text: str, dialect: Dialect) -> Iterator[TableRow]:
    """Every row that is not blank, in order, damaged ones marked by their `problem`."""
    reader = _reader(io.StringIO(text, newline=""), dialect)
    while True:
        line = reader.line_num + 1
        try:
            cells: list[Any] = next(reader)
        except StopIteration:
            return
        except csv.Error as error:
            yield TableRow(line, [], Sentence("it cannot be read ({reason})", reason=error))
            continue
        if any(cell.strip() for cell in cells):
            yield TableRow(line, cells, damage(cells))


def damage(cells: Iterable[str]) -> Sentence:
    """Why these texts cannot be used, or nothing."""
    for cell in cells:
        if "\0" in cell:
            return Sentence("it holds NUL characters")
        if not cell.isascii() and any("\udc80" <= character <= "\udcff" for character in cell):
            return UNDECODABLE
    return SILENCE


def _evenness(lines: list[str], dialect: Dialect) -> float:
    """How well a dialect fits the sampled lines, from 0 (not at all) to 1 (every row alike).

    Quotes that do not close where a cell ends speak against quoting: ruled out beside tabs, marked
    down beside the others, where a comma in a sentence needs them.
    """
    widths, closed = _widths(lines, dialect, strict=dialect.quoted)
    if closed:
        return _share_of_even(widths, dialect)
    if dialect.delimiter == "\t":
        return 0.0
    return 0.9 * _share_of_even(_widths(lines, dialect, strict=False)[0], dialect)


def _widths(lines: list[str], dialect: Dialect, strict: bool) -> tuple[Counter[int], bool]:
    """How many rows have how many columns, and whether the quotes close (an open end is no fault)."""
    widths: Counter[int] = Counter()
    reader = _reader(lines, dialect, strict)
    try:
        widths.update(len(cells) for cells in reader if cells)
    except csv.Error:
        return widths, reader.line_num >= len(lines) == SAMPLED_LINES
    return widths, True


def _share_of_even(widths: Counter[int], dialect: Dialect) -> float:
    """The share of rows with the commonest width, 0 when that is one column.

    Beside tabs every row of two columns or more counts, because trailing columns may be missing.
    """
    total = sum(widths.values())
    if not total:
        return 0.0
    if dialect.delimiter == "\t":
        several = total - widths[1]
        return 1.0 if several >= 0.9 * total else 0.5 * several / total
    commonest, rows = max(widths.items(), key=lambda item: (item[1], item[0]))
    return rows / total if commonest > 1 else 0.0


def _quotes_close(text: str, dialect: Dialect) -> bool:
    """Whether every quoted cell of the whole file ends where it should."""
    try:
        for _ in _reader(io.StringIO(text, newline=""), dialect, strict=True):
            pass
    except csv.Error:
        return False
    return True


def _reader(lines: Iterable[str], dialect: Dialect, strict: bool = False) -> Reader:
    csv.field_size_limit(LONGEST_CELL)
    if dialect.quoted:
        return csv.reader(lines, delimiter=dialect.delimiter, strict=strict)
    return csv.reader(lines, delimiter=dialect.delimiter, quoting=csv.QUOTE_NONE)
