"""JSON as rows: one object a line, a list of objects, an object of columns, or SQuAD's tree."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

from electra_engine.errors import UserError
from electra_engine.finetuning.table_reading import TableRow, damage
from electra_engine.sentences import SILENCE, Sentence

MOST_COLUMNS = 200
NESTED = ("data", "rows", "examples", "train", "items", "instances")
SQUAD_NAMES = ("question", "context", "answers", "title", "id")
NO_OBJECT = Sentence("it is no JSON object")


def looks_like_json(text: str) -> bool:
    """Whether a file begins as a JSON object, or as a list of objects, does."""
    start = text.lstrip("\ufeff \t\r\n")
    return start.startswith("{") or (start.startswith("[") and start[1:].lstrip()[:1] in ("{", "]"))


def read_json(text: str, name: str) -> tuple[Sentence, list[str], list[TableRow]]:
    """How the file is written, its column names and its rows (missing cells are None).

    Raises `UserError` for JSON that holds no rows.
    """
    try:
        whole = json.loads(text)
    except (ValueError, RecursionError):
        return _read_lines(text, name)
    if isinstance(whole, dict):
        if _is_squad(whole):
            return Sentence("SQuAD's JSON"), list(SQUAD_NAMES), list(_squad_rows(whole["data"]))
        if isinstance(rows := next((whole[key] for key in NESTED if key in whole), None), list):
            whole = rows
        elif whole and all(isinstance(column, list) for column in whole.values()):
            columns = whole.values()
            whole = [dict(zip(whole, cells, strict=False)) for cells in zip(*columns, strict=False)]
        else:
            whole = [whole]
    rows = [_checked(number, row) for number, row in enumerate(whole, 1)]
    return Sentence("a JSON list"), *_as_table(rows, name)


def _read_lines(text: str, name: str) -> tuple[Sentence, list[str], list[TableRow]]:
    rows: list[tuple[int, Any, Sentence]] = []
    for number, line in enumerate(text.replace("\r\n", "\n").replace("\r", "\n").split("\n"), 1):
        if line.strip("\ufeff \t"):
            try:
                rows.append(_checked(number, json.loads(line.lstrip("\ufeff"))))
            except (ValueError, RecursionError):
                rows.append((number, None, Sentence("it is no whole line of JSON")))
    return Sentence("JSON lines"), *_as_table(rows, name)


def _checked(number: int, row: Any) -> tuple[int, Any, Sentence]:
    return (number, row, SILENCE) if isinstance(row, dict) else (number, None, NO_OBJECT)


def _as_table(rows: list[tuple[int, Any, Sentence]], name: str) -> tuple[list[str], list[TableRow]]:
    names: dict[str, None] = {}
    for _, row, _ in rows:
        if len(names) < MOST_COLUMNS:
            names |= dict.fromkeys(row or ())
    if not names:
        raise UserError(
            "{file} begins as JSON but holds no objects that can be read: it may be cut off or damaged.",
            file=name,
        )
    table = []
    for number, row, problem in rows:
        cells = [] if problem else [row.get(column) for column in names]
        table.append(TableRow(number, cells, problem or damage(texts_in(cells))))
    return list(names), table


def texts_in(cells: Any) -> Iterator[str]:
    """All texts in the cells, those in lists too."""
    for cell in cells:
        if isinstance(cell, str):
            # A lone surrogate is what JSON escapes can say and no encoding can.
            yield cell if not any("\ud800" <= sign <= "\udfff" for sign in cell) else "\udc80"
        elif isinstance(cell, list):
            yield from texts_in(cell)


def _is_squad(whole: dict[str, Any]) -> bool:
    data = whole.get("data")
    return isinstance(data, list) and any(isinstance(one, dict) and "paragraphs" in one for one in data)


def _squad_rows(articles: list[Any]) -> Iterator[TableRow]:
    """The questions of the tree in their order; what has another shape is marked."""
    number = 0
    for article in articles:
        paragraphs = article.get("paragraphs") if isinstance(article, dict) else None
        title = article.get("title") if isinstance(article, dict) else None
        for paragraph in paragraphs if isinstance(paragraphs, list) else [None]:
            given = paragraph if isinstance(paragraph, dict) else {}
            questions = given.get("qas")
            for asked in questions if isinstance(questions, list) else [None]:
                number += 1
                if not isinstance(asked, dict):
                    yield TableRow(number, [], Sentence("it is no question in SQuAD's form"))
                    continue
                impossible = asked.get("is_impossible") is True
                answers = [] if impossible else asked.get("answers")
                cells = [asked.get("question"), given.get("context"), answers]
                cells += [title, asked.get("id")]
                yield TableRow(number, cells, damage(texts_in(cells)))
