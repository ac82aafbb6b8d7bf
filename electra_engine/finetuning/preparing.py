"""From a fine-tuning request to checked data, before anything heavy is imported.

The front doors call `prepare` to refuse bad input before a run exists; the worker calls it again to
get the rows.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any

from electra_engine.errors import UserError
from electra_engine.finetuning.held_out import hold_out
from electra_engine.finetuning.labelled_files import Examples, look_at, read_examples
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

    def told(self) -> Sentence:
        """One sentence on what was read and taken."""
        columns = self.train.columns
        held_out = Sentence("from the validation file")
        if self.valid_from_train:
            held_out = Sentence("held out from the training file")
        return Sentence(
            "{rows:,} rows to learn from and {judged:,} to judge by ({held_out}); text from {texts}, "
            "label from {label!r}, {labels} labels; {skipped:,} rows were skipped.",
            rows=len(self.train),
            judged=len(self.valid),
            held_out=held_out,
            texts=", ".join(repr(columns[name]) for name in ("text", "text_pair") if name in columns),
            label=columns["label"],
            labels=len(self.train.label_names),
            skipped=self.train.skipped_rows,
        )


def prepare(settings: Mapping[str, Any], extra: Mapping[str, Any], workspace: Workspace) -> Prepared:
    """Checks a request and reads its files.

    `settings` holds changes to `FineTuneSettings`; `extra` holds from, train and, where given,
    valid, test, text, text_pair and label. Raises `UserError` for whatever cannot be used.
    """
    checked = FineTuneSettings().with_changes(settings)
    if not extra.get("from"):
        raise UserError("Say which run or folder to fine-tune.", "from")
    if not extra.get("train"):
        raise UserError("Give a file of labelled rows to learn from.", "train")
    base = Base.from_request(str(extra["from"]))
    check_usable(base.reference, workspace)
    columns = {name: extra.get(name) or None for name in ("text", "label", "text_pair")}
    train = read_examples(extra["train"], **columns)
    test = _judged(extra["test"], train) if extra.get("test") else None
    if extra.get("valid"):
        return Prepared(checked, base, train, _judged(extra["valid"], train), test, valid_from_train=False)
    kept, valid = hold_out(train, checked.held_out_share, checked.seed)
    kept = replace(kept, skipped=train.skipped, skipped_rows=train.skipped_rows)
    return Prepared(checked, base, kept, valid, test, valid_from_train=True)


def _judged(path: str, train: Examples) -> Examples:
    """A validation or test file, its columns those of the training file by name, else by place."""
    columns = dict(train.columns)
    preview = look_at(path)
    if any(name not in preview.columns for name in columns.values()):
        columns = {role: str(number) for role, number in train.column_numbers.items()}
    return read_examples(path, **columns, label_names=train.label_names)
