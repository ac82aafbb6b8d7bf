"""Which column of a table plays which role, and whether the first row is a header.

Guesses are explained in words; a person's own choice always wins.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from electra_engine.errors import UserError
from electra_engine.finetuning.cells import MISSING, is_number, plain
from electra_engine.sentences import Sentence

LABEL_WORDS = ("label", "labels", "class", "category", "sentiment", "target", "quality", "gold_label")
TEXT_WORDS = ("text", "sentence", "review", "comment", "content", "message", "tweet", "document", "title")
PAIRS = (
    ("premise", "hypothesis"),
    ("question", "sentence"),
    ("question", "answer"),
    ("query", "passage"),
    ("context", "question"),
    ("passage", "question"),
    ("article", "question"),
)
# What else the columns of labelled files are called, besides NUMBERED.
ROWS = ("id", "idx", "index")
QUESTIONS = ("question", "query", "q", "context", "passage", "paragraph", "article")
ANSWERS = ("answers", "answer", "answer_text", "answer_start", "start", "offset")
PAIRED = ("premise", "hypothesis")
WORDS = ("words", "tokens", "form", "tags", "ner_tags", "upos", "pos_tags", "pos", "ner", "entities", "spans")
CHOICES = ("choices", "options", "endings", "candidates")
RIGHT = ("correct", "gold", "answerkey", "right", "solution")
SCORES = ("score", "similarity", "relatedness_score", "similarity_score", "rating", "stars", "value")
SEVERAL = ("topics", "categories", "emotions", "genres", "codes")
# Each is an ordinary word, so two of them make a header.
FIELD_WORDS = frozenset(
    (*ROWS, *QUESTIONS, *ANSWERS, *PAIRED, *WORDS, *CHOICES, *RIGHT, *SCORES, *SEVERAL),
)
NUMBERED = re.compile(  # of choices
    r"(ending|choice|option|answer|sol|solution|alternative)[\s_]*(\d|[a-h])", re.IGNORECASE
)
LONGEST_NAME = 60  # characters of a header cell
MOST_CLASSES = 50  # of a label column that nobody named
LEAST_ALIKE = 0.9  # the share of cells that must be of a column's kind
ALIKE_LENGTHS = 3  # how many times longer one text of a pair may be, on average

# Where the columns of each role stand: one for most roles, several for choices in columns of their own.
Places = dict[str, tuple[int, ...]]


@dataclass(frozen=True)
class Column:
    """A column's name, where it stands (from 0) and its cells in the first rows of the file."""

    name: str
    place: int
    cells: list[Any]

    @cached_property
    def values(self) -> list[str]:
        """The cells that hold something, as text."""
        written = (plain(cell) for cell in self.cells if not isinstance(cell, list | dict))
        return [value for value in written if value not in MISSING]

    @cached_property
    def lists(self) -> list[list[Any]]:
        """The cells that are lists."""
        return [cell for cell in self.cells if isinstance(cell, list)]

    @cached_property
    def mean_length(self) -> float:
        """In characters, of the cells that hold something."""
        return sum(map(len, self.values)) / max(len(self.values), 1)

    @property
    def holds_words(self) -> bool:
        return any(re.search(r"[^\W\d_]", value) for value in self.values)

    @property
    def holds_numbers(self) -> bool:
        """Whether it holds numbers, a slip here and there aside."""
        return bool(self.values) and sum(map(is_number, self.values)) >= LEAST_ALIKE * len(self.values)

    @property
    def holds_few_values(self) -> bool:
        """Whether few different short values repeat often enough to be classes."""
        counts = Counter(self.values)
        short = all(len(value) <= LONGEST_NAME for value in counts)
        return short and 2 <= len(counts) <= min(MOST_CLASSES, len(self.values) / 2)

    def is_called(self, words: Collection[str]) -> bool:
        return self.name.lower() in words


def columns_of(names: Sequence[str], rows: Sequence[Sequence[Any]]) -> list[Column]:
    """The columns of the rows looked at; a short row lacks its last cells."""
    return [
        Column(name, place, [row[place] for row in rows if place < len(row)])
        for place, name in enumerate(names)
    ]


def looks_like_header(first: Sequence[str], below: Sequence[Sequence[str]]) -> bool:
    """Whether the first row names the columns: distinct short words, no numbers, none seen again below."""
    names = [cell.strip() for cell in first]
    if any(not name or len(name) > LONGEST_NAME or is_number(name) for name in names):
        return False
    if len({name.lower() for name in names}) < len(names):
        return False
    columns = columns_of(names, below)
    if any(column.name in column.values for column in columns):
        return False
    known = any(_knows(name, LABEL_WORDS + TEXT_WORDS) for name in names)
    usual = sum(name.lower() in FIELD_WORDS or bool(NUMBERED.fullmatch(name)) for name in names)
    return known or usual > 1 or any(column.holds_few_values or column.holds_numbers for column in columns)


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


def find_columns(names: Sequence[str], wanted: str, file_name: str, field: str) -> tuple[int, ...]:
    """As `find_column`, or several called by names with commas between them."""
    try:
        return (find_column(names, wanted, file_name, field),)
    except UserError:
        if "," not in wanted:
            raise
        return tuple(find_column(names, one, file_name, field) for one in wanted.split(","))


def guess_label(columns: Sequence[Column]) -> tuple[Column | None, Sentence]:
    """The likeliest column of classes and why; None when no column repeats a few values."""
    for word in LABEL_WORDS:
        for column in columns:
            if column.is_called((word,)):
                return column, Sentence("the label is {column!r} because of its name", column=column.name)
    likely = [column for column in columns if column.holds_few_values]
    if not likely:
        return None, Sentence("no column repeats a few values, as labels do")
    # Few different values first, and the rightmost of equals: labels usually end a row.
    best = min(likely, key=lambda column: (len(set(column.values)), -column.place))
    return best, Sentence(
        "the label is {column!r} because it repeats {different} different values",
        column=best.name,
        different=len(set(best.values)),
    )


def guess_texts(
    columns: Sequence[Column], taken: Collection[int], alike_are_pairs: bool = False
) -> tuple[Column | None, Column | None, Sentence]:
    """The likeliest text column that is not `taken`, its partner if texts come in pairs, and why.

    Pairs are told by their names or, with `alike_are_pairs`, by neighbouring texts of like length.
    """
    worded = [column for column in columns if column.place not in taken and column.holds_words]
    if not worded:
        return None, None, Sentence("no column holds words")
    pair = _named_pair(worded) or (_neighbours(worded) if alike_are_pairs else None)
    if pair:
        first, second = pair
        return (
            first,
            second,
            Sentence("the texts are the pair {first!r} and {second!r}", first=first.name, second=second.name),
        )
    named = [column for word in TEXT_WORDS for column in worded if column.is_called((word,))]
    if named:
        why = Sentence("the text is {column!r} because of its name", column=named[0].name)
        return named[0], None, why
    best = max(worded, key=lambda column: column.mean_length)
    return (
        best,
        None,
        Sentence("the text is {column!r} because its cells are the longest", column=best.name),
    )


def _named_pair(columns: Sequence[Column]) -> tuple[Column, Column] | None:
    """Two columns whose names say that they belong together ("sentence1" and "sentence2")."""
    by_name = {column.name.lower(): column for column in columns}
    for name, column in by_name.items():
        partner = by_name.get(name.replace("1", "2"))
        if (
            "1" in name
            and partner is not None
            and not name.startswith("column ")
            and "id" not in name.split()
        ):
            return column, partner
    for first, second in PAIRS:
        if first in by_name and second in by_name:
            return by_name[first], by_name[second]
    return None


def _neighbours(columns: Sequence[Column]) -> tuple[Column, Column] | None:
    """The longest text column and the one beside it, where both hold sentences of like length."""
    longest = max(columns, key=lambda column: column.mean_length)
    beside = [column for column in columns if abs(column.place - longest.place) == 1]
    fitting = [
        column
        for column in beside
        if ALIKE_LENGTHS * column.mean_length >= longest.mean_length
        and 2 * sum(" " in value for value in column.values) > len(column.values)
    ]
    if not fitting:
        return None
    partner = max(fitting, key=lambda column: column.mean_length)
    first, second = sorted((longest, partner), key=lambda column: column.place)
    return first, second


def _knows(name: str, words: Sequence[str]) -> bool:
    """Whether a short name has one of these words in it; a whole sentence is no name."""
    parts = re.split(r"[\W_\d]+", name.lower())
    return len(parts) <= 3 and any(word in parts for word in words)
