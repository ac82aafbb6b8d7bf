"""Labelled files: a look at what is in one, and its rows as examples to learn from.

Works on any delimited text file (see `table_reading`), one row an example.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field
from pathlib import Path

from electra_engine.errors import UserError
from electra_engine.finetuning.columns import MISSING, Columns, find_column, guess_label, guess_text
from electra_engine.finetuning.label_checks import check_classes, in_order
from electra_engine.finetuning.labelled_table import LabelledTable, open_table
from electra_engine.finetuning.table_reading import Dialect
from electra_engine.sentences import SILENCE, Sentence

PREVIEW_ROWS = 8
LISTED_PROBLEMS = 200
LISTED_LABELS = 1_000


@dataclass(frozen=True)
class LabelledPreview:
    """What a labelled file holds. `delimiter` is its name ("tab", "comma", …); columns without a
    header are called "column 1" and so on; the guesses are column names or None; `label_counts`
    counts the guessed label over the whole file; `explained` says in words what was taken and why."""

    columns: list[str]
    has_header: bool
    delimiter: str
    first_rows: list[list[str]]
    rows: int
    text: str | None
    text_pair: str | None
    label: str | None
    explained: Sentence
    label_counts: dict[str, int]


@dataclass(frozen=True)
class Examples:
    """Rows to learn from or to be judged on: `labels[i]` indexes `label_names`.

    `pairs` is None when there is one text a row. `skipped` lists (line number, reason) of the first
    rows left out, `skipped_rows` counts them all. `columns` names what was taken (text, label and
    perhaps text_pair), `column_numbers` says where it stands, counted from 1.
    """

    texts: list[str]
    pairs: list[str] | None
    labels: list[int]
    label_names: list[str]
    columns: dict[str, str]
    column_numbers: dict[str, int] = field(default_factory=dict)
    skipped: list[tuple[int, Sentence]] = field(default_factory=list)
    skipped_rows: int = 0

    def __len__(self) -> int:
        return len(self.texts)

    def label_counts(self) -> dict[str, int]:
        """How many rows each label has, in the order of `label_names`."""
        counts = Counter(self.labels)
        return {name: counts[index] for index, name in enumerate(self.label_names)}

    def chosen(self, rows: list[int]) -> Examples:
        """The examples at these positions."""
        pairs = None if self.pairs is None else [self.pairs[row] for row in rows]
        texts, labels = [self.texts[row] for row in rows], [self.labels[row] for row in rows]
        return Examples(texts, pairs, labels, self.label_names, self.columns, self.column_numbers)


def look_at(path: str | Path) -> LabelledPreview:
    """Reads a labelled file through once and says what it holds.

    Raises `UserError` when it is absent, empty, binary or has a single column.
    """
    table = open_table(Path(path))
    label, label_why = guess_label(table.names, table.sample)
    text, pair, text_why = guess_text(table.names, table.sample, {label})
    rows, counts = 0, Counter[str]()
    for row in table.rows():
        rows += 1
        if label is not None and not row.problem and label < len(row.cells):
            counts[row.cells[label].strip()] += 1
    name = [*table.names, None]
    header = Sentence("with a header") if table.has_header else Sentence("without a header")
    return LabelledPreview(
        columns=table.names,
        has_header=table.has_header,
        delimiter=table.dialect.delimiter_name,
        first_rows=table.sample[:PREVIEW_ROWS],
        rows=rows,
        text=None if text is None else name[text],
        text_pair=None if pair is None else name[pair],
        label=None if label is None else name[label],
        explained=Sentence(
            "Columns parted by {delimiter}, {header}; {text}; {label}.",
            delimiter=table.dialect.delimiter_name,
            header=header,
            text=text_why,
            label=label_why,
        ),
        label_counts=dict(sorted(counts.items(), key=lambda item: -item[1])[:LISTED_LABELS]),
    )


def read_examples(
    path: str | Path,
    text: str | None = None,
    label: str | None = None,
    text_pair: str | None = None,
    label_names: list[str] | None = None,
) -> Examples:
    """The usable rows of a labelled file, for training or, with `label_names` given, for judging.

    Columns are called by name or by number from 1; what is None is guessed (the second text only
    when the first is guessed too). Rows without text or label, damaged rows, and when judging rows
    whose label is not among `label_names` are skipped and listed.
    Raises `UserError` when the file or a column cannot be used, and for training also when there
    are fewer than 8 usable rows, one class, or a label column that holds no classes.
    """
    table = open_table(Path(path))
    if not table.sample:
        raise UserError("{file} has no rows below its header.", "train", file=table.path.name)
    columns = _choose(table, text, label, text_pair)
    found, skipped = _usable_rows(table, columns)
    if not found:
        raise UserError(_nothing_usable(table, skipped), "label")
    if label_names is None:
        labels = [cells[1] for _, cells in found]
        check_classes(labels, table.path.name, table.names[columns.label])
        label_names = in_order(labels)
    index = {name: position for position, name in enumerate(label_names)}
    known = [(line, cells) for line, cells in found if cells[1] in index]
    skipped += [
        (line, Sentence("its label {label!r} is not among the training labels", label=cells[1][:40]))
        for line, cells in found
        if cells[1] not in index
    ]
    if not known:
        raise UserError(_nothing_usable(table, skipped), "label")
    taken = {"text": columns.text, "label": columns.label}
    if columns.pair is not None:
        taken["text_pair"] = columns.pair
    return Examples(
        texts=[cells[0] for _, cells in known],
        pairs=None if columns.pair is None else [cells[2] for _, cells in known],
        labels=[index[cells[1]] for _, cells in known],
        label_names=label_names,
        columns={role: table.names[position] for role, position in taken.items()},
        column_numbers={role: position + 1 for role, position in taken.items()},
        skipped=sorted(skipped)[:LISTED_PROBLEMS],
        skipped_rows=len(skipped),
    )


def _choose(table: LabelledTable, text: str | None, label: str | None, text_pair: str | None) -> Columns:
    name = table.path.name
    if label is not None:
        label_at = find_column(table.names, label, name, "label")
    else:
        guess, _ = guess_label(table.names, table.sample)
        if guess is None:
            raise UserError(
                "No column of {file} looks like a label (a few values that repeat): name it, one of "
                "{columns}.",
                "label",
                file=name,
                columns=", ".join(table.names[:20]),
            )
        label_at = guess
    pair_at = None if text_pair is None else find_column(table.names, text_pair, name, "text_pair")
    if text is not None:
        text_at = find_column(table.names, text, name, "text")
    else:
        guess, guessed_pair, _ = guess_text(table.names, table.sample, {label_at, pair_at})
        if guess is None:
            raise UserError(
                "No column of {file} looks like text: name it, one of {columns}.",
                "text",
                file=name,
                columns=", ".join(table.names[:20]),
            )
        text_at, pair_at = guess, guessed_pair if pair_at is None else pair_at
    if len({text_at, label_at, pair_at}) < 3:
        raise UserError(
            "The column {column!r} was chosen twice: text, second text and label must be different columns.",
            "label" if text_at == label_at else "text_pair",
            column=table.names[label_at if text_at == label_at else text_at],
        )
    return Columns(text_at, label_at, pair_at)


def _usable_rows(
    table: LabelledTable, columns: Columns
) -> tuple[list[tuple[int, list[str]]], list[tuple[int, Sentence]]]:
    """(line, [text, label, second text]) of the rows that can be used, and (line, reason) of the rest."""
    wanted = [columns.text, columns.label] + ([] if columns.pair is None else [columns.pair])
    found, skipped = [], []
    for row in table.rows():
        problem = row.problem or _misfit(row.cells, len(table.names), max(wanted), table.dialect)
        cells = [] if problem else [row.cells[position].strip() for position in wanted]
        problem = problem or _gap(cells)
        if problem:
            skipped.append((row.line, problem))
        else:
            found.append((row.line, cells))
    return found, skipped


def _misfit(cells: list[str], width: int, last: int, dialect: Dialect) -> Sentence:
    if len(cells) <= last:
        return Sentence("it has {count} of {width} columns", count=len(cells), width=width)
    if len(cells) > width and dialect.delimiter != "\t":
        return Sentence(
            "it has {count} columns instead of {width}: a text with a {delimiter} needs quotes",
            count=len(cells),
            width=width,
            delimiter=dialect.delimiter_name,
        )
    return SILENCE


def _gap(cells: list[str]) -> Sentence:
    if cells[1] in MISSING:
        return Sentence("it has no label")
    return SILENCE if cells[0] and cells[-1] else Sentence("it has no text")


def _nothing_usable(table: LabelledTable, skipped: list[tuple[int, Sentence]]) -> Sentence:
    reason, times = Counter(reason for _, reason in skipped).most_common(1)[0]
    return Sentence(
        "{file} has no usable row; the commonest reason ({times:,} times): {reason}.",
        file=table.path.name,
        times=times,
        reason=reason,
    )
