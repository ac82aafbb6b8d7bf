"""Where a run really is: its entry in the catalogue and its records, judged by whether its worker lives.

The catalogue says what is to become of the run, the records what the worker did last; only the lock says
whether it is still there to do more, and its pulse whether it does.
"""

from __future__ import annotations

import time
from dataclasses import dataclass

from electra_engine.errors import UserError
from electra_engine.jobs import catalogue, lock
from electra_engine.jobs.endings import MENDABLE, TOLD_BY_NAME, UNSAID
from electra_engine.jobs.pulse import Signs, signs_of
from electra_engine.jobs.queue import Queues, device_of
from electra_engine.jobs.runs import (
    RunRequest,
    find_run,
    has_checkpoint,
    read_request,
    recorded_runs,
    requested_runs,
)
from electra_engine.jobs.what_is_read import files_gone
from electra_engine.sentences import SILENCE, Sentence
from electra_engine.unchanged import Unchanged
from electra_engine.watching.records import ENDED, RunState
from electra_engine.watching.store import RecordReader
from electra_engine.watching.unreadable import UnreadableRecordsError
from electra_engine.workspace import RunFolder, Workspace

_at_rest = Unchanged[RunState | None]()

LOST = Sentence(
    "The process that trained this run is gone without a word: the machine ran out of memory and ended it, "
    "or was switched off. Resume it; if it happens again, choose fewer rows in a batch or smaller networks."
)
LOST_WAITING = Sentence(
    "The process that waited for this run's turn is gone: the machine ran out of memory and ended it, or was "
    "switched off. Resume it, and it waits again."
)
ENDED_BY_FORCE = Sentence(
    "Its process was ended at once, as you asked: what the last checkpoint holds is kept."
)


@dataclass(frozen=True)
class RunStatus:
    """A run as it is now.

    `state` is the truth: a phase of the records, or "starting" (launched, not at work yet), "lost" (its
    process died), "stalled" (its process gives no sign of life) or "damaged" (nobody is at it, and its
    records cannot be read). `phase` is what the records said last. Of the rest see `RunState`. `at_work` says
    that a worker is at it or on its way, `next_sign` in how many seconds it is expected to move on (below 0:
    overdue; None where nothing is expected). `since` is for how many seconds the catalogue's entry has been
    as it is. `turn` is the run's place in its queue of `turns` runs, from 1; 0 when it does not wait.
    `cannot_resume` is one sentence that says why a run cannot be resumed, empty when it can. `recorded` says
    that it came with the program and can only be looked at and asked.
    """

    name: str
    kind: str
    state: str
    phase: str
    step: int
    steps: int
    tokens: int
    seconds: float
    seconds_left: float | None
    progress: float
    tokens_per_second: float
    message: Sentence
    pid: int
    alive: bool
    at_work: bool
    next_sign: float | None
    turn: int
    turns: int
    since: float
    can_pause: bool
    can_resume: bool
    cannot_resume: Sentence
    created: float
    request: RunRequest
    recorded: bool = False


def status_of(workspace: Workspace, name: str) -> RunStatus:
    """A run's state now; raises `UserError` when there is no such run or it cannot be read."""
    run = find_run(workspace, name)
    return describe(workspace, run, read_request(run), Queues(workspace))


def list_runs(workspace: Workspace) -> list[RunStatus]:
    """Every readable run, newest first; while nothing was trained here yet, the recorded runs as well."""
    queues = Queues(workspace)  # looked up once for all that wait
    found = [describe(workspace, run, request, queues) for run, request in requested_runs(workspace)]
    own = sorted(found, key=lambda status: (status.created, status.name), reverse=True)
    if any(status.kind == "pretrain" for status in own):
        return own
    return [*own, *list_recorded_runs(workspace)]


def list_recorded_runs(workspace: Workspace) -> list[RunStatus]:
    """The runs that came with the program, to be looked at and asked."""
    queues = Queues(workspace)
    return [describe(workspace, run, request, queues) for run, request in recorded_runs(workspace)]


def describe(workspace: Workspace, run: RunFolder, request: RunRequest, queues: Queues) -> RunStatus:
    """The state of a run whose request is at hand."""
    alive = lock.is_held(run.lock)  # before the rest: a worker writes its last word, then lets go
    holder, signs = (lock.holder(run.lock), signs_of(run)) if alive else (None, None)
    entry = catalogue.read(run)
    recorded, unreadable = _recorded(run, alive)
    state = _working_state(entry, recorded, signs) if alive else _resting_state(entry, unreadable)
    last = recorded or RunState(phase="")
    queue = queues[device_of(request)] if state == "queued" else []
    message = unreadable or _message(state, entry, last, signs)
    cannot_resume = unreadable if state == "damaged" else _why_not_resume(run, request, state, message)
    return RunStatus(
        name=run.name,
        kind=request.kind,
        state=state,
        phase=last.phase,
        step=last.step,
        steps=last.steps,
        tokens=last.tokens,
        seconds=last.seconds,
        seconds_left=last.seconds_left if alive else None,
        progress=last.progress,
        tokens_per_second=last.tokens_per_second if alive else last.tokens / max(last.seconds, 1e-9),
        message=message,
        pid=holder.pid if holder else 0,
        alive=alive,
        at_work=alive or state == "starting",
        next_sign=signs.next_expected if signs else None,
        turn=queue.index(run.name) + 1 if run.name in queue else 0,
        turns=len(queue),
        since=max(time.monotonic() - entry.changed, 0.0),
        can_pause=state not in ("pausing", "stopping", *ENDED),
        can_resume=not cannot_resume,
        cannot_resume=cannot_resume,
        created=request.created,
        request=request,
        recorded=not workspace.is_own(run),
    )


def _recorded(run: RunFolder, alive: bool) -> tuple[RunState | None, Sentence]:
    """What the records say, and what there is to say where they cannot be read.

    Those of a run at work are read anew each time: there are systems that note a file's change late.
    """
    read, files = RecordReader(run.records).state, (run.records, f"{run.records}-wal")
    try:
        return read() if alive else _at_rest.get(run.path, files, read), SILENCE
    except UnreadableRecordsError as error:  # one must not hide the run, nor the others in a list
        return None, error.sentence


def _working_state(entry: catalogue.Entry, recorded: RunState | None, signs: Signs | None) -> str:
    if signs is not None and signs.stalled:
        return "stalled"
    if entry.state != "running":
        return "queued" if entry.state == "waiting" else _shown(entry)
    # A worker whose turn has come says first what it does; until then its imports are under way.
    return "starting" if recorded is None or recorded.phase == "queued" else recorded.phase


def _resting_state(entry: catalogue.Entry, unreadable: Sentence) -> str:
    if entry.just_launched:
        return "starting"
    if unreadable:
        return "damaged"
    return _shown(entry) if entry.state in catalogue.SETTLED else "lost"


def _shown(entry: catalogue.Entry) -> str:
    return "stopped" if entry.state == "ended" else entry.state


def _message(state: str, entry: catalogue.Entry, last: RunState, signs: Signs | None) -> Sentence:
    if entry.why and state in ("failed", "lost"):
        return TOLD_BY_NAME.get(entry.why, UNSAID)
    if state == "lost":
        return LOST_WAITING if entry.state == "waiting" else LOST
    if state == "starting":
        return Sentence("The worker is starting.")
    if entry.state == "ended":
        return ENDED_BY_FORCE
    if state == "stalled" and signs is not None:
        return Sentence(
            "Its process has given no sign of life for {seconds:,.0f} seconds: it is suspended, or the "
            "machine hangs. It goes on by itself when it is woken; or end it at once and resume from its "
            "checkpoint.",
            seconds=signs.beat,
        )
    if state == "stopping" and last.phase != "stopping":
        return Sentence("A stop was asked for: the step in hand is finished and saved.")
    if state == "pausing" and last.phase != "pausing":
        return Sentence("A pause was asked for: the step in hand is finished and saved.")
    if state in ("stopped", "paused") and last.phase not in ENDED:
        return LOST if last.step else Sentence("It left the queue before its turn came.")
    if state == "training" and signs is not None and signs.slow:
        return Sentence(
            "The step in hand takes longer than usual ({seconds:,.0f} seconds by now): the process is alive, "
            "so the machine is busy or short of memory.",
            seconds=signs.moved,
        )
    return last.message


def _why_not_resume(run: RunFolder, request: RunRequest, state: str, message: Sentence) -> Sentence:
    """Why a run cannot go on. One without a checkpoint does all of it again, and comes to the same."""
    if state == "finished":
        return Sentence("It has finished.")
    if state not in ("paused", "stopped", "failed", "lost"):
        return Sentence("It is still at work.")
    if gone := files_gone(run, request):
        return Sentence(
            "Its file {file} is no longer there: put it back, or start again under another name.",
            file=gone[0],
        )
    if state != "failed" or message in MENDABLE or has_checkpoint(run):
        return SILENCE
    return Sentence("No checkpoint was saved yet: start it again under another name.")


def check_resumable(status: RunStatus) -> None:
    """Raises `UserError` with the reason when a run cannot be resumed."""
    if not status.can_resume:
        raise UserError(
            "The run {run} cannot be resumed. {reason}", "run", run=status.name, reason=status.cannot_resume
        )
