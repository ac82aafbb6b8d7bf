"""Any number of labels for a text or a pair of texts.

They stand in one cell (a list, or names with separators between them) or in columns of 0 and 1 of
their own, whose names are the labels.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Mapping, Sequence
from typing import Any

from electra_engine.errors import UserError
from electra_engine.finetuning.cells import NO_LABEL, UnusableError, label_in, plain
from electra_engine.finetuning.columns import LABEL_WORDS, MOST_CLASSES, Column, Places
from electra_engine.finetuning.forms.form import Cells, DataForm, Row
from electra_engine.finetuning.forms.texts import both, find_texts, read_texts
from electra_engine.finetuning.label_checks import check_enough, in_order
from electra_engine.sentences import SILENCE, Sentence

SEPARATORS = re.compile(r"\s*[,;|]\s*")
SWITCHES = {"0": False, "1": True, "false": False, "true": True, "no": False, "yes": True, "": False}
WORDS = (*LABEL_WORDS, "tags", "topics", "categories", "emotions", "genres", "codes")


def guess(columns: Sequence[Column], given: Places) -> tuple[Places, Sentence]:
    why, found = SILENCE, dict(given)
    if "label" not in found:
        taken = {place for places in given.values() for place in places}
        places, why = _guess_labels([column for column in columns if column.place not in taken])
        if places:
            found["label"] = places
    texts, text_why = find_texts(columns, found)
    return {**texts, **found}, both(text_why, why)


def _guess_labels(columns: Sequence[Column]) -> tuple[tuple[int, ...], Sentence]:
    switches = switch_columns(columns)
    lists = [column for column in columns if column.lists]
    named = [column for column in columns if column.is_called(WORDS) and column not in switches]
    if lists or named:
        column = (lists or named)[0]
        return (column.place,), Sentence("the labels are in {column!r}", column=column.name)
    if len(switches) > 1:
        return tuple(column.place for column in switches), Sentence(
            "each of the {count} columns of 0 and 1 is a label", count=len(switches)
        )
    joined = [column for column in columns if holds_joined_labels(column)]
    if joined:
        return (joined[-1].place,), Sentence("the labels are in {column!r}", column=joined[-1].name)
    return (), Sentence("no column holds labels")


def switch_columns(columns: Sequence[Column]) -> list[Column]:
    """The columns of 0 and 1, or of yes and no."""
    return [
        column
        for column in columns
        if column.values and all(value.lower() in SWITCHES for value in column.values)
    ]


def holds_joined_labels(column: Column) -> bool:
    """Whether a column's cells are short lists of few names, some of several, with separators between."""
    parts = [SEPARATORS.split(value) for value in column.values]
    names = Counter(name for part in parts for name in part)
    several = sum(len(part) > 1 for part in parts)
    return (
        several >= 2
        and len(names) <= min(MOST_CLASSES, len(parts) / 2)
        and all(len(name) <= 40 for name in names)
    )


def read(cells: Cells) -> Row:
    return Row(read_texts(cells), _labels_of(cells["label"]))


def _labels_of(cells: Sequence[Any]) -> list[str] | list[bool]:
    """The names in one cell, or the switches of several columns."""
    if len(cells) > 1:
        written = [plain(cell).lower() for cell in cells]
        if any(value not in SWITCHES for value in written):
            raise UnusableError(Sentence("a label column holds something other than 0 and 1"))
        return [SWITCHES[value] for value in written]
    (cell,) = cells
    if isinstance(cell, list):
        return [label_in(one) for one in cell]
    if cell is None:
        raise UnusableError(NO_LABEL)
    return [name for name in SEPARATORS.split(plain(cell)) if name]  # an empty cell: none of the labels


def check(said: Sequence[Any], file: str, column: str) -> None:
    check_enough(len(said), file)
    different = {name for labels in said for name in labels}
    if said and all(isinstance(one, bool) for labels in said for one in labels):
        return
    if not different or 2 * len(different) > len(said):
        raise UserError(
            "The column {column!r} of {file} has {different:,} different labels in {rows:,} rows: a label "
            "must repeat before it can be learned; choose another column.",
            "label",
            column=column,
            file=file,
            different=len(different),
            rows=len(said),
        )


def learn(said: Sequence[Any], columns: Sequence[str]) -> tuple[list[str], dict[str, Any]]:
    if any(isinstance(one, bool) for labels in said for one in labels):
        return list(columns), {}
    return in_order({name for labels in said for name in labels}), {}


def target(said: Sequence[Any], positions: Mapping[str, int], _: Mapping[str, Any]) -> list[int]:
    if said and isinstance(said[0], bool):
        return [int(one) for one in said]
    unknown = [name for name in said if name not in positions]
    if unknown:
        raise UnusableError(
            Sentence("its label {label!r} is not among the training labels", label=unknown[0][:40])
        )
    return [int(name in said) for name in positions]


FORM = DataForm(
    needed=("text", "label"),
    optional=("text_pair",),
    label_looks=Sentence("labels"),
    guess=guess,
    read=read,
    check=check,
    learn=learn,
    target=target,
    labels_in=lambda target: [label for label, is_true in enumerate(target) if is_true],
    stratum=lambda target: target.index(1) if 1 in target else -1,
)
