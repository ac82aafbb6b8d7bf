"""Read-only connections to SQLite files.

Opening a file costs about as much as twenty small questions, and a page asks fifteen at a time of the same
few files. No connection is kept for longer than that, because a run's folder may be removed.
"""

from __future__ import annotations

import contextlib
import sqlite3
import threading
from collections import OrderedDict
from collections.abc import Iterator
from pathlib import Path

MOST_KEPT = 8  # files open at once for one thread; each takes three of the process's descriptors
SECONDS_TO_WAIT = 10  # for a writer


class _Here(threading.local):
    """What this thread keeps open, by file, the one used last at the end; None while it keeps nothing."""

    kept: OrderedDict[Path, sqlite3.Connection] | None = None


_here = _Here()


@contextlib.contextmanager
def read_only(path: Path) -> Iterator[sqlite3.Connection]:
    """A connection to the database at `path`, which must exist; raises `sqlite3.OperationalError` if not."""
    kept = _here.kept
    if kept is None:
        with contextlib.closing(_open(path)) as connection:
            yield connection
        return
    if path not in kept:
        kept[path] = _open(path)
    kept.move_to_end(path)
    if len(kept) > MOST_KEPT:
        _, oldest = kept.popitem(last=False)
        oldest.close()
    yield kept[path]


@contextlib.contextmanager
def kept_open() -> Iterator[None]:
    """Whatever this thread reads within shares a connection for each file; then all are closed."""
    before, _here.kept = _here.kept, OrderedDict()
    try:
        yield
    finally:
        opened, _here.kept = _here.kept, before
        for connection in opened.values():
            connection.close()


def _open(path: Path) -> sqlite3.Connection:
    address = f"{path.absolute().as_uri()}?mode=ro"
    connection = sqlite3.connect(address, uri=True, timeout=SECONDS_TO_WAIT)
    connection.row_factory = sqlite3.Row
    return connection
