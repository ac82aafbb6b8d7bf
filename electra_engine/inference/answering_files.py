"""What a fine-tuned model says of every row of a file, written beside the row as CSV for a spreadsheet."""

from __future__ import annotations

import time
from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import islice
from pathlib import Path
from typing import Any

from electra_engine.errors import UserError
from electra_engine.finetuning.cells import UnusableError, plain, text_in
from electra_engine.finetuning.columns import Places
from electra_engine.finetuning.examples import Input
from electra_engine.finetuning.forms.form import Cells
from electra_engine.finetuning.forms.tags import input_of, listed
from electra_engine.finetuning.labelled_files import cells_of
from electra_engine.finetuning.labelled_table import LabelledTable
from electra_engine.finetuning.scores import Answer
from electra_engine.finetuning.table_reading import TableRow
from electra_engine.inference.files_to_answer import find_places, open_rows
from electra_engine.inference.fine_tuned import FineTunedModel
from electra_engine.sentences import Sentence
from electra_engine.writing.spreadsheet import SpreadsheetWriter

MOST_ROWS = 50_000
LONGEST_TEXT = 20_000  # characters of one cell; the rest is not read
ROWS_AT_ONCE = 64
SECONDS = 480.0  # then what is answered is kept and the rest left out
SHOWN = 8
OnProgress = Callable[[int, int], None]  # hears (rows done, all rows)
TOO_LATE = Sentence("the time was up")
TOO_MANY = Sentence("more than {most:,} rows", most=MOST_ROWS)


@dataclass
class _Report:
    answered: int = 0
    counts: Counter[str] = field(default_factory=Counter)
    skipped: list[tuple[int, Sentence]] = field(default_factory=list)
    first: list[list[str]] = field(default_factory=list)


def answer_file(
    model: FineTunedModel,
    file: Path,
    target: Path,
    columns: Mapping[str, str | None],
    seconds: float = SECONDS,
    on_progress: OnProgress | None = None,
) -> dict[str, Any]:
    """Writes `target`: the file's own columns, the answer, its probability, and one column a label.

    A cell that a spreadsheet would run as a formula has an apostrophe in front (`writing.spreadsheet`).
    `columns` names those that hold text, text_pair or choices (several with commas); what is open is
    that which the model was taught with, else guessed. ``{"rows", "answered", "columns": {role: name},
    "counts": {answer: rows}, "first": [[text, answer]], "skipped": [[line, reason]], "skipped_rows"}``.
    Rows without a text are skipped, and so are those after 50,000 or after `seconds`. Raises
    `UserError` for a file that is no table, is too large, or has no such column.
    """
    table = open_rows(file, model, columns)
    places = find_places(model, table, columns)
    try:
        # "x": a file that is there is somebody's. The mark lets spreadsheets see that it is UTF-8.
        with target.open("x", encoding="utf-8-sig", errors="replace", newline="") as stream:
            report = _answer_rows(model, table, places, SpreadsheetWriter(stream), seconds, on_progress)
    except FileExistsError:
        raise UserError("{file} is there already: choose another name.", "out", file=target.name) from None
    except OSError as error:
        raise UserError(
            "The answers could not be written to {file} ({reason}).",
            "out",
            file=target.name,
            reason=error.strerror,
        ) from None
    if not report.answered:
        target.unlink()
        line, why = report.skipped[0]
        raise UserError(
            "No row of {file} could be answered; line {line}: {reason}.",
            "file",
            file=file.name,
            line=line,
            reason=why,
        )
    return {
        "rows": len(table.rows),
        "answered": report.answered,
        "columns": {role: ",".join(table.names[place] for place in some) for role, some in places.items()},
        "counts": dict(report.counts.most_common(20)),
        "first": report.first,
        "skipped": [[line, why.packed()] for line, why in report.skipped[:SHOWN]],
        "skipped_rows": len(report.skipped),
    }


def _answer_rows(
    model: FineTunedModel,
    table: LabelledTable,
    places: Places,
    writer: SpreadsheetWriter,
    seconds: float,
    on_progress: OnProgress | None,
) -> _Report:
    report, rows, done = _Report(), iter(table.rows), 0
    deadline = time.monotonic() + seconds
    writer.writerow([*table.names, *_heads(model)])
    while batch := list(islice(rows, ROWS_AT_ONCE)):
        usable = list(_usable(batch, table, places, model.task, report))
        for (row, given), said in zip(usable, model.answer([one for _, one in usable]), strict=True):
            writer.writerow([*_own_cells(row, table), *_told(said, model)])
            _note(given, said, report)
        done += len(batch)
        if on_progress:
            on_progress(done, len(table.rows))
        if time.monotonic() > deadline or report.answered >= MOST_ROWS:
            break
    reason = TOO_LATE if time.monotonic() > deadline else TOO_MANY
    report.skipped += [(row.line, reason) for row in rows]
    return report


def answer_in_words(said: Answer) -> str:
    """An answer of any task as one text."""
    if "tokens" in said:
        return " ".join(f"{token['text']}/{token['tag']}" for token in said["tokens"])
    if "score" in said:
        return f"{said['score']:.4f}"
    if "labels" in said:
        return ", ".join(said["labels"])
    return str(said.get("label", said.get("answer", said.get("text", ""))))


def _usable(
    rows: Sequence[TableRow], table: LabelledTable, places: Places, task: str, report: _Report
) -> Iterator[tuple[TableRow, Input]]:
    for row in rows:
        try:
            yield row, _input(cells_of(table, row, places), task)
        except UnusableError as error:
            report.skipped.append((row.line, error.reason))


def _input(cells: Cells, task: str) -> Input:
    given: Input = {}
    for role, some in cells.items():
        if role == "choices":
            given[role] = [text_in(cell)[:LONGEST_TEXT] for cell in _flat(some)]
            if len(given[role]) < 2:
                raise UnusableError(Sentence("it has fewer than two choices"))
        else:
            given[role] = text_in(some[0])[:LONGEST_TEXT]
    if task == "tagging" and isinstance(words := listed(cells["text"][0]), list):
        given = _of_words([plain(word) for word in words])  # one tag a word, as the file has them
    for part in (given["text"], given.get("text_pair", ""), *given.get("choices", ())):
        try:
            part.encode()
        except UnicodeEncodeError:
            raise UnusableError(Sentence("it holds bytes that are not valid Unicode")) from None
    return given


def _of_words(words: list[str]) -> Input:
    """The words that stand whole in the longest text."""
    given = input_of(words)
    places = [place for place in given["words"] if place[1] <= LONGEST_TEXT]
    return {"text": given["text"][:LONGEST_TEXT], "words": places}


def _flat(cells: Sequence[Any]) -> list[Any]:
    return [one for cell in cells for one in (cell if isinstance(cell, list) else [cell])]


def _heads(model: FineTunedModel) -> list[str]:
    if model.task in ("classification", "multi_label"):
        return ["answer", "probability", *(f"p({name})" for name in model.label_names)]
    return ["answer", "probability"] if model.task != "similarity" else ["answer"]


def _own_cells(row: TableRow, table: LabelledTable) -> list[str]:
    own = [cell if isinstance(cell, str) else plain(cell) or _joined(cell) for cell in row.cells]
    return (own + [""] * len(table.names))[: len(table.names)]


def _told(said: Answer, model: FineTunedModel) -> list[str]:
    """The cells under `_heads`."""
    told = [answer_in_words(said)]
    if model.task != "similarity":
        told.append(_probability(said))
    if model.task in ("classification", "multi_label"):
        told += [f"{share:.4f}" for share in said["probabilities"].values()]
    return told


def _note(given: Input, said: Answer, report: _Report) -> None:
    """Counts the answer, and keeps the first ones to show."""
    report.answered += 1
    if "label" in said or "labels" in said:
        report.counts.update([said["label"]] if "label" in said else said["labels"])
    if len(report.first) < SHOWN:
        report.first.append([given["text"][:200], answer_in_words(said)[:200]])


def _probability(said: Answer) -> str:
    if "probability" in said:
        return f"{said['probability']:.4f}"
    if "tokens" in said:
        shares = [token["probability"] for token in said["tokens"]]
        return f"{min(shares):.4f}" if shares else ""
    shares = said["probabilities"]
    return f"{max(shares.values() if isinstance(shares, dict) else shares):.4f}"


def _joined(cell: Any) -> str:
    return "; ".join(map(plain, cell)) if isinstance(cell, list) else ""
