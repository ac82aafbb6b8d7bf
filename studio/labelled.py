"""Labelled files on their shelf: what is read of one when it is handed over, and the built-in sample."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict
from pathlib import Path
from typing import Any

from electra_engine import UserError, look_at, read_examples, write_labelled_moods
from studio.shelf import Entry, Shelf
from studio.text import say

SAMPLE = "moods"
SAMPLE_ROWS, SAMPLE_SEED = 1_200, 1


def look_at_labelled(files: Sequence[Path]) -> dict[str, Any]:
    """What the file holds; raises `UserError` when it is no table of text.

    ``problem`` is a sentence when the guessed columns cannot be learned from: other columns may do.
    """
    (file,) = files
    return {**asdict(look_at(file)), "problem": _problem(file)}


def _problem(file: Path) -> str:
    try:
        read_examples(file)
    except UserError as error:
        return error.sentence
    return ""


def sample_moods(shelf: Shelf) -> Entry:
    """Stories of the built-in world, each labelled with how its hero feels."""
    return shelf.make(SAMPLE, say("tune.sample_name"), _write_sample)


def _write_sample(folder: Path) -> Sequence[Path]:
    file = folder / "moods.csv"
    write_labelled_moods(file, SAMPLE_ROWS, SAMPLE_SEED)
    return [file]
