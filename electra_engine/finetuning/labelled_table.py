"""A labelled file that was read: how it is written, its column names and its rows.

Which kind of file it is, its content tells and not its name: a Parquet or Arrow table, JSON, tagged text,
or a delimited table.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

from electra_engine.errors import UserError
from electra_engine.finetuning.columnar_reading import is_columnar, read_columnar
from electra_engine.finetuning.columns import Column, columns_of, looks_like_header
from electra_engine.finetuning.file_bytes import LARGEST_FILE, read_bytes
from electra_engine.finetuning.record_reading import looks_like_json, read_json
from electra_engine.finetuning.table_reading import Dialect, TableRow, guess_dialect, read_rows
from electra_engine.finetuning.tagged_reading import read_tagged
from electra_engine.finetuning.text_reading import text_of
from electra_engine.sentences import Sentence

SAMPLED_ROWS = 1_000
MOST_COLUMNS = 200


@dataclass(frozen=True)
class LabelledTable:
    """`form` says in words how the file is written; `dialect` is that of a delimited table, else None."""

    path: Path
    form: Sentence
    names: list[str]
    rows: list[TableRow]
    has_header: bool = True
    dialect: Dialect | None = None

    @cached_property
    def columns(self) -> list[Column]:
        """The columns as their first rows show them."""
        sample = [row.cells for row in self.rows[:SAMPLED_ROWS] if not row.problem]
        return columns_of(self.names, sample)


def open_table(path: Path, largest: int = LARGEST_FILE) -> LabelledTable:
    """Reads a labelled file; raises `UserError` when it holds no rows, or more than `largest` bytes."""
    content = read_bytes(path, largest)
    if is_columnar(content):
        return LabelledTable(path, *read_columnar(content, path.name))
    text = text_of(content, path)
    if looks_like_json(text):
        return LabelledTable(path, *read_json(text, path.name))
    tagged = read_tagged(text)
    return LabelledTable(path, *tagged) if tagged else _delimited(text, path)


def _delimited(text: str, path: Path) -> LabelledTable:
    dialect = guess_dialect(text, path.name)
    rows = list(read_rows(text, dialect))
    sample = [row.cells for row in rows[:SAMPLED_ROWS] if not row.problem]
    if not sample:
        raise UserError("{file} has no row that can be read: save it as UTF-8 text.", file=path.name)
    # The width most rows have: a single ragged row must not invent columns.
    width = Counter(map(len, sample)).most_common(1)[0][0]
    if width > MOST_COLUMNS:
        raise UserError(
            "{file} does not look like a table ({width:,} columns): give a CSV or TSV file.",
            file=path.name,
            width=width,
        )
    has_header = not rows[0].problem and looks_like_header(sample[0][:width], sample[1:])
    names = [cell.strip() for cell in sample[0][:width]] if has_header else []
    names = names or [f"column {number}" for number in range(1, width + 1)]
    header = Sentence("with a header") if has_header else Sentence("without a header")
    form = Sentence(
        "columns parted by {delimiter}, {header}", delimiter=dialect.delimiter_name, header=header
    )
    return LabelledTable(path, form, names, rows[int(has_header) :], has_header, dialect)
