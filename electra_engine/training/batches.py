"""Token rows, cut from the packed stream as a pure function of (seed, step).

A row is [CLS], L−2 tokens of the stream, [SEP]; documents follow one another, each closed by a [SEP],
so that no row holds padding (Liu et al. 2019, "full sentences" across documents).
"""

from __future__ import annotations

from functools import lru_cache

import numpy as np
import torch

from electra_engine.errors import UserError
from electra_engine.randomness import dice


class Rows:
    """The rows of `length` tokens that a packed stream holds."""

    def __init__(self, stream: np.ndarray, length: int, cls_id: int, sep_id: int) -> None:
        self.stream = stream
        self.length = length
        self.cls_id = cls_id
        self.sep_id = sep_id
        # One row's worth is given up so that every epoch can begin at another offset.
        self.count = (len(stream) - (length - 2)) // (length - 2)
        if self.count < 1:
            raise UserError(
                "The corpus has {tokens} tokens, fewer than two rows of {length}: choose a shorter row "
                "length or add text.",
                "training.sequence_length",
                tokens=len(stream),
                length=length,
            )

    def cut(self, starts: np.ndarray) -> torch.Tensor:
        """The rows that begin at stream positions `starts` (B,), as (B, L) int64 token ids."""
        body = self.stream[starts[:, None] + np.arange(self.length - 2)].astype(np.int64)
        rows = np.full((len(starts), self.length), self.cls_id, dtype=np.int64)
        rows[:, 1:-1] = body
        rows[:, -1] = self.sep_id
        return torch.from_numpy(rows)

    def spread(self, count: int) -> torch.Tensor:
        """At most `count` rows spread evenly over the stream, always the same ones."""
        chosen = np.unique(np.linspace(0, self.count - 1, min(count, self.count)).astype(np.int64))
        return self.cut(chosen * (self.length - 2))

    def batch(self, seed: int, step: int, batch_size: int) -> torch.Tensor:
        """The rows of step `step`: every epoch is a fresh order of all rows at a fresh offset."""
        numbers = np.arange(step * batch_size, (step + 1) * batch_size, dtype=np.int64)
        epochs, places = np.divmod(numbers, self.count)
        starts = np.empty(batch_size, dtype=np.int64)
        for epoch in np.unique(epochs):
            offset, order = _epoch(seed, int(epoch), self.count, self.length - 2)
            here = epochs == epoch
            starts[here] = offset + order[places[here]] * (self.length - 2)
        return self.cut(starts)


@lru_cache(maxsize=2)
def _epoch(seed: int, epoch: int, count: int, stride: int) -> tuple[int, np.ndarray]:
    """An epoch's starting offset and its order of rows."""
    generator = dice(seed, "rows", epoch)
    offset = int(torch.randint(stride, (1,), generator=generator)) if epoch else 0
    return offset, torch.randperm(count, generator=generator).numpy()
