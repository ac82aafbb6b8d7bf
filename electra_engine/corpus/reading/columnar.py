"""Parquet and Arrow: tables in columns, read a batch after another."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from electra_engine.corpus.reading.columns import choose_column
from electra_engine.corpus.reading.opening import Opened
from electra_engine.libraries import library

ROWS_AT_ONCE = 1_000
SAMPLED_ROWS = 200
PARQUET, ARROW_FILE, ARROW_STREAM = b"PAR1", b"ARROW1", b"\xff\xff\xff\xff"


def is_parquet(opened: Opened) -> bool:
    return opened.head.startswith(PARQUET)


def is_arrow(opened: Opened) -> bool:
    return opened.head.startswith((ARROW_FILE, ARROW_STREAM))


def read_parquet(opened: Opened) -> Iterator[str]:
    """The texts of the column that holds them."""
    parquet = library("pyarrow.parquet", "pyarrow")
    with parquet.ParquetFile(opened.path) as file:
        columns = _text_columns(file.schema_arrow)
        first = next(file.iter_batches(batch_size=SAMPLED_ROWS, columns=columns), None) if columns else None
        chosen = _choose(opened, columns, first)
        for batch in file.iter_batches(batch_size=ROWS_AT_ONCE, columns=[chosen]):
            yield from _texts(batch, chosen)


def read_arrow(opened: Opened) -> Iterator[str]:
    """The texts of the column that holds them, of the file format as of the stream format."""
    arrow = library("pyarrow", "pyarrow")
    ipc = library("pyarrow.ipc", "pyarrow")
    with arrow.memory_map(str(opened.path)) as source:
        if opened.head.startswith(ARROW_FILE):
            file = ipc.open_file(source)
            batches = (file.get_batch(place) for place in range(file.num_record_batches))
            schema = file.schema
        else:
            batches = ipc.open_stream(source)
            schema = batches.schema
        columns = _text_columns(schema)
        chosen = ""
        for batch in batches:
            chosen = chosen or _choose(opened, columns, batch.slice(0, SAMPLED_ROWS))
            yield from _texts(batch, chosen)


def _text_columns(schema: Any) -> list[str]:
    types = library("pyarrow.types", "pyarrow")

    def holds_text(kind: Any) -> bool:
        inner = kind.value_type if types.is_dictionary(kind) else kind
        return bool(types.is_string(inner) or types.is_large_string(inner) or types.is_string_view(inner))

    return [field.name for field in schema if holds_text(field.type)]


def _choose(opened: Opened, columns: list[str], batch: Any) -> str:
    sample = {column: list(_texts(batch, column)) if batch is not None else [] for column in columns}
    chosen = choose_column(sample, opened.column, opened.name)
    opened.file.columns, opened.file.column = tuple(columns), chosen
    return chosen


def _texts(batch: Any, column: str) -> Iterator[str]:
    for text in batch.column(batch.schema.get_field_index(column)).to_pylist():
        if text and text.strip():
            yield text.strip()
