"""Files that are being read for a page, each in a thread of its own; pages look how far it has come."""

from __future__ import annotations

import threading
import time
import uuid
from collections.abc import Callable
from concurrent.futures import Future
from contextvars import copy_context
from dataclasses import dataclass, field

from electra_engine import UserError, Watch
from studio.shelf import Entry
from studio.text import say

AT_ONCE = 8  # the engine lets fewer read at a time; the others are being copied, or wait a moment
KEPT = 3_600.0  # seconds that a page which lost sight of an entry still finds it
Work = Callable[[Watch], Entry]


@dataclass
class UnderWay:
    """One reading: of what, how far it is in bytes (0 of 0 until something is known), and what came of it.

    The outcome is an entry, or what was raised instead: a `UserError`, `StopRequested` where somebody
    cancelled, or a fault of ours.
    """

    name: str
    began: float = field(default_factory=time.time)
    done: int = 0
    total: int = 0
    cancelled: bool = False
    taken: bool = False
    outcome: Future[Entry] = field(default_factory=Future)

    def cancel(self) -> None:
        """Asks the work to stop; no page waits for it any more."""
        self.cancelled = self.taken = True

    def tell(self, _: str, done: int, total: int) -> None:
        self.done, self.total = done, total

    def take(self) -> Entry:
        """The entry, or what was raised instead; afterwards no page need be told of it."""
        self.taken = True
        return self.outcome.result()

    def work(self, work: Work) -> None:
        """Does the work, whose outcome whoever waits for it gets."""
        try:
            self.outcome.set_result(work(Watch(self.tell, lambda: self.cancelled)))
        except BaseException as raised:
            self.outcome.set_exception(raised)


class Readings:
    """All that is being read, by a number that nobody can guess."""

    def __init__(self) -> None:
        self._readings: dict[str, UnderWay] = {}
        self._lock = threading.Lock()

    def find(self, number: object) -> UnderWay | None:
        return self._readings.get(str(number))

    @property
    def newest(self) -> str:
        """The number of what was begun last and no page has taken yet; empty where there is none."""
        waited_for = [number for number, one in list(self._readings.items()) if not one.taken]
        return waited_for[-1] if waited_for else ""

    def start(self, name: str, work: Work) -> str:
        """Begins to read what people call `name`, and returns at once; raises `UserError` while too many are
        at it."""
        with self._lock:
            self._forget_old()
            if sum(not one.outcome.done() for one in self._readings.values()) >= AT_ONCE:
                raise UserError(say("reading.busy"), "files")
            number = uuid.uuid4().hex
            begun = self._readings[number] = UnderWay(name)
        # In the visitor's language, which belongs to the context.
        context = copy_context()
        threading.Thread(target=context.run, args=(begun.work, work), daemon=True).start()
        return number

    def _forget_old(self) -> None:
        for number, one in list(self._readings.items()):
            if one.outcome.done() and (one.taken or time.time() - one.began > KEPT):
                self._readings.pop(number)
