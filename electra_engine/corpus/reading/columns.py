"""Which column of a table holds the text: the one that was chosen, else the one that reads like text."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from electra_engine.errors import UserError

# Names that say it, in the order in which they are believed.
TEXT_NAMES = (
    *("text", "content", "document", "article", "body", "story", "sentence", "paragraph", "context"),
    *("review", "abstract", "message", "comment", "description", "raw_text", "文本", "内容", "正文"),
)
# A column with such a name is believed when it has this part of the longest column's letters.
BELIEVED_SHARE = 0.25
ABOUT_AS_LONG = 0.8
MOST_SHOWN = 20


def choose_column(samples: Mapping[str, Sequence[str]], wanted: str, name: str) -> str:
    """The name of the column to read; `samples` has some cells of every column, in order.

    `wanted` is a column's name, or its number from 1, or empty. Raises `UserError` where there is no
    such column, or none with text.
    """
    if wanted:
        return _named(list(samples), wanted.strip(), name)
    letters = {column: _letters(cells) for column, cells in samples.items()}
    longest = max(letters.values(), default=0)
    if not longest:
        raise UserError("{file} has no column with text in it: choose another file.", "files", file=name)
    lower = {column.lower().rsplit(".", 1)[-1]: column for column in reversed(list(samples))}
    for known in TEXT_NAMES:
        column = lower.get(known)
        if column is not None and letters[column] >= BELIEVED_SHARE * longest:
            return column
    # Of two that are about as long, the first: which of a pair of sentences is longer is chance.
    return next(column for column, average in letters.items() if average >= ABOUT_AS_LONG * longest)


def _named(columns: list[str], wanted: str, name: str) -> str:
    by_name = {column.lower(): column for column in reversed(columns)}
    if wanted.lower() in by_name:
        return by_name[wanted.lower()]
    if wanted.isdecimal() and 1 <= int(wanted) <= len(columns):
        return columns[int(wanted) - 1]
    raise UserError(
        "{file} has no column {wanted}: its columns are {columns}.",
        "corpus.text_column",
        file=name,
        wanted=wanted[:60],
        columns=", ".join(columns[:MOST_SHOWN]),
    )


def _letters(cells: Sequence[str]) -> float:
    """Letters in a cell, on average."""
    total = sum(sum(1 for letter in cell[:2_000] if letter.isalpha()) for cell in cells)
    return total / max(len(cells), 1)
