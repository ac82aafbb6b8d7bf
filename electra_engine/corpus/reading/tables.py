"""Tables as text (CSV, TSV and their cousins), and sentences with numbers before them as Leipzig has them."""

from __future__ import annotations

import csv
import re
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import pairwise
from typing import TYPE_CHECKING

from electra_engine.corpus.reading.columns import TEXT_NAMES, choose_column
from electra_engine.corpus.reading.opening import Opened
from electra_engine.sentences import Sentence

if TYPE_CHECKING:
    from _csv import Reader  # the type has no name at run time

DELIMITERS = "\t,;|"
SAMPLED_LINES = 500
FEWEST_LINES = 3
LONGEST_CELL = 16 << 20  # characters
LONGEST_NAME = 40
# A table's rows are nearly all as wide as its first; a first row that names a text column needs fewer.
EVEN_SHARE = 0.95
NAMED_SHARE = 0.5

_NUMBERED = re.compile(r"\d+\t[^\t\n]*\S[^\t\n]*")
_NUMBER = re.compile(r"[-+]?\d+(?:[.,]\d+)?")
_OTHER = (
    "id label labels sentiment score class category title author date url source index idx lang language "
    "sentence1 sentence2 target name rating year"
)
_OTHER_NAMES = frozenset(_OTHER.split())


@dataclass(frozen=True)
class TableForm:
    """`quoted`: double quotes wrap cells. `width` columns, `has_names` in the first row."""

    delimiter: str
    quoted: bool
    width: int
    has_names: bool


def is_numbered(opened: Opened) -> bool:
    """Whether every line is a number, a tab and a sentence."""
    lines = [line.rstrip() for line in _sampled(opened.text)]
    numbers = [int(line.split("\t", 1)[0][:18]) for line in lines if _NUMBERED.fullmatch(line)]
    rising = all(before < number for before, number in pairwise(numbers))
    return len(lines) >= FEWEST_LINES and len(numbers) >= EVEN_SHARE * len(lines) and rising


def read_numbered(opened: Opened) -> Iterator[str]:
    """The sentences without their numbers."""
    for line in opened.lines():
        number, tab, sentence = line.partition("\t")
        if sentence.strip():
            yield sentence.strip() if number.isdecimal() and tab else line.strip()
        elif line.strip():
            yield line.strip()


def is_table(opened: Opened) -> bool:
    """Whether the lines are rows of one width."""
    return table_form(opened.text) is not None


def read_table(opened: Opened) -> Iterator[str]:
    """The cells of the column that holds the text; rows without it are left out and listed."""
    form = table_form(opened.text)
    assert form is not None
    sample = [row for row in _reader(_sampled(opened.text), form, strict=False) if row]
    names = sample[0] if form.has_names else []
    columns = _unlike_names([*names, *(str(place + 1) for place in range(len(names), form.width))])
    body = sample[1:] if form.has_names else sample
    cells = {name: [row[place] for row in body if place < len(row)] for place, name in enumerate(columns)}
    chosen = choose_column(cells, opened.column, opened.name)
    opened.file.columns, opened.file.column = tuple(columns), chosen
    yield from _cells(opened, form, columns.index(chosen))


def table_form(text: str) -> TableForm | None:
    """How the table that `text` begins is written, or None where it is no table."""
    lines = _sampled(text)
    if len(lines) < FEWEST_LINES:
        return None
    for delimiter in DELIMITERS:
        if sum(1 for line in lines if delimiter in line) < NAMED_SHARE * len(lines):
            continue
        for quoted in (True, False):
            if form := _form(lines, delimiter, quoted):
                return form
    return None


def _form(lines: list[str], delimiter: str, quoted: bool) -> TableForm | None:
    try:
        rows = [row for row in _reader(lines, TableForm(delimiter, quoted, 0, False), strict=quoted) if row]
    except csv.Error:
        return None
    if len(rows) < FEWEST_LINES:
        return None
    names = [cell.strip().lower() for cell in rows[0]]
    width, even = Counter(len(row) for row in rows).most_common(1)[0]
    known = set(names) & {*TEXT_NAMES, *_OTHER_NAMES}
    if known and len(names) > 1 and all(len(name) <= LONGEST_NAME for name in names):
        fitting = sum(1 for row in rows if len(row) == len(names))
        if fitting >= NAMED_SHARE * len(rows):
            return TableForm(delimiter, quoted, len(names), True)
    if width < 2 or (even < EVEN_SHARE * len(rows) and not (delimiter == "\t" and _wide(rows))):
        return None
    has_names = _look_like_names(rows)
    # Commas stand in ordinary sentences: only a row of names tells a table there.
    return TableForm(delimiter, quoted, width, has_names) if has_names or delimiter == "\t" else None


def _wide(rows: list[list[str]]) -> bool:
    """Beside tabs the last columns may be missing."""
    return sum(1 for row in rows if len(row) > 1) >= 0.9 * len(rows)


def _look_like_names(rows: list[list[str]]) -> bool:
    """Whether the first row names the columns: short, unlike, and something below is of another kind."""
    first, rest = rows[0], [row for row in rows[1:] if len(row) == len(rows[0])]
    if not rest or len(set(first)) < len(first) or not all(map(_is_name, first)):
        return False
    columns = list(zip(first, zip(*rest, strict=True), strict=True))
    longer = any(sum(map(len, cells)) > 2 * len(name) * len(rest) for name, cells in columns)
    numbers = any(all(map(_NUMBER.fullmatch, cells)) for _, cells in columns)
    return longer and (numbers or all(" " not in name.strip() for name in first))


def _is_name(cell: str) -> bool:
    name = cell.strip()
    return 0 < len(name) <= LONGEST_NAME and not _NUMBER.fullmatch(name) and name[-1] not in ".!?。"


def _cells(opened: Opened, form: TableForm, place: int) -> Iterator[str]:
    rows = _reader(opened.lines(), form, strict=False)
    first = form.has_names
    while True:
        line = rows.line_num + 1
        try:
            row = next(rows)
        except StopIteration:
            return
        except csv.Error as error:
            opened.leave_out_line(line, Sentence("it cannot be read ({reason})", reason=error))
            continue
        if first:
            first = False
        elif place < len(row):
            if row[place].strip():
                yield row[place].strip()
        elif any(cell.strip() for cell in row):
            told = Sentence("it has {cells} of {width} cells", cells=len(row), width=form.width)
            opened.leave_out_line(line, told)


def _reader(lines: Iterable[str], form: TableForm, strict: bool) -> Reader:
    csv.field_size_limit(LONGEST_CELL)
    if form.quoted:
        return csv.reader(lines, delimiter=form.delimiter, strict=strict)
    return csv.reader(lines, delimiter=form.delimiter, quoting=csv.QUOTE_NONE)


def _sampled(text: str) -> list[str]:
    """The first lines that are not blank, the last one left out where it may be cut."""
    lines = text.lstrip("\ufeff").split("\n")
    whole = lines[:-1] if len(lines) > 1 and lines[-1] else lines
    return [f"{line}\n" for line in whole[:SAMPLED_LINES] if line.strip()]


def _unlike_names(names: list[str]) -> list[str]:
    """The same names, a number added to one that stands there twice."""
    seen: Counter[str] = Counter()
    unlike = []
    for place, name in enumerate(names):
        shown = name.strip().lstrip("\ufeff") or str(place + 1)
        seen[shown] += 1
        unlike.append(shown if seen[shown] == 1 else f"{shown} {seen[shown]}")
    return unlike
