"""A worker's signs of life, and what their absence means.

A thread beats once a second whatever the work does: without a beat the process is suspended, or its machine
hangs; then it is *stalled*. Beside each beat stands when the work itself last moved on (a step, a document)
and how long that usually takes: a process that beats while its step takes far longer than usual is *slow*.
Times are on the clock that counts from the machine's start, the same in all its processes, so that setting
the wall clock confuses nobody and a night asleep does not count.
"""

from __future__ import annotations

import contextlib
import json
import os
import threading
import time
from collections import deque
from dataclasses import dataclass
from typing import BinaryIO

from electra_engine.workspace import RunFolder

EVERY = 1.0  # seconds between beats
STALLED_AFTER = 8.0  # seconds without a beat; on a busy machine a thread may wait a few for its turn
SLOW_AFTER = 20.0  # seconds without the work moving on, at least
TIMES_USUAL = 8.0  # and so many times its usual pace
REMEMBERED = 16  # moves
SECTOR = 512  # bytes: overwritten in place, like an entry of the catalogue


@dataclass(frozen=True)
class Signs:
    """What a worker last showed: seconds ago it beat, seconds ago its work moved on.

    `usual` is how many seconds usually lie between two moves, None while unknown. After a restart of the
    machine, or on another one, the ages mean nothing and are 0.
    """

    beat: float
    moved: float
    usual: float | None

    @property
    def stalled(self) -> bool:
        """No sign of life: suspended, or the machine hangs."""
        return self.beat > STALLED_AFTER

    @property
    def slow(self) -> bool:
        """Alive, but the step in hand takes far longer than usual."""
        usual = self.usual
        return not self.stalled and usual is not None and self.moved > max(SLOW_AFTER, TIMES_USUAL * usual)

    @property
    def next_expected(self) -> float:
        """Seconds until the next sign of life is due; below 0 when it is overdue."""
        return max(self.usual or 0.0, EVERY) - (self.beat if self.stalled else self.moved)


class Pulse:
    """The beating side, in the worker. `move` is called by the work wherever it moves on."""

    def __init__(self, run: RunFolder) -> None:
        self._path = run.pulse
        self._moved = time.monotonic()
        self._gaps: deque[float] = deque(maxlen=REMEMBERED)
        self._ended = threading.Event()

    def start(self) -> None:
        """Beats once, and on from now in a thread of its own."""
        try:
            file = os.fdopen(os.open(self._path, os.O_RDWR | os.O_CREAT, 0o666), "r+b", buffering=0)
        except OSError:  # a folder out of reach: what else is written there says so
            return
        self._beat(file)
        threading.Thread(target=self._beat_on, args=[file], daemon=True, name="pulse").start()

    def end(self) -> None:
        self._ended.set()

    def move(self) -> None:
        """The work has moved on."""
        now = time.monotonic()
        self._gaps.append(now - self._moved)
        self._moved = now

    def _beat_on(self, file: BinaryIO) -> None:
        with file:
            while not self._ended.wait(EVERY):
                self._beat(file)

    def _beat(self, file: BinaryIO) -> None:
        with contextlib.suppress(OSError, RuntimeError):  # the deque grew just now: the next beat comes
            usual = max(self._gaps) if len(self._gaps) == REMEMBERED else None
            beat = {"at": time.monotonic(), "moved": self._moved, "usual": usual}
            file.seek(0)
            file.write(json.dumps(beat).encode().ljust(SECTOR))


def signs_of(run: RunFolder) -> Signs | None:
    """The last signs of a run's worker; None when it never gave any."""
    try:
        beat = json.loads(run.pulse.read_bytes())
        now, at, moved, usual = time.monotonic(), float(beat["at"]), float(beat["moved"]), beat["usual"]
    except (OSError, ValueError, KeyError, TypeError):
        return None
    if at > now:  # this clock began anew since
        return Signs(0.0, 0.0, None)
    return Signs(now - at, max(now - moved, 0.0), None if usual is None else float(usual))
