"""How a worker hears what is asked of it: notes and sentences in its folder, or a signal."""

from __future__ import annotations

import signal
import time
from typing import Any

from electra_engine.watching import own_sentences
from electra_engine.workspace import RunFolder

LOOK_SECONDS = 0.2


class Control:
    """What was asked of a running worker. Once a stop was asked for, it stays asked for."""

    def __init__(self, run: RunFolder) -> None:
        self._note = run.requests / "stop"
        self._stop = False
        self._looked = -LOOK_SECONDS
        self._watched = run.watched
        self._looked_for_sentences = -LOOK_SECONDS
        self._sentences_told = 0

    def should_stop(self) -> bool:
        """Cheap enough for every step: the folder is looked at five times a second at most."""
        now = time.monotonic()
        if not self._stop and now - self._looked >= LOOK_SECONDS:
            self._looked = now
            self._stop = self._note.exists()
        return self._stop

    def new_sentences(self) -> list[str]:
        """Sentences to watch that were not told before; the first answer holds those of former workers.

        As cheap as `should_stop`.
        """
        now = time.monotonic()
        if now - self._looked_for_sentences < LOOK_SECONDS:
            return []
        self._looked_for_sentences = now
        new = own_sentences.read_from(self._watched, self._sentences_told)
        self._sentences_told += len(new)
        return new

    def obey_signals(self) -> None:
        """Takes the end-yourself signals for the same request; only the main thread can."""
        for number in (signal.SIGTERM, signal.SIGINT):
            signal.signal(number, self._on_signal)

    def _on_signal(self, *_: Any) -> None:
        self._stop = True
