"""What chance decides about a batch, decided before any network is asked.

The dice are thrown for the whole batch; its rows can then be worked on a few at a time without any token
being hidden, sampled or drawn otherwise.
"""

from __future__ import annotations

import dataclasses
from collections.abc import Iterator
from dataclasses import dataclass

import torch

from electra_engine.objective.masking import Hidden


@dataclass(frozen=True)
class Throw:
    """Token ids (B, L), what of them is hidden, and the dice for filling the M hidden places.

    `uniform` (M,) in [0, 1) picks the samples; where `easy` (M,) is True the token of `drawn` (M,) is put
    in instead; both are None where no fake is easy. `of_hidden` and `of_real` are the parts of the whole
    batch's hidden and real tokens that these rows hold.
    """

    ids: torch.Tensor
    hidden: Hidden
    uniform: torch.Tensor
    easy: torch.Tensor | None = None
    drawn: torch.Tensor | None = None
    of_hidden: float = 1.0
    of_real: float = 1.0

    @property
    def is_whole(self) -> bool:
        """Whether these are all rows of their batch."""
        return (self.of_hidden, self.of_real) == (1.0, 1.0)

    def to(self, device: str) -> Throw:
        """The same throw on another device; from pinned memory the copies are not waited for."""
        if device == "cpu":
            return self

        def moved(tensor: torch.Tensor) -> torch.Tensor:
            return tensor.pin_memory().to(device, non_blocking=True)

        return dataclasses.replace(
            self,
            ids=moved(self.ids),
            hidden=Hidden(moved(self.hidden.positions), moved(self.hidden.inputs)),
            uniform=moved(self.uniform),
            easy=None if self.easy is None else moved(self.easy),
            drawn=None if self.drawn is None else moved(self.drawn),
        )

    def parts(self, rows: int, pad_id: int) -> Iterator[Throw]:
        """The batch `rows` rows at a time (the last part may be smaller), in order."""
        count = len(self.ids)
        for first in range(0, count, rows):
            yield self.part(first, min(first + rows, count), pad_id)

    def part(self, first: int, last: int, pad_id: int) -> Throw:
        """Rows `first` to `last` - 1 of these."""
        count, length = self.ids.shape
        if (first, last) == (0, count):
            return self
        real = (self.ids != pad_id).sum(1).tolist()
        positions = self.hidden.positions
        # The hidden positions are sorted, so those of neighbouring rows are neighbours.
        edges = positions.new_tensor([first * length, last * length])
        low, high = torch.searchsorted(positions, edges).tolist()
        return Throw(
            ids=self.ids[first:last],
            hidden=Hidden(positions[low:high] - first * length, self.hidden.inputs[first:last]),
            uniform=self.uniform[low:high],
            easy=None if self.easy is None else self.easy[low:high],
            drawn=None if self.drawn is None else self.drawn[low:high],
            of_hidden=self.of_hidden * (high - low) / len(positions),
            of_real=self.of_real * sum(real[first:last]) / sum(real),
        )
