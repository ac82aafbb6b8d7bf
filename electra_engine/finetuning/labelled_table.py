"""A labelled file that was looked at: its dialect, column names and first rows."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import islice
from pathlib import Path

from electra_engine.errors import UserError
from electra_engine.finetuning.columns import looks_like_header
from electra_engine.finetuning.table_reading import (
    Dialect,
    TableRow,
    check_is_text,
    guess_dialect,
    read_rows,
)

SAMPLED_ROWS = 1_000
MOST_COLUMNS = 200


@dataclass(frozen=True)
class LabelledTable:
    """A file that was looked at: everything needed to read its rows again."""

    path: Path
    dialect: Dialect
    names: list[str]
    has_header: bool
    sample: list[list[str]]

    def rows(self) -> Iterator[TableRow]:
        """The rows below the header."""
        return islice(read_rows(self.path, self.dialect), int(self.has_header), None)


def open_table(path: Path) -> LabelledTable:
    """Looks at the beginning of a labelled file; raises `UserError` when it is no table of text."""
    check_is_text(path)
    dialect = guess_dialect(path)
    rows = list(islice(read_rows(path, dialect), SAMPLED_ROWS))
    sample = [row.cells for row in rows if not row.problem]
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
    if has_header:
        names = [cell.strip() for cell in sample.pop(0)]
    else:
        names = [f"column {number}" for number in range(1, width + 1)]
    return LabelledTable(path, dialect, names, has_header, sample)
