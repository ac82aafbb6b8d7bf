"""How many threads a step uses, chosen again and again while the run goes.

Two threads are faster on an idle machine. As soon as another program wants a core, they spend their
time waiting for each other, and a step can take ten times as long as on one thread (measured on two
cores beside a browser). What is best therefore changes under a run and cannot be measured once.
"""

from __future__ import annotations

import statistics
import time
from collections import deque
from collections.abc import Iterator, Sequence
from contextlib import contextmanager

import torch

TRIAL_STEPS = 3
REMEMBERED = 1_000  # steps
LATELY = 1.5  # seconds whose steps say how fast a count is: an open page works in bursts, about one a second
FEWEST = 5  # steps that do so where steps are long: no two are quite alike
FIRST_INTERVAL = 3.0  # seconds until the other count is tried again
LONGEST_INTERVAL = 60.0
BETTER = 0.95  # the other count must save this much to be taken
HOPELESS = 4.0  # a step of a trial this much slower ends the trial, and the next waits four times longer
STALLED = 1.1  # a mean this much slower than one thread's sends the run back to one thread
# Seconds over which it must be so: a page that somebody turns to is drawn anew in one or two. Soon after, the
# other count is tried again.
STALLED_FOR = 4.0
AFTER_STALL = 1.5


class ThreadGovernor:
    """Stays with the faster of `most` threads and one, and tries the other now and then.

    With `fixed` it stays with `most`. Times are seconds on any steady clock.
    """

    def __init__(self, most: int, fixed: bool, now: float) -> None:
        # One thread is never very slow; whether more are faster here and now is tried after a few steps.
        self.threads = self._home = most if fixed else 1
        self._alone = fixed or most == 1
        self._most = most
        self._recent = {most: deque[float](maxlen=REMEMBERED), 1: deque[float](maxlen=REMEMBERED)}
        self._interval = FIRST_INTERVAL
        self._next_trial = now  # the other count's pace is wanted at once
        self._trial_left = 0

    def note(self, seconds: float, now: float) -> None:
        """Takes in how long the last step took, and decides what the next one uses."""
        if self._alone:
            return
        self._recent[self.threads].append(seconds)
        if self._trial_left:
            self._trial_left -= 1
            if seconds > HOPELESS * self._pace(self._home):
                self._settle(self._home, now, min(self._interval * 4, LONGEST_INTERVAL))
            elif not self._trial_left:
                self._decide(now)
        elif len(self._recent[self._home]) >= TRIAL_STEPS and now >= self._next_trial:
            self._try_other()
        elif self._home != 1 and self._is_stalled():
            self._settle(1, now, AFTER_STALL)

    def _is_stalled(self) -> bool:
        """Whether the last steps, or the last two by far, were slower than they would be on one thread."""
        recent, alone = list(self._recent[self._home]), self._pace(1)
        if len(recent) >= 2 and min(recent[-2:]) > HOPELESS * alone:
            return True
        last = _lately(recent, STALLED_FOR)
        return len(last) >= FEWEST and sum(last) >= STALLED_FOR and statistics.mean(last) > STALLED * alone

    def _try_other(self) -> None:
        self.threads = self._other()
        self._recent[self.threads].clear()
        self._trial_left = TRIAL_STEPS

    def _decide(self, now: float) -> None:
        _, *tried = self._recent[self._other()]  # without the first: threads have yet to wake
        better = statistics.mean(tried) < BETTER * self._pace(self._home)
        if better:
            self._settle(self._other(), now, FIRST_INTERVAL)
        else:
            self._settle(self._home, now, min(self._interval * 2, LONGEST_INTERVAL))

    def _settle(self, count: int, now: float, interval: float) -> None:
        self.threads = self._home = count
        self._trial_left = 0
        self._interval = interval
        self._next_trial = now + interval

    def _pace(self, count: int) -> float:
        return statistics.mean(_lately(self._recent[count]))

    def _other(self) -> int:
        return 1 if self._home == self._most else self._most

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


def _lately(durations: Sequence[float], seconds: float = LATELY) -> list[float]:
    """The last of these, at least `FEWEST`, that together took at least so many seconds, or all."""
    last: list[float] = []
    together = 0.0
    for duration in reversed(durations):
        last.append(duration)
        together += duration
        if together >= seconds and len(last) >= FEWEST:
            break
    return last
