"""Whether a column of labels can teach a classifier, and in which order its classes stand."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Sequence

from electra_engine.errors import UserError
from electra_engine.finetuning.cells import is_number

FEWEST_ROWS = 8


def check_classes(labels: Sequence[str], name: str, column: str) -> None:
    """Raises `UserError` when these labels, from `column` of the file `name`, cannot teach a classifier."""
    counts = Counter(labels)
    if len(counts) == 1:
        raise UserError(
            "Every row of {file} has the same label {label!r} (column {column!r}): a classifier needs at "
            "least two different ones.",
            "label",
            file=name,
            label=labels[0][:40],
            column=column,
        )
    check_enough(len(labels), name)
    if _holds_measurements(counts):
        raise UserError(
            "The column {column!r} of {file} has {different:,} different numbers in {rows:,} rows: that "
            "is a quantity, not a class; choose a column with a few values that repeat.",
            "label",
            column=column,
            file=name,
            different=len(counts),
            rows=len(labels),
        )
    if 2 * len(counts) > len(labels):
        raise UserError(
            "The column {column!r} of {file} has {different:,} different values in {rows:,} rows: that "
            "looks like text, not like a label; choose a column with a few values that repeat.",
            "label",
            column=column,
            file=name,
            different=len(counts),
            rows=len(labels),
        )


def check_enough(rows: int, name: str) -> None:
    """Raises `UserError` when a file has too few usable rows to learn from."""
    if rows < FEWEST_ROWS:
        raise UserError(
            "{file} has only {rows} usable rows: at least {fewest} are needed.",
            "train",
            file=name,
            rows=rows,
            fewest=FEWEST_ROWS,
        )


def _holds_measurements(counts: Counter[str]) -> bool:
    """Numbers with decimal places that take many values, or nearly as many numbers as rows."""
    if not all(is_number(label) for label in counts):
        return False
    return 2 * len(counts) > counts.total() or (len(counts) > 20 and any("." in label for label in counts))


def in_order(labels: Iterable[str]) -> list[str]:
    """The different labels, sorted as whole numbers when all are, else as text."""
    different = set(labels)
    if all(re.fullmatch(r"[+-]?\d{1,18}", label) for label in different):
        return sorted(different, key=lambda label: (int(label), label))
    return sorted(different)
