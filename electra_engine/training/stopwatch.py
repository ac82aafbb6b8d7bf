"""A clock that counts training only: it stands still while the run evaluates or saves."""

from __future__ import annotations

import time
from collections.abc import Iterator
from contextlib import contextmanager


class Stopwatch:
    """Seconds of training so far, by the monotonic clock (a change of the wall clock does not matter)."""

    def __init__(self, seconds: float = 0.0) -> None:
        self._began = time.monotonic() - seconds
        self._stopped: float | None = None

    def seconds(self) -> float:
        return (time.monotonic() if self._stopped is None else self._stopped) - self._began

    @contextmanager
    def paused(self) -> Iterator[None]:
        """Stands still until the outermost of nested pauses ends."""
        if self._stopped is not None:
            yield
            return
        self._stopped = time.monotonic()
        try:
            yield
        finally:
            self._began += time.monotonic() - self._stopped
            self._stopped = None
