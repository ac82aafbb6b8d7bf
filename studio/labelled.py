"""Labelled files on their shelf: what is read of one when it is handed over, and the built-in samples."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import asdict
from functools import lru_cache, partial
from pathlib import Path
from typing import Any

from electra_engine import (
    FineTuneSettings,
    RowSizes,
    look_at,
    measure_rows,
    sample_version,
    to_flat,
    write_task_sample,
)
from studio.looking_aside import looking_aside
from studio.shelf import Entry, Shelf


def look_at_labelled(
    files: Sequence[Path | str], task: str | None = None, columns: Mapping[str, str | None] | None = None
) -> dict[str, Any]:
    """What the file holds for a task (None: the one it suits); raises `UserError` when it holds no rows.

    Sentences are packed. ``problem`` is why nothing can be learned from these columns: others may do.
    """
    (file,) = map(Path, files)
    seen = look_at(file, task, columns)
    said = {"form": seen.form, "explained": seen.explained, "problem": seen.problem}
    rows = {"skipped": seen.skipped, "repaired": seen.repaired}
    return {
        **asdict(seen),
        **{name: sentence.packed() for name, sentence in said.items()},
        **{name: [(line, why.packed()) for line, why in some] for name, some in rows.items()},
    }


def look_again(entry: Entry, task: str, columns: Mapping[str, str | None] | None = None) -> dict[str, Any]:
    """What a kept file holds for another task or with other columns than it was first read for."""
    if columns is not None:
        return looking_aside(look_at_labelled)(entry.files, task, columns)
    return entry.about if entry.about.get("task") == task else _look_once(tuple(entry.files), task)


@lru_cache(maxsize=32)
def _look_once(files: tuple[Path, ...], task: str) -> dict[str, Any]:
    """As above; kept files never change, and every page that opens asks."""
    return looking_aside(look_at_labelled)(files, task)


@lru_cache(maxsize=32)
def sizes_of_kept(file: Path, task: str, columns: tuple[tuple[str, str | None], ...]) -> RowSizes:
    """The sizes of a kept file's rows, read once for a task and its columns; raises `UserError` as below."""
    settings = FineTuneSettings().with_changes({"task": task})
    return measured_aside(settings, {"train": str(file), **dict(columns)})


def measured_aside(settings: FineTuneSettings, extra: Mapping[str, Any]) -> RowSizes:
    """The sizes of a request's rows, whose files are read in a process that can be killed; raises
    `UserError` where they cannot be used."""
    return RowSizes(**looking_aside(_measure)([Path(extra["train"])], to_flat(settings), dict(extra)))


def _measure(_: Sequence[Path], settings: Mapping[str, Any], extra: Mapping[str, Any]) -> dict[str, Any]:
    return asdict(measure_rows(FineTuneSettings().with_changes(settings), extra))


def sample_of(shelf: Shelf, task: str) -> Entry:
    """Labelled rows of the built-in world for a task."""
    write = partial(_write, task)
    return shelf.make(f"{task}-{sample_version()}", f"tune.sample_{task}", write)


def _write(task: str, folder: Path) -> Sequence[Path]:
    return [write_task_sample(task, folder)]
