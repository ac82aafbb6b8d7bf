"""A question, a context, and the answer that stands in it; or none where it does not.

A wrong offset is repaired where the answer's text is found in the context: at the occurrence nearest to
where it was said to be. A row of which none of the answers is found cannot be used.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from typing import Any

from electra_engine.errors import UserError
from electra_engine.finetuning.cells import UnusableError, plain, text_in
from electra_engine.finetuning.columns import Column, Places
from electra_engine.finetuning.forms.form import Cells, DataForm, Row
from electra_engine.finetuning.forms.texts import both
from electra_engine.finetuning.label_checks import check_enough
from electra_engine.sentences import SILENCE, Sentence

NAMES = {
    "text": ("question", "query", "q"),
    "text_pair": ("context", "passage", "paragraph", "document", "text", "article"),
    "label": ("answers", "answer", "answer_text", "label"),
    "answer_start": ("answer_start", "start", "offset"),
}
FOUND = {
    "text": Sentence("the questions"),
    "text_pair": Sentence("the contexts"),
    "label": Sentence("the answers"),
    "answer_start": Sentence("the answers' places"),
}


def guess(columns: Sequence[Column], given: Places) -> tuple[Places, Sentence]:
    found, why = dict(given), SILENCE
    for role, names in NAMES.items():
        taken = {place for places in found.values() for place in places}
        named = [
            column
            for name in names
            for column in columns
            if column.is_called((name,)) and column.place not in taken
        ]
        if role not in found and named:
            found[role] = (named[0].place,)
            why = both(why, Sentence("{what} are in {column!r}", what=FOUND[role], column=named[0].name))
    return found, why


def read(cells: Cells) -> Row:
    question, context = text_in(cells["text"][0]), _context(cells["text_pair"][0])
    start = cells["answer_start"][0] if "answer_start" in cells else None
    repaired, lost = SILENCE, ""
    answers: list[dict[str, Any]] = []
    for text, said in _said_answers(cells["label"][0], start):
        place = _place(context, text, said)
        if place is None:  # another person's answer may do
            lost = lost or text
            continue
        found, length = place
        if said is not None and found != said and not repaired:
            repaired = Sentence(
                "its answer {answer!r} stands at {found}, not at {said}",
                answer=text[:60],
                found=found,
                said=said,
            )
        answers.append({"text": context[found : found + length], "start": found})
    if lost and not answers:
        raise UnusableError(Sentence("its answer {answer!r} does not stand in its context", answer=lost[:60]))
    if lost and not repaired:
        repaired = Sentence(
            "its answer {answer!r} does not stand in its context; others of its answers do", answer=lost[:60]
        )
    return Row({"text": question, "text_pair": context}, answers, repaired)


def _context(cell: Any) -> str:
    text = text_in(cell)
    return cell if isinstance(cell, str) else text  # unstripped, because offsets count from its start


def _said_answers(cell: Any, start: Any) -> list[tuple[str, int | None]]:
    """(text, offset) of every answer in a cell; empty where there is none."""
    if isinstance(cell, dict):  # {"text": […], "answer_start": […]}
        texts, starts = cell.get("text"), cell.get("answer_start")
        if not isinstance(texts, list):
            cell = [cell]
        else:
            starts = starts if isinstance(starts, list) else []
            starts += [None] * (len(texts) - len(starts))
            cell = [{"text": text, "answer_start": at} for text, at in zip(texts, starts, strict=False)]
    if not isinstance(cell, list):
        cell = [{"text": cell, "answer_start": start}]
    answers = []
    for one in cell:
        one = one if isinstance(one, dict) else {"text": one}
        text, at = plain(one.get("text")), plain(one.get("answer_start"))
        if text:
            answers.append((text, int(at) if re.fullmatch(r"\d{1,9}", at) else None))
    return answers


def _place(context: str, text: str, said: int | None) -> tuple[int, int] | None:
    """Where an answer stands and how long it is there; None where it does not."""
    if said is not None and context.startswith(text, said):
        return said, len(text)
    loose = r"\s+".join(map(re.escape, text.split()))
    for flags in (0, re.IGNORECASE):
        found = [match.span() for match in re.finditer(loose, context, flags)]
        if found:
            start, end = min(found, key=lambda span: abs(span[0] - (said or 0)))
            return start, end - start
    return None


def check(said: Sequence[list[Any]], file: str, column: str) -> None:
    check_enough(len(said), file)
    if not any(said):
        raise UserError(
            "No question of {file} has an answer (column {column!r}): choose the column that holds them.",
            "label",
            file=file,
            column=column,
        )


def learn(said: Sequence[list[Any]], _: Sequence[str]) -> tuple[list[str], dict[str, Any]]:
    """Whether a question may have no answer is learned from the file as well."""
    return ["start", "end"], {"no_answer": not all(said)}


def target(said: list[Any], _: Mapping[str, int], __: Mapping[str, Any]) -> list[Any]:
    return said


FORM = DataForm(
    needed=("text", "text_pair", "label"),
    optional=("answer_start",),
    label_looks=Sentence("answers"),
    guess=guess,
    read=read,
    check=check,
    learn=learn,
    target=target,
    group=lambda given: given["text_pair"],
    stratum=bool,
    longest_row=384,
    enough_steps=450,  # long ones; after 243, of half of SQuAD's development data, hardly an answer was found
)
