"""Tokenised rows and the batches made of them: rows of like length together, in an order set by the seed."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from random import Random
from typing import Any

import torch

# Rows are sorted by length within stretches of this many batches: long enough to save most of the
# padding, short enough to keep the order random.
BATCHES_SORTED_TOGETHER = 50
PADDING = {"attention_mask": 0, "token_type_ids": 0}


@dataclass(frozen=True)
class EncodedRows:
    """Tokenised rows: `inputs[i]` holds what the network reads of row i (lists of one length each, or a
    list of such lists where it reads several choices), `targets[i]` what it should say; `targets` is
    empty when nothing is to be learned.

    A long example may become several rows: row i belongs to example `examples[i]`, or to example i where
    that is empty. `places[i]` is what the task needs to read the row's outputs. `cut_rows` were longer
    than allowed and lost their end.
    """

    inputs: list[dict[str, list[Any]]]
    targets: list[Any]
    pad_id: int
    cut_rows: int = 0
    examples: list[int] = field(default_factory=list)
    places: list[Any] = field(default_factory=list)

    def __len__(self) -> int:
        return len(self.inputs)

    def length(self, row: int) -> int:
        """Tokens in a row, special ones counted."""
        ids = self.inputs[row]["input_ids"]
        return sum(map(len, ids)) if isinstance(ids[0], list) else len(ids)

    def example_of(self, row: int) -> int:
        """The position of the example that a row is part of."""
        return self.examples[row] if self.examples else row

    def padded(self, rows: list[int]) -> dict[str, torch.Tensor]:
        """These rows as (B, L) tensors, or (B, choices, L), padded at the end to the longest of them."""
        padded = {}
        for name in self.inputs[rows[0]]:
            pad = PADDING.get(name, self.pad_id)
            padded[name] = torch.tensor(_even([self.inputs[row][name] for row in rows], pad))
        return padded


def _even(rows: list[list[Any]], pad: int) -> list[Any]:
    """The rows made equally long. A row with fewer choices repeats its first, which no loss looks at."""
    if not isinstance(rows[0][0], list):
        longest = max(map(len, rows))
        return [row + [pad] * (longest - len(row)) for row in rows]
    most = max(map(len, rows))
    flat = _even([choice for row in rows for choice in row + [row[0]] * (most - len(row))], pad)
    return [flat[first : first + most] for first in range(0, len(flat), most)]


def epoch_batches(
    rows: EncodedRows, batch_size: int, seed: int, epoch: int, weights: list[float] | None = None
) -> Iterator[list[int]]:
    """Every row once, as lists of at most `batch_size` positions; a pure function of (seed, epoch).

    With `weights`, one an example, as many rows are drawn instead, each as often as its weight says.
    """
    chance = Random(f"{seed}/{epoch}")
    order = list(range(len(rows)))
    if weights is not None:
        order = chance.choices(order, [weights[rows.example_of(row)] for row in order], k=len(order))
    chance.shuffle(order)
    stretch = batch_size * BATCHES_SORTED_TOGETHER
    batches = []
    for first in range(0, len(order), stretch):
        alike = sorted(order[first : first + stretch], key=rows.length)
        batches += [alike[i : i + batch_size] for i in range(0, len(alike), batch_size)]
    chance.shuffle(batches)
    yield from batches


def batches_by_length(rows: EncodedRows, batch_size: int) -> Iterator[list[int]]:
    """Every row once, the shortest first, as lists of positions; for judging."""
    order = sorted(range(len(rows)), key=rows.length)
    for first in range(0, len(order), batch_size):
        yield order[first : first + batch_size]
