"""Records that cannot be read, in one sentence for whoever asks for them."""

from __future__ import annotations

import contextlib
import sqlite3
from collections.abc import Iterator
from pathlib import Path

from electra_engine.errors import UserError
from electra_engine.sentences import Sentence


class UnreadableRecordsError(UserError):
    """A run's records file is damaged or cannot be opened: nothing can be shown of it, all of the others."""

    def __init__(self, records: Path, reason: object) -> None:
        told = Sentence(
            "The records of the run {run} cannot be read ({reason}): `electra-engine doctor --repair` sets "
            "damaged ones aside; its model and its checkpoints are kept.",
            run=records.parent.name,
            reason=reason,
        )
        super().__init__(told, "run")


@contextlib.contextmanager
def readable(records: Path) -> Iterator[None]:
    """Whatever goes wrong within while the records file is read is told as `UnreadableRecordsError`."""
    try:
        yield
    except (sqlite3.Error, ValueError, TypeError) as error:  # the last two: a row that is not as written
        raise UnreadableRecordsError(records, error) from error
