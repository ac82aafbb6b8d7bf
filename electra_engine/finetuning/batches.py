"""Tokenised rows and the batches made of them: rows of like length together, in an order set by the seed."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from random import Random
from typing import Any

import torch

# Rows are sorted by length within stretches of this many batches: long enough to save most of the
# padding, short enough to keep the order random.
BATCHES_SORTED_TOGETHER = 50
PADDING = {"attention_mask": 0, "token_type_ids": 0}


@dataclass(frozen=True)
class EncodedRows:
    """Tokenised rows: `inputs[i]` holds what the network reads of row i (lists of one length each),
    `targets[i]` what it should say. `cut_rows` were longer than allowed."""

    inputs: list[dict[str, list[int]]]
    targets: list[Any]
    pad_id: int
    cut_rows: int = 0

    def __len__(self) -> int:
        return len(self.inputs)

    def length(self, row: int) -> int:
        """Tokens in a row, special ones counted."""
        return len(self.inputs[row]["input_ids"])

    def padded(self, rows: list[int]) -> dict[str, torch.Tensor]:
        """These rows as (B, L) tensors, padded at the end to the longest of them."""
        longest = max(self.length(row) for row in rows)
        return {
            name: torch.tensor(
                [
                    self.inputs[row][name] + [PADDING.get(name, self.pad_id)] * (longest - self.length(row))
                    for row in rows
                ]
            )
            for name in self.inputs[rows[0]]
        }


def epoch_batches(rows: EncodedRows, batch_size: int, seed: int, epoch: int) -> Iterator[list[int]]:
    """Every row once, as lists of at most `batch_size` positions; a pure function of (seed, epoch)."""
    chance = Random(f"{seed}/{epoch}")
    order = list(range(len(rows)))
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
