"""An hour of a run's records, written as fast as somebody reads them: two points a second of training."""

from __future__ import annotations

import dataclasses

from electra_engine import (
    OUTCOMES,
    JudgedExamples,
    ProbeSnapshot,
    RunRequest,
    RunSettings,
    RunState,
    Sentence,
    Workspace,
    create_run,
    to_flat,
)
from electra_engine.jobs import catalogue, lock
from electra_engine.jobs.pulse import Pulse
from electra_engine.watching.store import RecordWriter
from tests.browser.time_machine_demo import learned
from tests.browser.widget_demo import evaluations, metrics
from tests.studio.made_runs import counted, example

RECORDS = 7_200
JUDGED_EVERY, WATCHED_EVERY = 20, 120  # records: every 10 seconds, with each checkpoint
SENTENCES = 12


class MadeHour:
    """A run that looks alive: this process holds its lock and beats its pulse."""

    def __init__(self, workspace: Workspace, name: str) -> None:
        run = create_run(workspace, RunRequest(name, "pretrain", to_flat(RunSettings())))
        catalogue.compare_and_set(run, ("waiting",), "running")
        self._lock = lock.take_within(run.lock, 10.0, "worker")
        self._pulse = Pulse(run)
        self._pulse.start()
        self._writer = RecordWriter(run.records)
        self._points, self._judged = metrics(RECORDS), evaluations(RECORDS)
        self.written = 0

    def write(self, count: int) -> int:
        """The next `count` records with all that falls into their time; the step of the last one."""
        places = range(self.written, min(self.written + count, RECORDS))
        for place in places:
            if place % WATCHED_EVERY == 0:
                self._writer.write(_watched(self._points[place].step))
            if place % JUDGED_EVERY == 0:
                judged = counted(self._judged[place // JUDGED_EVERY], 0.0)
                shown = [example(outcome) for outcome in OUTCOMES for _ in range(3)]
                self._writer.write(judged)
                self._writer.write(JudgedExamples(judged.step, shown))
        self._writer.write_all([self._points[place] for place in places])
        self.written = places.stop
        return self._say_where()

    def end(self) -> None:
        self._writer.close()
        self._pulse.end()
        if self._lock:
            self._lock.release()

    def _say_where(self) -> int:
        last, whole = self._points[self.written - 1], self._points[-1]
        state = RunState(
            "training",
            last.step,
            whole.step,
            last.tokens,
            last.seconds,
            seconds_left=whole.seconds - last.seconds,
            progress=self.written / RECORDS,
            tokens_per_second=last.tokens_per_second,
            message=Sentence("The pair is learning."),
            started=1.0,
        )
        self._writer.set_state(state)
        return last.step


def _watched(step: int) -> ProbeSnapshot:
    """As many sentences as a run watches, the made ones again and again."""
    made = learned(step)
    sentences = [
        dataclasses.replace(made.sentences[index % len(made.sentences)], index=index)
        for index in range(SENTENCES)
    ]
    return dataclasses.replace(made, sentences=sentences)
