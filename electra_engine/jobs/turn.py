"""One run computes at a time; the others of a workspace wait in the order they were created."""

from __future__ import annotations

import dataclasses
import time

from electra_engine.jobs import lock
from electra_engine.jobs.control import Control
from electra_engine.jobs.runs import RunRequest
from electra_engine.jobs.status import list_runs
from electra_engine.sentences import Sentence
from electra_engine.watching.records import RunState
from electra_engine.watching.store import RecordWriter
from electra_engine.workspace import Workspace

POLL_SECONDS = 0.5


def wait_for_turn(
    workspace: Workspace, request: RunRequest, waiting: RunState, records: RecordWriter, control: Control
) -> lock.HeldLock | None:
    """The device lock once it is this run's turn, or None when a stop was asked for first.

    `waiting` is the state to show meanwhile; its message says whom the run waits for.
    """
    said = None
    while not control.should_stop():
        ahead = _ahead_of(workspace, request)
        held = None if ahead else lock.take(workspace.device_lock, request.name)
        if held:
            return held
        if ahead != said:
            said = ahead
            message = Sentence("Waits for its turn.")
            if ahead:
                message = Sentence("Waits until the run {run} is done.", run=ahead)
            records.set_state(dataclasses.replace(waiting, message=message))
        time.sleep(POLL_SECONDS)
    return None


def _ahead_of(workspace: Workspace, request: RunRequest) -> str:
    """The run that goes first: the one at work, else the oldest that waits; empty when there is none."""
    if lock.is_held(workspace.device_lock) and (holder := lock.holder(workspace.device_lock)):
        return holder.label
    mine = (request.created, request.name)
    older = [
        (status.created, status.name)
        for status in list_runs(workspace)
        if status.alive and status.state in ("starting", "queued") and (status.created, status.name) < mine
    ]
    return min(older)[1] if older else ""
