"""Why SQLite could not write, where it says "disk I/O error" whatever the system said.

A full disk it calls by its name; a user's quota that is used up, or a file that may not grow, it does not.
"""

from __future__ import annotations

import contextlib
import os
import sqlite3
import uuid
from collections.abc import Iterator
from pathlib import Path

PROBE = bytes(1 << 16)
BASIC = 0xFF  # of an extended error code, the part that says which kind it is


@contextlib.contextmanager
def telling_why(database: Path) -> Iterator[None]:
    """What is written to `database` here fails with the `OSError` that the system gives, if it gives one."""
    try:
        yield
    except sqlite3.OperationalError as error:
        code: int = getattr(error, "sqlite_errorcode", 0)
        if code & BASIC == sqlite3.SQLITE_IOERR:
            try:
                _grow_beside(database)
            except OSError as reason:
                raise reason from error
        raise


def _grow_beside(database: Path) -> None:
    """Writes for an instant what the database would have written: as far from its file's beginning."""
    parts = (database, database.with_name(f"{database.name}-wal"))
    probe = database.with_name(f".probe-{uuid.uuid4().hex}")
    try:
        with probe.open("wb", buffering=0) as file:
            file.seek(max(part.stat().st_size if part.exists() else 0 for part in parts))
            written = 0
            while written < len(PROBE):  # a write that meets a limit halfway says so at the next one
                written += file.write(PROBE[written:])
            os.fsync(file.fileno())
    finally:
        with contextlib.suppress(OSError):
            probe.unlink()
