"""How many threads a step uses, chosen again and again while the run goes.

Two threads are faster on an idle machine. As soon as another program wants a core, they spend their
time waiting for each other, and a step can take ten times as long as on one thread (measured on two
cores beside a browser). What is best therefore changes under a run and cannot be measured once.
"""

from __future__ import annotations

import statistics
import time
from collections import deque
from collections.abc import Iterator
from contextlib import contextmanager

import torch

TRIAL_STEPS = 3
REMEMBERED = 7
FIRST_INTERVAL = 3.0  # seconds until the other count is tried
LONGEST_INTERVAL = 60.0
SLOWER = 1.5  # a pace this many times slower than it was calls for a trial at once
BETTER = 0.92


class ThreadGovernor:
    """Stays with the faster of `most` threads and one, and tries the other now and then.

    With `fixed` it stays with `most`. Times are seconds on any steady clock.
    """

    def __init__(self, most: int, fixed: bool, now: float) -> None:
        self.threads = most
        self._counts = (most, most if fixed else 1)
        self._home = most
        self._recent: deque[float] = deque(maxlen=REMEMBERED)
        self._trial: list[float] = []
        self._pace: float | None = None
        self._interval = FIRST_INTERVAL
        self._next_trial = now + FIRST_INTERVAL

    def note(self, seconds: float, now: float) -> None:
        """Takes in how long the last step took, and decides what the next one uses."""
        if self._counts[0] == self._counts[1]:
            return
        if self.threads != self._home:
            self._trial.append(seconds)
            if len(self._trial) == TRIAL_STEPS:
                self._decide(now)
            return
        self._recent.append(seconds)
        if now >= self._next_trial or self._has_slowed():
            self.threads = self._other()
            self._trial = []

    def _has_slowed(self) -> bool:
        full = len(self._recent) == REMEMBERED
        return full and self._pace is not None and statistics.median(self._recent) > SLOWER * self._pace

    def _decide(self, now: float) -> None:
        # The best of a few steps: a trial begins with threads that have yet to wake.
        tried, stayed = min(self._trial), statistics.median(self._recent)
        if tried < BETTER * stayed:
            self._home, self._pace, self._interval = self.threads, tried, FIRST_INTERVAL
            self._recent.clear()
        else:
            self._pace, self._interval = stayed, min(self._interval * 2, LONGEST_INTERVAL)
        self.threads = self._home
        self._next_trial = now + self._interval

    def _other(self) -> int:
        return self._counts[self._home == self._counts[0]]

    @contextmanager
    def step(self, work: float = 1.0) -> Iterator[None]:
        """Runs a step on the current number of threads and times it.

        `work` is how much the step does (tokens, say) where steps differ, so that they compare.
        """
        if torch.get_num_threads() != self.threads:
            torch.set_num_threads(self.threads)
        began = time.perf_counter()
        yield
        now = time.perf_counter()
        self.note((now - began) / work, now)
