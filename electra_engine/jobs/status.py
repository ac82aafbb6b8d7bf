"""Where a run really is: its own records, judged by whether its worker still lives.

The records say what the worker did last; only the lock says whether it is still there to do more.
"""

from __future__ import annotations

import sqlite3
import time
from dataclasses import dataclass

from electra_engine.errors import UserError
from electra_engine.jobs import lock
from electra_engine.jobs.runs import RunRequest, find_run, has_checkpoint, read_request, requested_runs
from electra_engine.watching.records import ENDED, RunState
from electra_engine.watching.store import RecordReader
from electra_engine.workspace import RunFolder, Workspace

STARTING_SECONDS = 20.0  # how long a launched process may take until it takes its lock

LOST = (
    "The process that trained this run is gone without a word: the machine may have run out of memory "
    "or been switched off."
)


@dataclass(frozen=True)
class RunStatus:
    """A run as it is now.

    `state` is the truth: a phase of the records, or "starting" (launched, not at work yet) or "lost"
    (its process died). `phase` is what the records said last. Of the rest see `RunState`.
    `cannot_resume` is one sentence that says why a run cannot be resumed, empty when it can.
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
    message: str
    pid: int
    alive: bool
    can_resume: bool
    cannot_resume: str
    created: float
    request: RunRequest


def status_of(workspace: Workspace, name: str) -> RunStatus:
    """A run's state now; raises `UserError` when there is no such run or it cannot be read."""
    run = find_run(workspace, name)
    return describe(run, read_request(run))


def list_runs(workspace: Workspace) -> list[RunStatus]:
    """Every readable run, newest first."""
    found = [describe(run, request) for run, request in requested_runs(workspace)]
    return sorted(found, key=lambda status: (status.created, status.name), reverse=True)


def describe(run: RunFolder, request: RunRequest) -> RunStatus:
    """The state of a run whose request is at hand."""
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


def _message(state: str, last: RunState) -> str:
    if state == "lost":
        return LOST
    if state == "starting":
        return "The worker is starting."
    if state == "stopping" and last.phase != "stopping":
        return "A stop was asked for: the step in hand is finished and saved."
    return last.message


def _why_not_resume(run: RunFolder, request: RunRequest, state: str, last: RunState) -> str:
    if state == "finished":
        return "It has finished."
    if state not in ("stopped", "failed", "lost"):
        return "It is still at work."
    if last.step == 0 and state != "failed":
        return ""  # nothing was trained yet, so it simply begins again
    if request.kind == "finetune":
        return "Fine-tuning keeps no half-way checkpoints: start it again under another name."
    if not has_checkpoint(run):
        return "No checkpoint was saved yet: start it again under another name."
    return ""


def check_resumable(status: RunStatus) -> None:
    """Raises `UserError` with the reason when a run cannot be resumed."""
    if not status.can_resume:
        raise UserError(f"The run {status.name} cannot be resumed. {status.cannot_resume}", "run")
