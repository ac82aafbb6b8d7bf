"""Labelled files on their shelf: what is read of one when it is handed over, and the built-in sample."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict
from pathlib import Path
from typing import Any

from electra_engine import Sentence, UserError, look_at, read_examples, sample_version, write_labelled_moods
from studio.shelf import Entry, Shelf

SAMPLE = "moods"
SAMPLE_ROWS, SAMPLE_SEED = 1_200, 1


def look_at_labelled(files: Sequence[Path | str]) -> dict[str, Any]:
    """What the file holds; raises `UserError` when it is no table of text.

    ``explained`` is a packed `Sentence`, and so is ``problem`` when the guessed columns cannot be learned
    from: other columns may do.
    """
    (file,) = map(Path, files)
    seen = look_at(file)
    return {**asdict(seen), "explained": seen.explained.packed(), "problem": _problem(file).packed()}


def _problem(file: Path) -> Sentence:
    try:
        read_examples(file)
    except UserError as error:
        return error.sentence
    return Sentence()


def sample_moods(shelf: Shelf) -> Entry:
    """Stories of the built-in world, each labelled with how its hero feels."""
    return shelf.make(f"{SAMPLE}-{sample_version()}", "tune.sample_name", _write_sample)


def _write_sample(folder: Path) -> Sequence[Path]:
    file = folder / "moods.csv"
    write_labelled_moods(file, SAMPLE_ROWS, SAMPLE_SEED)
    return [file]
