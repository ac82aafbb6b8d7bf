"""How a worker hears that it should stop: a note in its requests folder, or a signal."""

from __future__ import annotations

import signal
import time
from typing import Any

from electra_engine.workspace import RunFolder

LOOK_SECONDS = 0.2


class Control:
    """What was asked of a running worker. Once a stop was asked for, it stays asked for."""

    def __init__(self, run: RunFolder) -> None:
        self._note = run.requests / "stop"
        self._stop = False
        self._looked = -LOOK_SECONDS

    def should_stop(self) -> bool:
        """Cheap enough for every step: the folder is looked at five times a second at most."""
        now = time.monotonic()
        if not self._stop and now - self._looked >= LOOK_SECONDS:
            self._looked = now
            self._stop = self._note.exists()
        return self._stop

    def obey_signals(self) -> None:
        """Takes the end-yourself signals for the same request; only the main thread can."""
        for number in (signal.SIGTERM, signal.SIGINT):
            signal.signal(number, self._on_signal)

    def _on_signal(self, *_: Any) -> None:
        self._stop = True
