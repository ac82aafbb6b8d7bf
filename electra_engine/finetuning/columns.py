"""Which column of a table is the text, which the label, which the second text, and whether the first
row is a header. Guesses are explained in words; a person's own choice always wins."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Collection, Sequence
from dataclasses import dataclass

from electra_engine.errors import UserError
from electra_engine.sentences import Sentence

LABEL_WORDS = ("label", "labels", "class", "category", "sentiment", "target", "quality", "gold_label")
TEXT_WORDS = ("text", "sentence", "review", "comment", "content", "message", "tweet", "document", "title")
PAIRS = (("premise", "hypothesis"), ("question", "sentence"), ("question", "answer"), ("query", "passage"))
MISSING = ("", "nan", "NaN", "NAN")
LONGEST_NAME = 60  # characters of a header cell
MOST_CLASSES = 50  # of a label column that nobody named


@dataclass(frozen=True)
class Columns:
    """The columns to use, as positions from 0; `pair` is None when there is one text."""

    text: int
    label: int
    pair: int | None = None


def looks_like_header(first: Sequence[str], below: Sequence[Sequence[str]]) -> bool:
    """Whether the first row names the columns: distinct short words, no numbers, none seen again below."""
    names = [cell.strip() for cell in first]
    if any(not name or len(name) > LONGEST_NAME or is_number(name) for name in names):
        return False
    if len({name.lower() for name in names}) < len(names):
        return False
    columns = [_column(below, position) for position in range(len(names))]
    if any(name in values for name, values in zip(names, columns, strict=True)):
        return False
    known = any(_knows(name, LABEL_WORDS + TEXT_WORDS) for name in names)
    return known or any(_is_label_like(values) for values in columns)


def find_column(names: Sequence[str], wanted: str, file_name: str, field: str) -> int:
    """The position of a column called by its name or its number from 1; raises `UserError`."""
    wanted = wanted.strip()
    for alike in (str, str.lower):
        matches = [position for position, name in enumerate(names) if alike(name) == alike(wanted)]
        if matches:
            return matches[0]
    if wanted.isdigit() and 1 <= int(wanted) <= len(names):
        return int(wanted) - 1
    raise UserError(
        "{file} has no column {wanted!r}: choose one of {columns}.",
        field,
        file=file_name,
        wanted=wanted[:LONGEST_NAME],
        columns=", ".join(names[:20]),
    )


def guess_label(names: Sequence[str], rows: Sequence[Sequence[str]]) -> tuple[int | None, Sentence]:
    """The likeliest label column and why; None when no column repeats a few values."""
    for word in LABEL_WORDS:
        for position, name in enumerate(names):
            if name.lower() == word:
                return position, Sentence("the label is {column!r} because of its name", column=name)
    columns = [_column(rows, position) for position in range(len(names))]
    likely = [position for position, values in enumerate(columns) if _is_label_like(values)]
    if not likely:
        return None, Sentence("no column repeats a few values, as labels do")
    # Few different values first, and the rightmost of equals: labels usually end a row.
    best = min(likely, key=lambda position: (len(set(columns[position])), -position))
    different = len(set(columns[best]))
    return best, Sentence(
        "the label is {column!r} because it repeats {different} different values",
        column=names[best],
        different=different,
    )


def guess_text(
    names: Sequence[str], rows: Sequence[Sequence[str]], taken: Collection[int | None]
) -> tuple[int | None, int | None, Sentence]:
    """The likeliest text column that is not `taken`, its partner if texts come in pairs, and why."""
    free = [position for position in range(len(names)) if position not in taken]
    lengths = {position: _mean_length(_column(rows, position)) for position in free}
    worded = [p for p in free if any(re.search(r"[^\W\d_]", cell) for cell in _column(rows, p))]
    if not worded:
        return None, None, Sentence("no column holds words")
    pair = _guess_pair(names, worded)
    if pair:
        first, second = pair
        why = Sentence(
            "the texts are the pair {first!r} and {second!r}", first=names[first], second=names[second]
        )
        return first, second, why
    named = [p for word in TEXT_WORDS for p in worded if names[p].lower() == word]
    if named:
        return named[0], None, Sentence("the text is {column!r} because of its name", column=names[named[0]])
    best = max(worded, key=lambda position: lengths[position])
    why = Sentence("the text is {column!r} because its cells are the longest", column=names[best])
    return best, None, why


def is_number(cell: str) -> bool:
    """Whether a cell holds a finite number."""
    return re.fullmatch(r"[+-]?(\d+([.,]\d*)?|[.,]\d+)(e[+-]?\d+)?", cell.strip(), re.IGNORECASE) is not None


def _guess_pair(names: Sequence[str], free: Sequence[int]) -> tuple[int, int] | None:
    """Two columns whose names say that they belong together ("sentence1" and "sentence2")."""
    by_name = {names[position].lower(): position for position in free}
    for name, position in by_name.items():
        partner = by_name.get(name.replace("1", "2"))
        if (
            "1" in name
            and partner is not None
            and not name.startswith("column ")
            and "id" not in name.split()
        ):
            return position, partner
    for first, second in PAIRS:
        if first in by_name and second in by_name:
            return by_name[first], by_name[second]
    return None


def _is_label_like(values: Sequence[str]) -> bool:
    """Whether few different short values repeat often enough to be classes."""
    counts = Counter(values)
    short = all(len(value) <= LONGEST_NAME for value in counts)
    return short and 2 <= len(counts) <= min(MOST_CLASSES, len(values) / 2)


def _column(rows: Sequence[Sequence[str]], position: int) -> list[str]:
    cells = (row[position].strip() for row in rows if position < len(row))
    return [cell for cell in cells if cell not in MISSING]


def _mean_length(values: Sequence[str]) -> float:
    return sum(map(len, values)) / max(len(values), 1)


def _knows(name: str, words: Sequence[str]) -> bool:
    """Whether a short name has one of these words in it; a whole sentence is no name."""
    parts = re.split(r"[\W_\d]+", name.lower())
    return len(parts) <= 3 and any(word in parts for word in words)
