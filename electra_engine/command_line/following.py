"""Progress on standard error: a run's, from its records, until it ends, and that of a file being answered."""

from __future__ import annotations

import contextlib
import sys
import time
from collections.abc import Callable, Iterator

from tqdm import tqdm

from electra_engine.command_line.answers import duration, figure
from electra_engine.errors import UserError
from electra_engine.jobs.launch import stop_run
from electra_engine.jobs.status import RunStatus, status_of
from electra_engine.watching.records import ENDED, Evaluation, StepMetrics
from electra_engine.watching.store import RecordReader
from electra_engine.workspace import Workspace

LOOK_SECONDS = 0.25
LINE_SECONDS = 10.0  # between lines where standard error is a file and a moving bar would fill it


def follow(workspace: Workspace, name: str) -> RunStatus:
    """Shows a run's progress until its worker has ended.

    The first Ctrl-C asks the run to stop and waits until it is saved; a second one raises
    `KeyboardInterrupt` and leaves the run to stop by itself.
    """
    asked_to_stop = False
    with Progress(workspace, name) as progress:
        while True:
            try:
                return _until_ended(workspace, name, progress)
            except KeyboardInterrupt:
                if asked_to_stop:
                    raise
                asked_to_stop = True
                progress.say(
                    "Asked to stop: the step in hand is finished and saved. Ctrl-C again does not wait."
                )
                _ask_to_stop(workspace, name)


@contextlib.contextmanager
def counted_rows() -> Iterator[Callable[[int, int], None]]:
    """A moving line of rows done on a terminal; what it gives hears of (rows done, all rows)."""
    with tqdm(unit=" rows", file=sys.stderr, disable=not sys.stderr.isatty(), leave=False) as bar:

        def tell(done: int, rows: int) -> None:
            bar.total = rows
            bar.update(done - bar.n)

        yield tell


def _until_ended(workspace: Workspace, name: str, progress: Progress) -> RunStatus:
    while True:
        status = status_of(workspace, name)
        progress.show(status)
        if not status.alive and status.state in (*ENDED, "lost", "damaged"):
            return status
        time.sleep(LOOK_SECONDS)


def _ask_to_stop(workspace: Workspace, name: str) -> None:
    try:
        stop_run(workspace, name)
    except UserError:  # it has ended in the meantime
        return


class Progress:
    """One moving line where standard error is a terminal, a line now and then where it is not."""

    def __init__(self, workspace: Workspace, name: str) -> None:
        self._reader = RecordReader(workspace.run(name).records)
        self._moving = sys.stderr.isatty()
        self._bar = tqdm(
            total=1.0,
            file=sys.stderr,
            disable=not self._moving,
            dynamic_ncols=True,
            leave=False,
            bar_format="{desc} |{bar:16}| {percentage:3.0f}%{postfix}",
        )
        self._metrics: StepMetrics | None = None
        self._evaluation: Evaluation | None = None
        self._last_event = self._newest_event()
        self._last_line = ("", 0.0)

    def __enter__(self) -> Progress:
        return self

    def __exit__(self, *_: object) -> None:
        self._bar.close()

    def say(self, sentence: str) -> None:
        """A line above the moving one."""
        tqdm.write(sentence, file=sys.stderr)

    def show(self, status: RunStatus) -> None:
        """Brings the line up to date and says what happened since the last look."""
        for event in self._reader.events(self._last_event):
            self._last_event = event.id
            # How it ended is told by the answer that follows.
            if event.name not in ENDED and event.kind != "error":
                self.say(f"{event.sentence} {event.advice}".strip())
        self._read(status)
        if self._moving:
            self._bar.set_description_str(status.state, refresh=False)
            self._bar.set_postfix_str(self._figures(status), refresh=False)
            self._bar.n = min(max(status.progress, 0.0), 1.0)
            self._bar.refresh()
        else:
            self._line(status)

    def _line(self, status: RunStatus) -> None:
        state, when = self._last_line
        if status.state != state or time.monotonic() - when >= LINE_SECONDS:
            self._last_line = (status.state, time.monotonic())
            figures = self._figures(status)
            self.say(f"{status.state}" + (f" {status.progress:.0%}, {figures}" if figures else ""))

    def _read(self, status: RunStatus) -> None:
        since = self._metrics.step if self._metrics else -1
        if status.step > since and (metrics := self._reader.step_metrics(since)):
            self._metrics = metrics[-1]
        since = self._evaluation.step if self._evaluation else -1
        if evaluations := self._reader.evaluations(since):
            self._evaluation = evaluations[-1]

    def _figures(self, status: RunStatus) -> str:
        """Step, speed, losses, the frozen-fakes AUC and the time left, as far as they are known."""
        if status.step == 0:
            return status.message if status.state == "queued" else ""
        parts = [f"step {status.step:,}", f"{status.tokens_per_second:,.0f} tokens/s"]
        if self._metrics:
            losses = (self._metrics.generator_loss, self._metrics.discriminator_loss)
            parts.append("loss " + " + ".join(figure(loss) for loss in losses if loss is not None))
        if self._evaluation:
            parts.append(f"AUC {figure(self._evaluation.detection_auc_frozen)}")
        if status.seconds_left is not None:
            parts.append(f"{duration(status.seconds_left)} left")
        return ", ".join(parts)

    def _newest_event(self) -> int:
        events = self._reader.events()
        return events[-1].id if events else 0
