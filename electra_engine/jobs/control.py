"""How a worker hears what is asked of it: the catalogue, sentences in its folder, or a signal."""

from __future__ import annotations

import signal
import time
from typing import Any

from electra_engine.jobs import catalogue
from electra_engine.jobs.pulse import Pulse
from electra_engine.watching import own_sentences
from electra_engine.workspace import RunFolder

LOOK_SECONDS = 0.2


class Control:
    """What was asked of a running worker. Once an end was asked for, it stays asked for."""

    def __init__(self, run: RunFolder) -> None:
        self.run = run
        self.pulse = Pulse(run)
        self.pausing = False  # the end that is asked for is a pause: what only a final end needs can wait
        self._stop = False
        self._looked = -LOOK_SECONDS
        self._looked_for_sentences = -LOOK_SECONDS
        self._sentences_told = 0

    def should_stop(self) -> bool:
        """Whether the work is to end here, saved; asking is also the sign that the work moves on.

        Cheap enough for every step: the entry is looked at five times a second at most.
        """
        self.pulse.move()
        now = time.monotonic()
        if not self._stop and now - self._looked >= LOOK_SECONDS:
            self._looked = now
            asked = catalogue.read(self.run).state
            self.pausing = asked == "pausing"
            self._stop = asked in ("pausing", "stopping")
        return self._stop

    def new_sentences(self) -> list[str]:
        """Sentences to watch that were not told before; the first answer holds those of former workers.

        As cheap as `should_stop`.
        """
        now = time.monotonic()
        if now - self._looked_for_sentences < LOOK_SECONDS:
            return []
        self._looked_for_sentences = now
        new = own_sentences.read_from(self.run.watched, self._sentences_told)
        self._sentences_told += len(new)
        return new

    def obey_signals(self) -> None:
        """Takes the end-yourself signals for a stop; only the main thread can."""
        for number in (signal.SIGTERM, signal.SIGINT):
            signal.signal(number, self._on_signal)

    def _on_signal(self, *_: Any) -> None:
        self._stop = True
