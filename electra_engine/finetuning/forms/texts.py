"""What forms of one text or two have in common."""

from __future__ import annotations

from collections.abc import Sequence

from electra_engine.finetuning.cells import text_in
from electra_engine.finetuning.columns import Column, Places, guess_texts
from electra_engine.finetuning.examples import Input
from electra_engine.finetuning.forms.form import Cells
from electra_engine.sentences import SILENCE, Sentence


def read_texts(cells: Cells) -> Input:
    """``{"text", "text_pair"}``, the second where it has a column; raises `UnusableError`."""
    return {role: text_in(cells[role][0]) for role in ("text", "text_pair") if role in cells}


def find_texts(
    columns: Sequence[Column], given: Places, alike_are_pairs: bool = False
) -> tuple[Places, Sentence]:
    """The places of the texts that a person left open: the second only where the first is open too."""
    if "text" in given:
        return {}, SILENCE
    taken = {place for places in given.values() for place in places}
    text, pair, why = guess_texts(columns, taken, alike_are_pairs and "text_pair" not in given)
    found: Places = {"text": (text.place,)} if text else {}
    if pair and "text_pair" not in given:
        found["text_pair"] = (pair.place,)
    return found, why


def both(first: Sentence, second: Sentence) -> Sentence:
    """Two reasons as one, where there are two."""
    return Sentence("{first}; {second}", first=first, second=second) if first and second else first or second
