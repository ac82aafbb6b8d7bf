"""Rows to learn from or to be judged on, whatever the task and whatever file they came from."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from electra_engine.sentences import Sentence

# What a model reads of one row, as plain JSON: "text", and where the task has them "text_pair", "choices"
# (a list of texts) and "words" (where each word of the text stands, [[start, end], …] in characters).
Input = dict[str, Any]


@dataclass(frozen=True)
class Examples:
    """`inputs[i]` is what is read of row i, `targets[i]` what should be answered.

    A target is: a position in `label_names` (classification), a list of 0 and 1, one a label
    (multi_label), a number (similarity), a position in `label_names` for every word (tagging), a list
    of ``{"text", "start"}`` that is empty where there is no answer (question_answering), or the position
    of the right choice (multiple_choice).

    `meaning` holds what else it takes to read a network's outputs (see the task's file). `columns` names
    what was taken of the file by role, `column_numbers` says where it stands, counted from 1; `lines`
    says where each row stands in the file. `skipped` lists (place, reason) of the first rows left out,
    `skipped_rows` counts them all; `repaired` and `repaired_rows` do so for rows that were mended.
    """

    inputs: list[Input]
    targets: list[Any]
    label_names: list[str]
    meaning: dict[str, Any] = field(default_factory=dict)
    columns: dict[str, str] = field(default_factory=dict)
    column_places: dict[str, tuple[int, ...]] = field(default_factory=dict)
    lines: list[int] = field(default_factory=list)
    skipped: list[tuple[int, Sentence]] = field(default_factory=list)
    skipped_rows: int = 0
    repaired: list[tuple[int, Sentence]] = field(default_factory=list)
    repaired_rows: int = 0

    def __len__(self) -> int:
        return len(self.inputs)

    def chosen(self, rows: list[int]) -> Examples:
        """The examples at these positions; one may stand there several times."""
        return Examples(
            inputs=[self.inputs[row] for row in rows],
            targets=[self.targets[row] for row in rows],
            label_names=self.label_names,
            meaning=self.meaning,
            columns=self.columns,
            column_places=self.column_places,
            lines=[self.lines[row] for row in rows] if self.lines else [],
        )
