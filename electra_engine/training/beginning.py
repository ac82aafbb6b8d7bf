"""Where a run begins: at its newest checkpoint that is whole, or at its first step."""

from __future__ import annotations

from pathlib import Path

from electra_engine.sentences import Sentence
from electra_engine.training.checkpoint_folders import (
    Position,
    newest_checkpoint,
    position_of,
    set_damaged_aside,
)
from electra_engine.watching.records import Event


def find_beginning(folder: Path) -> tuple[Path | None, Event | None]:
    """The checkpoint to go on from, and what to tell where a newer one is damaged and was set aside."""
    damaged = set_damaged_aside(folder)
    checkpoint = newest_checkpoint(folder)
    if not damaged:
        return checkpoint, None
    step = position_of(checkpoint).step if checkpoint else 0
    told = Sentence(
        "The checkpoint of step {damaged:,} is damaged (its files are not as they were written): the run "
        "goes on from step {step:,}.",
        damaged=max(damaged),
        step=step,
    )
    advice = Sentence("If this happens more than once, check the disk.")
    return checkpoint, Event("warning", "damaged-checkpoint", told, advice, step=step)


def standing(checkpoint: Path | None) -> Position:
    """Where a run stands that goes on from this checkpoint, or begins where there is none."""
    return position_of(checkpoint) if checkpoint else Position(0, 0, 0.0)
