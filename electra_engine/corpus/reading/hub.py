"""A dataset as the library `datasets` has it, streamed row by row: ``hf:OWNER/NAME/CONFIGURATION@SPLIT`` by
its name on the Hugging Face hub, or ``hf:FOLDER/CONFIGURATION@SPLIT`` from this machine.

Configuration and split may be left out.
"""

from __future__ import annotations

from collections.abc import Iterator
from itertools import chain, islice
from pathlib import Path
from typing import Any

from electra_engine.corpus.reading.columns import choose_column
from electra_engine.corpus.reading.report import FileReport
from electra_engine.errors import UserError
from electra_engine.libraries import library
from electra_engine.sentences import Sentence

PREFIX = "hf:"
DEFAULT_SPLIT = "train"
SAMPLED_ROWS = 100
FORMAT = Sentence("dataset")


def is_dataset(reference: str) -> bool:
    """Whether this names a dataset and no file."""
    return reference.startswith(PREFIX)


def parts_of(reference: str) -> tuple[str, str | None, str]:
    """(name or folder, configuration, split) of a reference."""
    whole, _, split = reference.removeprefix(PREFIX).partition("@")
    folder = Path(whole).expanduser()
    if folder.is_dir():
        return str(folder), None, split or DEFAULT_SPLIT
    if folder.parent.is_dir() and folder.is_absolute():
        return str(folder.parent), folder.name, split or DEFAULT_SPLIT
    owner, _, rest = whole.partition("/")
    name, _, configuration = rest.partition("/")
    return f"{owner}/{name}" if name else owner, configuration or None, split or DEFAULT_SPLIT


def read_dataset(reference: str, column: str, file: FileReport) -> Iterator[str]:
    """The texts of one split; raises `UserError` when the hub cannot be reached or has no such dataset."""
    name, configuration, split = parts_of(reference)
    file.format = FORMAT
    try:
        load = library("datasets", "datasets").load_dataset
        rows = iter(load(name, configuration, split=split, streaming=True))
        sample = list(islice(rows, SAMPLED_ROWS))
    except UserError:
        raise
    except Exception as error:  # the library raises whatever its many parts raise
        raise UserError(
            "The dataset {name} cannot be had from the hub ({reason}): check the name, the configuration, "
            "the split and the connection, or give its files.",
            "files",
            name=name,
            reason=type(error).__name__,
        ) from None
    columns = _text_columns(sample)
    chosen = choose_column(columns, column, name)
    file.columns, file.column = tuple(columns), chosen
    for row in chain(sample, rows):
        text = row.get(chosen)
        if isinstance(text, str) and text.strip():
            yield text.strip()


def _text_columns(rows: list[dict[str, Any]]) -> dict[str, list[str]]:
    names = {name for row in rows for name, cell in row.items() if isinstance(cell, str)}
    return {
        name: [row[name] for row in rows if isinstance(row.get(name), str)]
        for name in dict.fromkeys(name for row in rows for name in row if name in names)
    }
