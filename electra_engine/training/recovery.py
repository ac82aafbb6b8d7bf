"""What a run does when a step fails: fewer rows at once, a step left out, back to where all was well."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from electra_engine.errors import UserError
from electra_engine.sentences import Sentence
from electra_engine.training.checkpoint_folders import Position, newest_checkpoint
from electra_engine.training.trainer import Trainer
from electra_engine.watching.records import Event

UNSOUND_IN_A_ROW = 3  # so many steps without numbers, and leaving them out is no help
SLOWEST = 1 / 64  # of the settings' learning rate: beyond this it is not the rate


class Recovery:
    """Watches a trainer's steps for one run; `begin_again` gives its pair the weights it began with."""

    def __init__(self, trainer: Trainer, folder: Path, begin_again: Callable[[], None]) -> None:
        """`folder` holds the run's checkpoints."""
        self.trainer = trainer
        self.folder = folder
        self.begin_again = begin_again
        self.unsound = 0
        self._rows_told = trainer.rows_at_once

    def fewer_rows(self, step: int) -> Event | None:
        """What to tell after step number `step` (from 0), when memory made it take fewer rows at once."""
        rows = self.trainer.rows_at_once
        if rows >= self._rows_told:
            return None
        before, self._rows_told = self._rows_told, rows
        return Event("warning", "fewer-rows", fewer_rows(before, rows), step=step + 1)

    def sound(self) -> None:
        """A step had numbers."""
        self.unsound = 0

    def leave_out(self, step: int) -> Event:
        """Counts step number `step` (from 0) as one that taught nothing; what to tell of it."""
        self.unsound += 1
        told = Sentence(
            "Step {step:,} gave a loss or a correction that is not a number: it was left out.", step=step + 1
        )
        return Event("warning", "left-out", told, step=step + 1)

    @property
    def must_go_back(self) -> bool:
        return self.unsound >= UNSOUND_IN_A_ROW

    def go_back(self) -> tuple[Position, Event]:
        """Puts the trainer back to the last whole checkpoint or the beginning, at half its learning rate.

        Raises `UserError` when even the smallest rate did not help.
        """
        rate = self.trainer.slowed / 2
        if rate < SLOWEST:
            raise UserError(
                "The losses stopped being numbers again and again, even at 1/{times} of the learning rate: "
                "start again with fp32 precision, a smaller learning rate or another seed.",
                "training.learning_rate",
                times=round(1 / self.trainer.slowed),
            )
        checkpoint = newest_checkpoint(self.folder)
        if checkpoint is not None:
            position = self.trainer.go_to(checkpoint)
        else:
            position = Position(0, 0, 0.0)
            self.trainer.forget()
            self.begin_again()
        self.trainer.slowed = rate
        self.unsound = 0
        told = Sentence(
            "{count} steps in a row gave no numbers: the run went back to step {step:,} and goes on with "
            "{share:.3g} of the learning rate.",
            count=UNSOUND_IN_A_ROW,
            step=position.step,
            share=rate,
        )
        advice = Sentence("If it happens again, start again with a smaller learning rate.")
        return position, Event("warning", "went-back", told, advice, step=position.step)


def fewer_rows(before: int, rows: int) -> Sentence:
    """What to tell when memory made a step take fewer rows at once than the steps before."""
    return Sentence(
        "Memory ran out with {before:,} rows at once, so the step was done again with {rows:,}. The "
        "batch and what is learned stay the same; only a little time is lost.",
        before=before,
        rows=rows,
    )
