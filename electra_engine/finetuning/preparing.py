"""From a fine-tuning request to checked data, before anything heavy is imported.

The front doors check what was asked for and read the files once to refuse bad input before a run exists;
the worker prepares all of it to get the rows.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from electra_engine.errors import UserError
from electra_engine.finetuning.examples import Examples
from electra_engine.finetuning.forms import FORMS
from electra_engine.finetuning.held_out import hold_out
from electra_engine.finetuning.labelled_files import examples_of, read_examples
from electra_engine.finetuning.labelled_table import open_table
from electra_engine.finetuning.settings import FineTuneSettings
from electra_engine.inference.references import check_usable
from electra_engine.sentences import Sentence
from electra_engine.workspace import Workspace

RANDOM_PREFIX = "random:"


@dataclass(frozen=True)
class Base:
    """What fine-tuning starts from; `is_random` asks for the same network with fresh weights."""

    reference: str
    is_random: bool

    @classmethod
    def from_request(cls, text: str) -> Base:
        return cls(text.removeprefix(RANDOM_PREFIX), text.startswith(RANDOM_PREFIX))


@dataclass(frozen=True)
class Prepared:
    """Everything that was asked for, checked. `test` is None when no test file was given."""

    settings: FineTuneSettings
    base: Base
    train: Examples
    valid: Examples
    test: Examples | None
    valid_from_train: bool

    @property
    def longest_row(self) -> int:
        """How many tokens of a row are read: as asked, else as the task needs."""
        return self.settings.max_length or FORMS[self.settings.task].longest_row

    def told(self) -> Sentence:
        """One sentence on what was read and taken."""
        columns = self.train.columns
        held_out = Sentence("from the validation file")
        if self.valid_from_train:
            held_out = Sentence("held out from the training file")
        return Sentence(
            "{rows:,} rows to learn from and {judged:,} to judge by ({held_out}); read from {texts}, "
            "answer from {label!r}; {skipped:,} rows were skipped, {repaired:,} repaired.",
            rows=len(self.train),
            judged=len(self.valid),
            held_out=held_out,
            texts=", ".join(repr(name) for role, name in columns.items() if role != "label"),
            label=columns["label"],
            skipped=self.train.skipped_rows,
            repaired=self.train.repaired_rows,
        )


def prepare(settings: Mapping[str, Any], extra: Mapping[str, Any], workspace: Workspace) -> Prepared:
    """Checks a request and reads its files.

    `settings` holds changes to `FineTuneSettings`; `extra` holds from, train and, where given,
    valid, test, and columns by role. Raises `UserError` for whatever cannot be used.
    """
    checked = FineTuneSettings().with_changes(settings)
    base = checked_base(extra, workspace)
    return Prepared(checked, base, *read_rows(checked, extra))


def checked_base(extra: Mapping[str, Any], workspace: Workspace) -> Base:
    """What a request starts from; raises `UserError` where that cannot be used, or no rows are given."""
    if not extra.get("from"):
        raise UserError("Say which run or folder to fine-tune.", "from")
    if not extra.get("train"):
        raise UserError("Give a file of labelled rows to learn from.", "train")
    base = Base.from_request(str(extra["from"]))
    check_usable(base.reference, workspace)
    return base


def read_rows(
    settings: FineTuneSettings, extra: Mapping[str, Any]
) -> tuple[Examples, Examples, Examples | None, bool]:
    """The rows to learn from, to judge by, to test on, and whether those to judge by are held out of the
    first; raises `UserError` for files that cannot be used."""
    task = settings.task
    columns = {role: extra.get(role) or None for role in FORMS[task].roles}
    train = read_examples(extra["train"], task, columns)
    test = _judged(extra["test"], task, train) if extra.get("test") else None
    if extra.get("valid"):
        return train, _judged(extra["valid"], task, train), test, False
    kept, valid = hold_out(train, task, settings.held_out_share, settings.seed)
    kept = replace(
        kept,
        skipped=train.skipped,
        skipped_rows=train.skipped_rows,
        repaired=train.repaired,
        repaired_rows=train.repaired_rows,
    )
    return kept, valid, test, True


def _judged(path: str, task: str, train: Examples) -> Examples:
    """A validation or test file, its columns those of the training file by name, else by place."""
    table = open_table(Path(path))
    places = train.column_places
    names = {role: name.split(",") for role, name in train.columns.items()}
    if all(name in table.names for some in names.values() for name in some):
        places = {role: tuple(map(table.names.index, some)) for role, some in names.items()}
    return examples_of(table, task, places, like=train)
