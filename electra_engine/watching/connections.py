"""Read-only connections to SQLite files.

Opening a file costs about as much as twenty small questions, and a page asks fifteen at a time of the same
few files. A connection is never kept for longer than that: a run's folder must be free to be removed.
"""

from __future__ import annotations

import contextlib
import sqlite3
from collections.abc import Iterator
from contextvars import ContextVar
from pathlib import Path

SECONDS_TO_WAIT = 10  # for a writer

_kept: ContextVar[dict[Path, sqlite3.Connection] | None] = ContextVar("kept connections", default=None)


@contextlib.contextmanager
def read_only(path: Path) -> Iterator[sqlite3.Connection]:
    """A connection to the database at `path`, which must exist; raises `sqlite3.OperationalError` if not."""
    kept = _kept.get()
    if kept is None:
        with contextlib.closing(_open(path)) as connection:
            yield connection
        return
    if path not in kept:
        kept[path] = _open(path)
    yield kept[path]


@contextlib.contextmanager
def kept_open() -> Iterator[None]:
    """Whatever is read within, by this thread, shares a connection for each file; then all are closed."""
    opened: dict[Path, sqlite3.Connection] = {}
    token = _kept.set(opened)
    try:
        yield
    finally:
        _kept.reset(token)
        for connection in opened.values():
            connection.close()


def _open(path: Path) -> sqlite3.Connection:
    address = f"{path.absolute().as_uri()}?mode=ro"
    connection = sqlite3.connect(address, uri=True, timeout=SECONDS_TO_WAIT)
    connection.row_factory = sqlite3.Row
    return connection
