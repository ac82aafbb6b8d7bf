"""Who computes next: one run a device, the others of a workspace wait in the order of their places."""

from __future__ import annotations

import contextlib
import dataclasses
import time
from collections.abc import Iterator

from electra_engine.errors import UserError
from electra_engine.jobs import catalogue, lock
from electra_engine.jobs.control import Control
from electra_engine.jobs.pulse import signs_of
from electra_engine.jobs.runs import RunRequest, find_run, read_request
from electra_engine.limits import GRAPHICS_CARD
from electra_engine.sentences import Sentence
from electra_engine.watching.records import RunState
from electra_engine.watching.store import RecordWriter
from electra_engine.workspace import RunFolder, Workspace

POLL_SECONDS = 0.5
MOVES = ("first", "earlier", "later", "last")


def wait_for_turn(
    workspace: Workspace, request: RunRequest, waiting: RunState, records: RecordWriter, control: Control
) -> lock.HeldLock | None:
    """The device's lock once it is this run's turn, or None when an end was asked for first.

    `waiting` is the state to show meanwhile; its message says whom the run waits for.
    """
    device, said = device_of(request), None
    while not control.should_stop():
        ahead = _ahead_of(workspace, request.name, device)
        held = None if ahead else lock.take(workspace.device_lock(device), request.name)
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


def device_of(request: RunRequest) -> str:
    """Which kind of device a run computes on, without asking torch: "cpu" or "cuda"."""
    chosen = request.settings.get("machine.device", "auto")
    return str(chosen) if chosen in ("cpu", "cuda") else "cuda" if GRAPHICS_CARD.exists() else "cpu"


def queue_of(workspace: Workspace, device: str) -> list[str]:
    """The runs that wait for a device, the next one first.

    One whose worker is gone or suspended is not among them: it must not hold up the others.
    """
    waiting = []
    for run, request in _waiting(workspace):
        if device_of(request) == device:
            waiting.append((catalogue.read(run).place or request.created, request.created, run.name))
    return [name for _, _, name in sorted(waiting)]


def move_run(workspace: Workspace, name: str, where: str) -> list[str]:
    """Moves a waiting run "first", "earlier", "later" or "last" in its queue; the queue as it is then.

    Raises `UserError` when the run does not wait.
    """
    if where not in MOVES:
        raise UserError("A waiting run moves first, earlier, later or last, not {where}.", where=where[:20])
    run = find_run(workspace, name)
    device = device_of(read_request(run))
    queue = queue_of(workspace, device)
    if name in queue:
        others = [other for other in queue if other != name]
        here = queue.index(name)
        at = {"first": 0, "earlier": max(here - 1, 0), "later": here + 1, "last": len(others)}[where]
        place = _between([_place(workspace.run(other)) for other in others], min(at, len(others)))
        if place is None or catalogue.compare_and_set(run, ("waiting",), "waiting", place=place)[0]:
            return queue_of(workspace, device)
    raise UserError("The run {run} does not wait for its turn: nothing to move.", "run", run=name)


def _between(places: list[float], at: int) -> float | None:
    """A place before the one at `at`, and after the one before it; None where there are no others."""
    if not places:
        return None
    if at == 0:
        return places[0] - 1
    if at == len(places):
        return places[-1] + 1
    return (places[at - 1] + places[at]) / 2


def _place(run: RunFolder) -> float:
    return catalogue.read(run).place or read_request(run).created


def _waiting(workspace: Workspace) -> Iterator[tuple[RunFolder, RunRequest]]:
    for run in catalogue.runs_in(workspace, "waiting"):
        signs = signs_of(run) if lock.is_held(run.lock) else None
        if signs is not None and not signs.stalled:
            with contextlib.suppress(UserError):  # a damaged run waits for nobody
                yield run, read_request(run)


def _ahead_of(workspace: Workspace, name: str, device: str) -> str:
    """The run that goes first: the one at work, else the first that waits; empty when there is none."""
    path = workspace.device_lock(device)
    if lock.is_held(path) and (holder := lock.holder(path)):
        return holder.label
    queue = queue_of(workspace, device)
    return queue[0] if queue and queue[0] != name and name in queue else ""
