"""What a data form says: which columns a task needs, and how a row becomes something to learn from."""

from __future__ import annotations

from collections.abc import Callable, Hashable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from electra_engine.finetuning.columns import Column, Places
from electra_engine.finetuning.examples import Input
from electra_engine.sentences import SILENCE, Sentence

Cells = Mapping[str, Sequence[Any]]  # a row's cells by the role of their columns


@dataclass(frozen=True)
class Row:
    """A row that was read: the `input`, what should be answered as the file says it (`said`), and what
    had to be mended, if anything."""

    input: Input
    said: Any
    repaired: Sentence = SILENCE


@dataclass(frozen=True)
class DataForm:
    """How one task's rows are found in a table; nothing here needs torch.

    `needed` and `optional` are the roles that columns can have. `guess(columns, given)` finds the
    columns of the roles that a person left open, and says why; roles that it cannot find are missing
    (`label_looks` says what was looked for as the label).
    `read(cells)` makes a `Row` or raises `UnusableError`. `check(said, file, column)` raises `UserError`
    when all these answers together teach nothing. `learn(said, names of the label columns)` gives the
    label names and what else a network's outputs mean. `target(said, positions of the labels, meaning)`
    is what `Examples` hold; it raises `UnusableError` for an answer that was not learned.

    `labels_in(target)` lists the labels that a target names, by position, where the task has labels.
    Rows with the same `group(input)` stay on one side when some are held out, and every
    `stratum(target)` is held out in proportion. `longest_row` is how many tokens of a row are read
    and `enough_steps` how many steps automatic epochs aim at, unless a person says otherwise.
    """

    needed: tuple[str, ...]
    optional: tuple[str, ...]
    label_looks: Sentence
    guess: Callable[[Sequence[Column], Places], tuple[Places, Sentence]]
    read: Callable[[Cells], Row]
    check: Callable[[Sequence[Any], str, str], None]
    learn: Callable[[Sequence[Any], Sequence[str]], tuple[list[str], dict[str, Any]]]
    target: Callable[[Any, Mapping[str, int], Mapping[str, Any]], Any]
    labels_in: Callable[[Any], Sequence[int]] = lambda _: ()
    group: Callable[[Input], Hashable] = lambda given: (given["text"], given.get("text_pair", ""))
    stratum: Callable[[Any], Hashable] = lambda _: None
    longest_row: int = 128
    enough_steps: int = 600

    @property
    def roles(self) -> tuple[str, ...]:
        return (*self.needed, *self.optional)
