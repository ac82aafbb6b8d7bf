"""So many may wait for something slow, and no more: each of them holds a thread that others are served by."""

from __future__ import annotations

import contextlib
import threading
from collections.abc import Iterator

from electra_engine.errors import UserError


class WaitingRoom:
    """Room for `most` at a time, whoever is being served among them."""

    def __init__(self, most: int) -> None:
        self._places = threading.BoundedSemaphore(most)

    @contextlib.contextmanager
    def place(self) -> Iterator[None]:
        """A place as long as it is held; raises `UserError` at once when there is none."""
        if not self._places.acquire(blocking=False):
            raise UserError("Others are being served with this right now: try again in a moment.")
        try:
            yield
        finally:
            self._places.release()
