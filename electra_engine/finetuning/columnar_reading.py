"""Parquet and Arrow tables as rows of what JSON can hold.

Where the `datasets` library wrote the file, the names of its labels stand in the schema and take the
place of their numbers.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from typing import Any

from electra_engine.corpus.reading.columnar import ARROW_FILE, ARROW_STREAM, PARQUET, ROWS_AT_ONCE
from electra_engine.errors import UserError
from electra_engine.finetuning.file_bytes import LARGEST_FILE
from electra_engine.finetuning.record_reading import MOST_COLUMNS, texts_in
from electra_engine.finetuning.table_reading import TableRow, damage
from electra_engine.libraries import library
from electra_engine.sentences import Sentence

INDEX = "__index_level_"  # what pandas numbers rows with


def is_columnar(content: bytes) -> bool:
    """Whether a file begins as a Parquet file or an Arrow file or stream does."""
    return content.startswith((PARQUET, ARROW_FILE, ARROW_STREAM))


def read_columnar(content: bytes, name: str) -> tuple[Sentence, list[str], list[TableRow]]:
    """How the file is written, its column names and its rows.

    Raises `UserError` for one that is damaged, has too many columns or takes too much memory.
    """
    is_parquet = content.startswith(PARQUET)
    form = Sentence("a Parquet table") if is_parquet else Sentence("an Arrow table")
    with _told_of_damage(name):
        schema, batches = _opened(content, name)
        if len(schema.names) > MOST_COLUMNS:
            raise UserError(
                "{file} has {width:,} columns, more than a table of labelled rows has: choose some of them.",
                file=name,
                width=len(schema.names),
            )
        kept = [place for place, column in enumerate(schema.names) if not column.startswith(INDEX)]
        labels = _label_names(schema.metadata or {})
        rows: list[TableRow] = []
        size = 0
        for batch in batches:
            size += batch.nbytes
            if size > LARGEST_FILE:
                raise _too_large(name)
            columns = [
                [
                    _cell(value, labels.get(schema.names[place], ()))
                    for value in batch.column(place).to_pylist()
                ]
                for place in kept
            ]
            for cells in zip(*columns, strict=True):
                rows.append(TableRow(len(rows) + 1, list(cells), damage(texts_in(cells))))
    return form, [schema.names[place] for place in kept], rows


def _opened(content: bytes, name: str) -> tuple[Any, Iterator[Any]]:
    """The schema and the batches."""
    arrow = library("pyarrow", "pyarrow")
    source = arrow.BufferReader(content)
    if content.startswith(PARQUET):
        file = library("pyarrow.parquet", "pyarrow").ParquetFile(source)
        groups = (file.metadata.row_group(place) for place in range(file.metadata.num_row_groups))
        if sum(group.total_byte_size for group in groups) > LARGEST_FILE:
            raise _too_large(name)
        return file.schema_arrow, file.iter_batches(batch_size=ROWS_AT_ONCE)
    ipc = library("pyarrow.ipc", "pyarrow")
    if content.startswith(ARROW_FILE):
        file = ipc.open_file(source)
        return file.schema, (file.get_batch(place) for place in range(file.num_record_batches))
    stream = ipc.open_stream(source)
    return stream.schema, iter(stream)


@contextmanager
def _told_of_damage(name: str) -> Iterator[None]:
    """Files come from anywhere, and their readers raise anything."""
    try:
        yield
    except UserError:
        raise
    except Exception as error:
        reason = (str(error).splitlines() or [""])[0][:120] or type(error).__name__
        raise UserError(
            "{file} is a damaged table ({reason}): download or export it again.", file=name, reason=reason
        ) from None


def _too_large(name: str) -> UserError:
    return UserError(
        "{file} is larger than {most:,} MB: give a part of its rows.", file=name, most=LARGEST_FILE >> 20
    )


def _label_names(metadata: Mapping[bytes, bytes]) -> dict[str, list[str]]:
    """By column, what the numbers of its labels are called."""
    try:
        features = json.loads(metadata.get(b"huggingface", b"{}"))["info"]["features"]
        named = {column: _names_in(feature) for column, feature in features.items()}
    except (ValueError, KeyError, TypeError, AttributeError, RecursionError):
        return {}
    return {column: names for column, names in named.items() if names}


def _names_in(feature: Any) -> list[str]:
    """Of a column of labels, or of lists of labels."""
    if isinstance(feature, dict) and feature.get("_type") != "ClassLabel":
        feature = feature.get("feature")
    names = feature.get("names") if isinstance(feature, dict) else None
    return [str(one) for one in names] if isinstance(names, list) else []


def _cell(value: Any, labels: list[str] | tuple[str, ...]) -> Any:
    """A value as JSON has it, a label's number as its name."""
    if isinstance(value, list | tuple):
        return [_cell(one, labels) for one in value]
    if isinstance(value, dict):
        return {str(key): _cell(one, ()) for key, one in value.items()}
    if labels and isinstance(value, int):
        return labels[value] if 0 <= value < len(labels) else None
    if value is None or isinstance(value, str | int | float):
        return value
    return value.decode("utf-8", "surrogateescape") if isinstance(value, bytes) else str(value)
