"""A file whose rows are to be answered: a table, or one text a line, and which column is which.

Sentences are full of commas, so a delimited table is believed only where its rows are even, or where its
header names what a labelled file names.
"""

from __future__ import annotations

import csv
from collections.abc import Collection, Mapping
from pathlib import Path

from electra_engine.errors import UserError
from electra_engine.finetuning.columns import (
    FIELD_WORDS,
    LABEL_WORDS,
    TEXT_WORDS,
    Places,
    find_columns,
    guess_texts,
)
from electra_engine.finetuning.labelled_table import LabelledTable, open_table
from electra_engine.finetuning.table_reading import Dialect, TableRow, damage
from electra_engine.finetuning.text_reading import read_text
from electra_engine.inference.fine_tuned import FineTunedModel
from electra_engine.sentences import Sentence

LARGEST_FILE = 64 << 20  # bytes
LEAST_EVEN = 0.9  # the share of rows that must be alike
IN_SENTENCES = (",", ";")  # delimiters that sentences hold too, with a space behind
ROLES = ("text", "text_pair", "choices")
NEEDED = {"question_answering": ("text", "text_pair"), "multiple_choice": ("text", "choices")}


def open_rows(file: Path, model: FineTunedModel, columns: Mapping[str, str | None]) -> LabelledTable:
    """The rows of a file: those of a table, else its lines as one text each.

    `columns` are those that somebody names: then, and where a row needs more than a text, any table will
    do. Raises `UserError` for a file that is too large, is no text or has no rows.
    """
    try:
        size = file.stat().st_size
    except OSError:
        raise UserError("There is no file {file}.", "file", file=file.name) from None
    if size > LARGEST_FILE:
        raise UserError(
            "{file} is larger than {most} MB: cut it into several files.",
            "file",
            file=file.name,
            most=LARGEST_FILE >> 20,
        )
    texts = {*TEXT_WORDS, *_names(model.columns.get("text"))}
    try:
        table = open_table(file, LARGEST_FILE)
        known = {
            *texts,
            *LABEL_WORDS,
            *FIELD_WORDS,
            *(name for one in model.columns.values() for name in _names(one)),
        }
        sure = any(columns.values()) or len(_needed(model)) > 1
        if table.dialect and not sure and not _is_table(table, table.dialect, known):
            table = _lines(file, texts)
    except UserError:
        table = _lines(file, texts)
    if not table.rows:
        raise UserError("{file} has no rows below its header.", "file", file=file.name)
    return table


def _names(taught: str | None) -> list[str]:
    return taught.lower().split(",") if taught else []


def _is_table(table: LabelledTable, dialect: Dialect, known: Collection[str]) -> bool:
    """Whether these rows were written as rows, and are not sentences that were cut at their commas."""
    if table.has_header and len(table.names) > 1 and any(name.lower() in known for name in table.names):
        return True
    rows = [row.cells for row in table.rows if not row.problem]
    width = len(table.names)
    even = sum(len(cells) > 1 if dialect.delimiter == "\t" else len(cells) == width for cells in rows)
    if even < LEAST_EVEN * max(len(rows), 1):
        return False
    if dialect.delimiter not in IN_SENTENCES or any(column.holds_numbers for column in table.columns[1:]):
        return True
    spaced = sum(all(cell[:1] in ("", " ") for cell in cells[1:]) for cells in rows)
    return spaced < LEAST_EVEN * len(rows)


def _lines(file: Path, known: Collection[str]) -> LabelledTable:
    """A file that is no table as one text a line, or a cell where quotes wrap them; raises `UserError` for
    one that is no text either."""
    lines = read_text(file, LARGEST_FILE).splitlines()
    rows = _quoted(lines) or [TableRow(number, [line]) for number, line in enumerate(lines, 1)]
    rows = [TableRow(row.line, row.cells, damage(row.cells)) for row in rows if row.cells[0].strip()]
    name = rows[0].cells[0].strip() if rows else ""
    has_header = name.lower() in known
    return LabelledTable(
        file,
        Sentence("one text a line"),
        [name if has_header else "text"],
        rows[int(has_header) :],
        has_header,
    )


def _quoted(lines: list[str]) -> list[TableRow]:
    """The cells of a single column of which quotes wrap some; empty where they wrap none, or do not close."""
    if not any(line.startswith('"') for line in lines):
        return []
    # No text holds the delimiter, so that only quotes count.
    reader = csv.reader((f"{line}\n" for line in lines), delimiter="\x1f", strict=True)
    rows, start = [], 1
    try:
        for cells in reader:
            rows.append(TableRow(start, ["".join(cells)]))
            start = reader.line_num + 1
    except csv.Error:
        return []
    return rows


def _needed(model: FineTunedModel) -> tuple[str, ...]:
    needed = (*NEEDED.get(model.task, ("text",)), *(("text_pair",) if model.pairs else ()))
    return tuple(dict.fromkeys(needed))


def find_places(model: FineTunedModel, table: LabelledTable, columns: Mapping[str, str | None]) -> Places:
    """Where each role stands: as somebody says, else under the name it had in training, else guessed."""
    needed = _needed(model)
    places: Places = {}
    for role in ROLES:
        wanted = columns.get(role)
        taught = model.columns.get(role)
        if wanted:
            places[role] = find_columns(table.names, wanted, table.path.name, role)
        elif taught and all(name in table.names for name in taught.split(",")):
            places[role] = tuple(table.names.index(name) for name in taught.split(","))
    if "text" not in places:
        taken = {place for some in places.values() for place in some}
        text, pair, _ = guess_texts(table.columns, taken, "text_pair" in needed)
        places |= {"text": (text.place,)} if text else {}
        if pair and "text_pair" not in places and "text_pair" in needed:
            places["text_pair"] = (pair.place,)
    for role in needed:
        if role not in places:
            raise UserError(
                "Say which column of {file} is the {role}: one of {columns}.",
                role,
                file=table.path.name,
                role=role,
                columns=", ".join(table.names[:20]),
            )
    return {role: places[role] for role in ROLES if role in places}
