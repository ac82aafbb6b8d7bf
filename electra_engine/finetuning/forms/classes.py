"""One label of several for a text or a pair of texts."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from electra_engine.finetuning.cells import UnusableError, label_in
from electra_engine.finetuning.columns import Column, Places, guess_label
from electra_engine.finetuning.forms.form import Cells, DataForm, Row
from electra_engine.finetuning.forms.texts import both, find_texts, read_texts
from electra_engine.finetuning.label_checks import check_classes, in_order
from electra_engine.sentences import SILENCE, Sentence


def guess(columns: Sequence[Column], given: Places) -> tuple[Places, Sentence]:
    label_why, found = SILENCE, dict(given)
    if "label" not in found:
        taken = {place for places in given.values() for place in places}
        label, label_why = guess_label([column for column in columns if column.place not in taken])
        if label:
            found["label"] = (label.place,)
    texts, text_why = find_texts(columns, found)
    return {**texts, **found}, both(text_why, label_why)


def read(cells: Cells) -> Row:
    label = label_in(cells["label"][0])
    return Row(read_texts(cells), label)


def learn(said: Sequence[str], _: Sequence[str]) -> tuple[list[str], dict[str, Any]]:
    return in_order(said), {}


def target(said: str, positions: Mapping[str, int], _: Mapping[str, Any]) -> int:
    if said not in positions:
        raise UnusableError(Sentence("its label {label!r} is not among the training labels", label=said[:40]))
    return positions[said]


FORM = DataForm(
    needed=("text", "label"),
    optional=("text_pair",),
    label_looks=Sentence("a label (a few values that repeat)"),
    guess=guess,
    read=read,
    check=check_classes,
    learn=learn,
    target=target,
    labels_in=lambda target: (target,),
    stratum=lambda target: target,
)
