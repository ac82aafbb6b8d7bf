"""How many threads a step uses, chosen again and again while the run goes.

Two threads are faster on an idle machine. As soon as another program wants a core, they spend their
time waiting for each other, and a step can take ten times as long as on one thread (measured on two
cores beside a browser). What is best therefore changes under a run and cannot be measured once.
"""

from __future__ import annotations

import time
from collections import deque
from collections.abc import Iterable, Iterator, Sequence
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

Step = tuple[float, float]  # seconds, and how much work they did


class ThreadGovernor:
    """Stays with the faster of `most` threads and one, and tries the other now and then.

    With `fixed` it stays with `most`. Times are seconds on any steady clock. A pace is seconds for a piece of
    work, a step unless more is said.
    """

    def __init__(self, most: int, fixed: bool, now: float) -> None:
        # One thread is never very slow; whether more are faster here and now is tried after a few steps.
        self.threads = self._home = most if fixed else 1
        self._alone = fixed or most == 1
        self._most = most
        self._recent = {most: deque[Step](maxlen=REMEMBERED), 1: deque[Step](maxlen=REMEMBERED)}
        self._interval = FIRST_INTERVAL
        self._next_trial = now  # the other count's pace is wanted at once
        self._trial_left = 0

    def note(self, seconds: float, now: float, work: float = 1.0) -> None:
        """Takes in how long the last step took for how much work, and decides what the next one uses."""
        if self._alone:
            return
        self._recent[self.threads].append((seconds, work))
        if self._trial_left:
            self._trial_left -= 1
            if seconds / work > HOPELESS * self._pace_on(self._home):
                self._settle(self._home, now, min(self._interval * 4, LONGEST_INTERVAL))
            elif not self._trial_left:
                self._decide(now)
        elif len(self._recent[self._home]) >= TRIAL_STEPS and now >= self._next_trial:
            self._try_other()
        elif self._home != 1 and self._is_hopeless():
            self._settle(1, now, FIRST_INTERVAL)
        elif self._home != 1 and self._is_stalled():
            self._settle(1, now, AFTER_STALL)

    def _is_hopeless(self) -> bool:
        """Whether the last two steps were slower by far than they would be on one thread."""
        last = list(self._recent[self._home])[-2:]
        return len(last) == 2 and min(seconds / work for seconds, work in last) > HOPELESS * self._pace_on(1)

    def _is_stalled(self) -> bool:
        """Whether the last steps were slower than they would be on one thread."""
        last = _lately(self._recent[self._home], STALLED_FOR)
        long_enough = len(last) >= FEWEST and sum(seconds for seconds, _ in last) >= STALLED_FOR
        return long_enough and _pace(last) > STALLED * self._pace_on(1)

    def _try_other(self) -> None:
        self.threads = self._other()
        self._recent[self.threads].clear()
        self._trial_left = TRIAL_STEPS

    def _decide(self, now: float) -> None:
        _, *tried = self._recent[self._other()]  # without the first: threads have yet to wake
        better = _pace(tried) < BETTER * self._pace_on(self._home)
        if better:
            self._settle(self._other(), now, FIRST_INTERVAL)
        else:
            self._settle(self._home, now, min(self._interval * 2, LONGEST_INTERVAL))

    def _settle(self, count: int, now: float, interval: float) -> None:
        self.threads = self._home = count
        self._trial_left = 0
        self._interval = interval
        self._next_trial = now + interval

    def _pace_on(self, count: int) -> float:
        return _pace(_lately(self._recent[count]))

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
        self.note(now - began, now, work)


def _pace(steps: Iterable[Step]) -> float:
    """Seconds for a piece of work."""
    seconds, work = zip(*steps, strict=True)
    return sum(seconds) / sum(work)


def _lately(steps: Sequence[Step], seconds: float = LATELY) -> list[Step]:
    """The last of these, at least `FEWEST`, that together took at least so many seconds, or all."""
    last: list[Step] = []
    together = 0.0
    for step in reversed(steps):
        last.append(step)
        together += step[0]
        if together >= seconds and len(last) >= FEWEST:
            break
    return last
