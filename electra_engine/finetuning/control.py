"""How the work hears that it should stop; and, as it asks between any two steps, the place to tidy up.

Batches of ever other lengths leave holes between the blocks that are in use, and the C library gives nothing
back from the middle by itself: questions on passages took 7 GB at most in a single step, and 15 GB after
500 of them.
"""

from __future__ import annotations

import ctypes
import os
import time
from pathlib import Path
from typing import Protocol

STATISTICS = Path("/proc/self/statm")
BETWEEN_TRIMS = 20.0  # seconds; what was given back must be asked for again, at some 0.3 s a gigabyte


class Control(Protocol):
    """How the work hears that it should stop."""

    def should_stop(self) -> bool:
        """Asked between any two steps, and between batches of judged rows."""


class TidyControl:
    """The same control; when it is asked and more than `most` bytes are held, the holes are given back.

    Does no more than the control where the system cannot.
    """

    def __init__(self, control: Control, most: int) -> None:
        self._control, self._most = control, most
        self._trimmed = -BETWEEN_TRIMS
        self._trim = getattr(ctypes.CDLL(None), "malloc_trim", None) if os.name == "posix" else None

    def should_stop(self) -> bool:
        now = time.monotonic()
        if self._trim is not None and now - self._trimmed >= BETWEEN_TRIMS and held() > self._most:
            self._trim(0)
            self._trimmed = now
        return self._control.should_stop()


def held() -> int:
    """Bytes that this process has in memory; 0 where the system does not say."""
    try:
        return int(STATISTICS.read_text().split()[1]) * os.sysconf("SC_PAGE_SIZE")
    except (OSError, ValueError, IndexError):
        return 0
