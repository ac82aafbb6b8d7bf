"""The rows and dice of the next step, made ready while a GPU is busy with this one's.

Choosing what is hidden is work for the processor; on a large batch it takes as long as a GPU's step. The
GPU is left alone here: while graphs are recorded, no other thread may ask it for anything.
"""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor

from electra_engine.objective.throws import Throw


class ThrowsAhead:
    """Gives the throw of a step; with `ahead` the one after it is begun at once, in another thread.

    `throw(number, progress)` must not depend on the progress then: the next step's is not known yet.
    """

    def __init__(self, throw: Callable[[int, float], Throw], ahead: bool) -> None:
        self._throw = throw
        self._worker = ThreadPoolExecutor(1, thread_name_prefix="throws") if ahead else None
        self._begun: tuple[int, Future[Throw]] | None = None

    def take(self, number: int, progress: float) -> Throw:
        """The throw of step `number`."""
        if self._worker is None:
            return self._throw(number, progress)
        begun, self._begun = self._begun, None
        throw = begun[1].result() if begun and begun[0] == number else self._throw(number, progress)
        self._begun = (number + 1, self._worker.submit(self._throw, number + 1, progress))
        return throw
