"""Labelled files: a look at what is in one, and its rows as examples to learn from.

What kind of file it is, `labelled_table` finds out; what its rows mean for a task, the task's form in
`forms`. A row that cannot be used is listed with its reason and never loses the others.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from electra_engine.errors import UserError
from electra_engine.finetuning.cells import UnusableError
from electra_engine.finetuning.columns import Places, find_columns
from electra_engine.finetuning.examples import Examples
from electra_engine.finetuning.forms import FORMS
from electra_engine.finetuning.forms.form import Cells, DataForm, Row
from electra_engine.finetuning.labelled_table import LabelledTable, open_table
from electra_engine.finetuning.suggesting import suggest_task
from electra_engine.finetuning.table_reading import TableRow
from electra_engine.sentences import SILENCE, Sentence

PREVIEW_ROWS = 8
READ_PARTS = ("text", "text_pair", "choices")  # of an input, in the order in which a person reads them
LISTED_PROBLEMS = 200
LISTED_LABELS = 1_000
MISSING_ROLE = {
    "text": Sentence("a text"),
    "text_pair": Sentence("a context"),
    "choices": Sentence("the choices"),
}
Problems = list[tuple[int, Sentence]]


@dataclass(frozen=True)
class LabelledPreview:
    """What a labelled file holds for a task.

    `task` is the one that was asked for or, where it was left open, the one that the file suits. `form`
    says how the file is written. `columns` are all its column names (without a header "column 1" and so
    on), `taken` the names by role, several with commas between them; a role that no column fits is
    missing. `first_rows` shows the first usable rows as the task reads them: a text by role. `rows`
    counts all rows, `usable` those that can be learned from, `skipped` lists (place, reason) of the
    first others, `repaired` those that were mended. `problem` is why nothing can be learned, or "".
    """

    task: str
    form: Sentence
    columns: list[str]
    has_header: bool
    taken: dict[str, str]
    explained: Sentence
    rows: int
    usable: int
    first_rows: list[dict[str, str]]
    label_counts: dict[str, int]
    skipped: Problems
    skipped_rows: int
    repaired: Problems
    repaired_rows: int
    problem: Sentence = SILENCE


def look_at(
    path: str | Path, task: str | None = None, columns: Mapping[str, str | None] | None = None
) -> LabelledPreview:
    """Reads a labelled file through and says what it holds for a task (None: the one it suits best).

    `columns` names some by role; the others are guessed. Raises `UserError` when there are no rows, or
    no such column; whatever else is wrong with the choice of columns is the preview's `problem`.
    """
    table = open_table(Path(path))
    task = task or suggest_task(table)
    form = FORMS[task]
    given = _given(table, form, columns or {})
    places, why = form.guess(table.columns, given)
    explained = Sentence("{form}; {columns}", form=table.form, columns=why) if why else table.form
    try:
        examples, problem = examples_of(table, task, places), SILENCE
    except UserError as error:
        examples, problem = Examples([], [], []), error.sentence
    return LabelledPreview(
        task=task,
        form=table.form,
        columns=table.names,
        has_header=table.has_header,
        taken=_names(table, form, places),
        explained=explained,
        rows=len(table.rows),
        usable=len(examples),
        first_rows=_shown(table, form, places),
        label_counts=dict(
            sorted(count_labels(task, examples).items(), key=lambda item: -item[1])[:LISTED_LABELS]
        ),
        skipped=examples.skipped,
        skipped_rows=examples.skipped_rows,
        repaired=examples.repaired,
        repaired_rows=examples.repaired_rows,
        problem=problem,
    )


def read_examples(
    path: str | Path,
    task: str = "classification",
    columns: Mapping[str, str | None] | None = None,
    like: Examples | None = None,
) -> Examples:
    """The usable rows of a labelled file, for training or, `like` the training examples, for judging.

    Columns are called by name or by number from 1 (several with commas between them); what is None is
    guessed. Rows without text or answer, damaged rows, and when judging rows whose answer was not among
    those to learn are skipped and listed. Raises `UserError` when the file or a column cannot be used,
    and for training also when the rows teach nothing (fewer than 8, one class only, …).
    """
    table = open_table(Path(path))
    given = _given(table, FORMS[task], columns or {})
    places, _ = FORMS[task].guess(table.columns, given)
    return examples_of(table, task, places, like)


def suited_task(path: str | Path) -> str:
    """The task that a labelled file suits best; raises `UserError` when it holds no rows."""
    return suggest_task(open_table(Path(path)))


def count_labels(task: str, examples: Examples) -> dict[str, int]:
    """How often each label is the right one, of rows or (tagging) of words; empty for other tasks."""
    form = FORMS[task]
    counts = Counter(label for target in examples.targets for label in form.labels_in(target))
    return {name: counts[index] for index, name in enumerate(examples.label_names)} if counts else {}


def examples_of(table: LabelledTable, task: str, places: Places, like: Examples | None = None) -> Examples:
    """The usable rows of a table whose columns are known; raises `UserError` as `read_examples` does."""
    form = FORMS[task]
    _check_places(table, form, places)
    found, skipped = _usable_rows(table, form, places)
    if not found:
        raise UserError(_nothing_usable(table, skipped), "label")
    columns = _names(table, form, places)
    said = [row.said for _, row in found]
    if like is None:
        form.check(said, table.path.name, columns["label"])
        names, meaning = form.learn(said, [table.names[place] for place in places["label"]])
    else:
        names, meaning = like.label_names, like.meaning
    positions = {name: position for position, name in enumerate(names)}
    inputs, targets, lines, repaired = [], [], [], []
    for line, row in found:
        try:
            targets.append(form.target(row.said, positions, meaning))
        except UnusableError as error:
            skipped.append((line, error.reason))
            continue
        inputs.append(row.input)
        lines.append(line)
        if row.repaired:
            repaired.append((line, row.repaired))
    if not inputs:
        raise UserError(_nothing_usable(table, skipped), "label")
    return Examples(
        inputs=inputs,
        targets=targets,
        label_names=names,
        meaning=meaning,
        columns=columns,
        column_places=dict(places),
        lines=lines,
        skipped=sorted(skipped)[:LISTED_PROBLEMS],
        skipped_rows=len(skipped),
        repaired=repaired[:LISTED_PROBLEMS],
        repaired_rows=len(repaired),
    )


def _given(table: LabelledTable, form: DataForm, columns: Mapping[str, str | None]) -> Places:
    """Where the columns stand that a person named."""
    return {
        role: find_columns(table.names, wanted, table.path.name, role)
        for role, wanted in columns.items()
        if wanted and role in form.roles
    }


def _names(table: LabelledTable, form: DataForm, places: Places) -> dict[str, str]:
    """The columns' names by role, in the order in which a person reads them."""
    taken = {role: places[role] for role in form.roles if role in places}
    return {role: ",".join(table.names[place] for place in some) for role, some in taken.items()}


def _check_places(table: LabelledTable, form: DataForm, places: Places) -> None:
    """Raises `UserError` when a role has no column, or a column two roles."""
    if not table.rows:
        raise UserError("{file} has no rows below its header.", "train", file=table.path.name)
    for role in form.needed:
        if role not in places:
            raise UserError(
                "No column of {file} looks like {what}: name it, one of {columns}.",
                role,
                file=table.path.name,
                what=form.label_looks if role == "label" else MISSING_ROLE[role],
                columns=", ".join(table.names[:20]),
            )
    taken = Counter(place for role in places for place in places[role])
    twice = next((place for place, times in taken.items() if times > 1), None)
    if twice is not None:
        roles = [role for role in places if twice in places[role]]
        raise UserError(
            "The column {column!r} was chosen twice: each part of an example needs a column of its own.",
            roles[-1],
            column=table.names[twice],
        )


def _usable_rows(
    table: LabelledTable, form: DataForm, places: Places
) -> tuple[list[tuple[int, Row]], Problems]:
    found: list[tuple[int, Row]] = []
    skipped: Problems = []
    for row in table.rows:
        try:
            found.append((row.line, form.read(cells_of(table, row, places))))
        except UnusableError as error:
            skipped.append((row.line, error.reason))
    return found, skipped


def cells_of(table: LabelledTable, row: TableRow, places: Places) -> Cells:
    """A row's cells by role; raises `UnusableError` for a row that is damaged or of another width."""
    if row.problem:
        raise UnusableError(row.problem)
    width, count = len(table.names), len(row.cells)
    if count <= max((place for taken in places.values() for place in taken), default=-1):
        raise UnusableError(Sentence("it has {count} of {width} columns", count=count, width=width))
    if count > width and table.dialect and table.dialect.delimiter != "\t":
        raise UnusableError(
            Sentence(
                "it has {count} columns instead of {width}: a text with a {delimiter} needs quotes",
                count=count,
                width=width,
                delimiter=table.dialect.delimiter_name,
            )
        )
    return {role: [row.cells[place] for place in taken] for role, taken in places.items()}


def _shown(table: LabelledTable, form: DataForm, places: Places) -> list[dict[str, str]]:
    """The first rows as the task reads them, each part as text."""
    shown: list[dict[str, str]] = []
    for row in table.rows:
        try:
            read = form.read(cells_of(table, row, places))
        except (UnusableError, KeyError):  # a column that is still to be chosen
            continue
        parts = {role: _in_words(read.input[role]) for role in READ_PARTS if role in read.input}
        shown.append({**parts, "label": _in_words(read.said)})
        if len(shown) == PREVIEW_ROWS:
            break
    return shown


def _in_words(part: Any) -> str:
    """A text, number or list of them in one line."""
    if isinstance(part, dict):
        return str(part.get("text", ""))
    if isinstance(part, tuple):
        return _in_words(part[0])
    if isinstance(part, Sequence) and not isinstance(part, str):
        return " · ".join(map(_in_words, part))
    return f"{part:g}" if isinstance(part, float) else str(part)


def _nothing_usable(table: LabelledTable, skipped: Problems) -> Sentence:
    reason, times = Counter(reason for _, reason in skipped).most_common(1)[0]
    return Sentence(
        "{file} has no usable row; the commonest reason ({times:,} times): {reason}.",
        file=table.path.name,
        times=times,
        reason=reason,
    )
