"""Waiting for room on a full disk, instead of losing a run to it."""

from __future__ import annotations

import contextlib
import dataclasses
import logging
import sqlite3
import time
from collections.abc import Callable, Sequence
from pathlib import Path

from electra_engine.jobs.endings import is_disk_full
from electra_engine.sentences import Sentence
from electra_engine.watching.records import Event, RunState
from electra_engine.watching.store import Record, RecordReader, RecordWriter
from electra_engine.watching.unreadable import UnreadableRecordsError

PATIENCE = 600.0  # seconds
BETWEEN_TRIES = 1.0
WAITS = Sentence(
    "The disk is full, so the run waits: make room and it goes on by itself; nothing is lost until then."
)
GOES_ON = Sentence("There is room on the disk again: the run goes on.")

log = logging.getLogger("electra_engine.training")


class PatientWriter:
    """A run's records and whatever else it writes: while the disk is full it tries again and again."""

    def __init__(self, records: RecordWriter, path: Path, should_stop: Callable[[], bool]) -> None:
        """`path` is that of the records file; who asks for a stop waits no longer."""
        self._records = records
        self._path = path
        self._should_stop = should_stop

    def write(self, record: Record) -> None:
        self.do(lambda: self._records.write(record))

    def write_all(self, records: Sequence[Record]) -> None:
        self.do(lambda: self._records.write_all(records))

    def add_event(self, event: Event) -> None:
        self.do(lambda: self._records.add_event(event))

    def set_state(self, state: RunState) -> None:
        self.do(lambda: self._records.set_state(state))

    def forget_after(self, step: int) -> None:
        self.do(lambda: self._records.forget_after(step))

    def drop_snapshots(self, steps: Sequence[int]) -> None:
        self.do(lambda: self._records.drop_snapshots(steps))

    def do(self, write: Callable[[], object]) -> None:
        """Does `write`, which must be whole or not at all, as soon as there is room.

        After `PATIENCE` seconds, or when a stop is asked for, its error is raised after all.
        """
        given_up: float | None = None
        while True:
            try:
                write()
                break
            except Exception as error:
                if not is_disk_full(error):
                    raise
                if given_up is None:
                    given_up = time.monotonic() + PATIENCE
                    self._say("disk-full", WAITS)
                if time.monotonic() >= given_up or self._should_stop():
                    raise
            time.sleep(BETWEEN_TRIES)
        if given_up is not None:
            self._say("disk-has-room", GOES_ON)

    def _say(self, name: str, told: Sentence) -> None:
        # The records lie on the same disk: what they have no room for, the log may have.
        log.warning("%s", told)
        with contextlib.suppress(OSError, sqlite3.Error, UnreadableRecordsError):
            last = RecordReader(self._path).state() or RunState(phase="")
            self._records.set_state(dataclasses.replace(last, message=told))
            self._records.add_event(Event("warning", name, told, step=last.step))
