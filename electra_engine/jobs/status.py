"""Where a run really is: its own records, judged by whether its worker still lives.

The records say what the worker did last; only the lock says whether it is still there to do more.
"""

from __future__ import annotations

import sqlite3
import time
from dataclasses import dataclass

from electra_engine.errors import UserError
from electra_engine.jobs import lock
from electra_engine.jobs.runs import (
    RunRequest,
    find_run,
    has_checkpoint,
    read_request,
    recorded_runs,
    requested_runs,
)
from electra_engine.sentences import SILENCE, Sentence
from electra_engine.watching.records import ENDED, RunState
from electra_engine.watching.store import RecordReader
from electra_engine.workspace import RunFolder, Workspace

STARTING_SECONDS = 20.0  # how long a launched process may take until it takes its lock

LOST = Sentence(
    "The process that trained this run is gone without a word: the machine ran out of memory and ended it, "
    "or was switched off. Resume it; if it happens again, choose fewer rows in a batch or smaller networks."
)


@dataclass(frozen=True)
class RunStatus:
    """A run as it is now.

    `state` is the truth: a phase of the records, or "starting" (launched, not at work yet) or "lost"
    (its process died). `phase` is what the records said last. Of the rest see `RunState`.
    `cannot_resume` is one sentence that says why a run cannot be resumed, empty when it can.
    `recorded` says that it came with the program and can only be looked at and asked.
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
    can_resume: bool
    cannot_resume: Sentence
    created: float
    request: RunRequest
    recorded: bool = False


def status_of(workspace: Workspace, name: str) -> RunStatus:
    """A run's state now; raises `UserError` when there is no such run or it cannot be read."""
    run = find_run(workspace, name)
    return describe(run, read_request(run), came_along=not workspace.is_own(run))


def list_runs(workspace: Workspace) -> list[RunStatus]:
    """Every readable run, newest first; while nothing was trained here yet, the recorded runs as well."""
    found = [describe(run, request) for run, request in requested_runs(workspace)]
    own = sorted(found, key=lambda status: (status.created, status.name), reverse=True)
    if any(status.kind == "pretrain" for status in own):
        return own
    return [*own, *list_recorded_runs(workspace)]


def list_recorded_runs(workspace: Workspace) -> list[RunStatus]:
    """The runs that came with the program, to be looked at and asked."""
    return [describe(run, request, came_along=True) for run, request in recorded_runs(workspace)]


def describe(run: RunFolder, request: RunRequest, came_along: bool = False) -> RunStatus:
    """The state of a run whose request is at hand; `came_along` when the program brought it."""
    alive = lock.is_held(run.lock)  # before the records: a worker writes its last word, then lets go
    holder = lock.holder(run.lock)
    recorded = _recorded(run)
    state = _working_state(run, recorded, holder) if alive else _resting_state(run, request, recorded, holder)
    last = recorded or RunState(phase="")
    cannot_resume = _why_not_resume(run, request, state, last)
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
        tokens_per_second=last.tokens_per_second,
        message=_message(state, last),
        pid=holder.pid if holder and alive else 0,
        alive=alive,
        can_resume=not cannot_resume,
        cannot_resume=cannot_resume,
        created=request.created,
        request=request,
        recorded=came_along,
    )


def _recorded(run: RunFolder) -> RunState | None:
    try:
        return RecordReader(run.records).state()
    except sqlite3.Error:  # a damaged records file must not hide the run, nor the others in a list
        return None


def _working_state(run: RunFolder, recorded: RunState | None, holder: lock.Holder | None) -> str:
    # What a former worker of a resumed run recorded says nothing of the new one.
    if recorded is None or (holder and recorded.updated < holder.started):
        return "starting"
    if recorded.phase not in ENDED and (run.requests / "stop").exists():
        return "stopping"
    return recorded.phase


def _resting_state(
    run: RunFolder, request: RunRequest, recorded: RunState | None, holder: lock.Holder | None
) -> str:
    # Unless the launched worker has taken its lock, an end recorded before is a former worker's.
    launched = 0.0 if holder else _launched(run, request)
    if recorded and recorded.phase in ENDED and recorded.updated >= launched:
        return recorded.phase
    return "starting" if time.time() - launched < STARTING_SECONDS else "lost"


def _launched(run: RunFolder, request: RunRequest) -> float:
    """When a worker was last started: launching empties the lock file, taking the lock fills it."""
    try:
        return max(run.lock.stat().st_mtime, request.created)
    except FileNotFoundError:
        return request.created


def _message(state: str, last: RunState) -> Sentence:
    if state == "lost":
        return LOST
    if state == "starting":
        return Sentence("The worker is starting.")
    if state == "stopping" and last.phase != "stopping":
        return Sentence("A stop was asked for: the step in hand is finished and saved.")
    return last.message


def _why_not_resume(run: RunFolder, request: RunRequest, state: str, last: RunState) -> Sentence:
    if state == "finished":
        return Sentence("It has finished.")
    if state not in ("stopped", "failed", "lost"):
        return Sentence("It is still at work.")
    if last.step == 0 and state != "failed":
        return SILENCE  # nothing was trained yet, so it simply begins again
    if request.kind == "finetune":
        return Sentence("Fine-tuning keeps no half-way checkpoints: start it again under another name.")
    if not has_checkpoint(run):
        return Sentence("No checkpoint was saved yet: start it again under another name.")
    return SILENCE


def check_resumable(status: RunStatus) -> None:
    """Raises `UserError` with the reason when a run cannot be resumed."""
    if not status.can_resume:
        raise UserError(
            "The run {run} cannot be resumed. {reason}", "run", run=status.name, reason=status.cannot_resume
        )
