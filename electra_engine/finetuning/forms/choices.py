"""Several possible continuations or answers, of which one is right.

The choices stand in one cell as a list or in columns of their own; the right one is given by its
number (from 0 where a 0 occurs, else from 1), by a letter, or in so many words.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from typing import Any

from electra_engine.finetuning.cells import UnusableError, label_in, plain, text_in
from electra_engine.finetuning.columns import LABEL_WORDS, NUMBERED, Column, Places, guess_texts
from electra_engine.finetuning.forms.form import Cells, DataForm, Row
from electra_engine.finetuning.forms.texts import both
from electra_engine.finetuning.label_checks import check_enough
from electra_engine.sentences import SILENCE, Sentence

LISTS = ("choices", "options", "endings", "candidates")
LETTERS = re.compile(r"[a-h]", re.IGNORECASE)
RIGHT_WORDS = ("answer", "correct", "gold", "answerkey", "right", "solution", *LABEL_WORDS)
MOST_CHOICES = 26


def guess(columns: Sequence[Column], given: Places) -> tuple[Places, Sentence]:
    found, whys = dict(given), []
    if "choices" not in found:
        places = choice_columns(columns)
        if places:
            found["choices"] = tuple(column.place for column in places)
            names = ", ".join(column.name for column in places)
            whys.append(Sentence("the choices are in {columns}", columns=names))
        else:
            whys.append(Sentence("no columns hold choices"))
    if "label" not in found:
        taken = {place for places in found.values() for place in places}
        free = [column for column in columns if column.place not in taken]
        named = [column for word in RIGHT_WORDS for column in free if column.is_called((word,))]
        few = [column for column in free if column.holds_few_values]
        label = next(iter(named or reversed(few)), None)
        if label:
            found["label"] = (label.place,)
            whys.append(Sentence("the right one is told by {column!r}", column=label.name))
    if "text" not in found:
        taken = {place for places in found.values() for place in places}
        text, pair, why = guess_texts(columns, taken)
        found |= {"text": (text.place,)} if text else {}
        found |= {"text_pair": (pair.place,)} if pair and "text_pair" not in found else {}
        whys.append(why)
    said = SILENCE
    for why in whys:
        said = both(said, why)
    return found, said


def choice_columns(columns: Sequence[Column]) -> list[Column]:
    """The column of lists, or the columns of texts that are numbered as choices are; empty without any."""
    lists = [column for column in columns if column.lists and column.is_called(LISTS)]
    if lists:
        return lists[:1]
    numbered = [column for column in columns if NUMBERED.fullmatch(column.name)]
    lettered = [column for column in columns if LETTERS.fullmatch(column.name)]
    return max(numbered, lettered, key=len) if len(max(numbered, lettered, key=len)) > 1 else []


def read(cells: Cells) -> Row:
    choices = _choices(cells["choices"])
    given = {role: text_in(cells[role][0]) for role in ("text", "text_pair") if role in cells}
    return Row({**given, "choices": choices}, (label_in(cells["label"][0]), choices))


def _choices(cells: Sequence[Any]) -> list[str]:
    listed = cells[0] if len(cells) == 1 and isinstance(cells[0], list | dict) else cells
    if isinstance(listed, dict):  # {"text": […], "label": ["A", …]}
        listed = listed.get("text") or []
    if not isinstance(listed, list | tuple):
        raise UnusableError(Sentence("its choices are no list"))
    choices = [plain(choice) for choice in listed]
    while choices and not choices[-1]:
        choices.pop()  # rows may have fewer choices than there are columns
    if not 2 <= len(choices) <= MOST_CHOICES or not all(choices):
        raise UnusableError(
            Sentence("it has {count} choices: 2 to {most} are needed", count=len(choices), most=MOST_CHOICES)
        )
    return choices


def check(said: Sequence[tuple[str, list[str]]], file: str, _: str) -> None:
    check_enough(len(said), file)


def learn(said: Sequence[tuple[str, list[str]]], _: Sequence[str]) -> tuple[list[str], dict[str, Any]]:
    """Numbers count from 0 where one of them is 0."""
    return ["choice"], {"first": 0 if any(right == "0" for right, _ in said) else 1}


def target(said: tuple[str, list[str]], _: Mapping[str, int], meaning: Mapping[str, Any]) -> int:
    right, choices = said
    place = -1
    if right in choices:
        place = choices.index(right)
    elif re.fullmatch(r"\d{1,3}", right):
        place = int(right) - meaning.get("first", 0)
    elif LETTERS.fullmatch(right):
        place = ord(right.lower()) - ord("a")
    if not 0 <= place < len(choices):
        raise UnusableError(Sentence("its answer {answer!r} is none of its choices", answer=right[:40]))
    return place


FORM = DataForm(
    needed=("text", "choices", "label"),
    optional=("text_pair",),
    label_looks=Sentence("the right choice"),
    guess=guess,
    read=read,
    check=check,
    learn=learn,
    target=target,
)
