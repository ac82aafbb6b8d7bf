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
from electra_engine.limits import device_for
from electra_engine.sentences import Sentence
from electra_engine.watching.records import RunState
from electra_engine.watching.store import RecordWriter
from electra_engine.workspace import RunFolder, Workspace

POLL_SECONDS = 0.5
MOST_WAITING = 50  # runs; each has a process that waits
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
    """Which kind of device a run computes on: "cpu" or "cuda"."""
    return device_for(request.settings.get("machine.device", "auto"))


def queue_of(workspace: Workspace, device: str) -> list[str]:
    """The runs that wait for a device, the next one first.

    One whose worker is gone or suspended is not among them: it must not hold up the others.
    """
    waiting = []
    for run, request in _waiting(workspace):
        if device_of(request) == device:
            waiting.append((catalogue.read(run).place or request.created, request.created, run.name))
    return [name for _, _, name in sorted(waiting)]


class Queues(dict[str, list[str]]):
    """The queue of each device of a workspace, looked up once."""

    def __init__(self, workspace: Workspace) -> None:
        super().__init__()
        self._workspace = workspace

    def __missing__(self, device: str) -> list[str]:
        self[device] = queue_of(self._workspace, device)
        return self[device]


def check_not_crowded(workspace: Workspace) -> None:
    """Raises `UserError` when so many runs wait already that one more would do harm."""
    waiting = catalogue.runs_in(workspace, "waiting")
    if sum(lock.is_held(run.lock) or catalogue.read(run).just_launched for run in waiting) >= MOST_WAITING:
        raise UserError(
            "{count} runs wait for their turn already: wait until some are done, or take some out of the "
            "queue.",
            "run",
            count=MOST_WAITING,
        )


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
        others = [workspace.run(other) for other in queue if other != name]
        here = queue.index(name)
        at = {"first": 0, "earlier": max(here - 1, 0), "later": here + 1, "last": len(others)}[where]
        if _put(run, others, min(at, len(others))):
            return queue_of(workspace, device)
    raise UserError("The run {run} does not wait for its turn: nothing to move.", "run", run=name)


def _put(run: RunFolder, others: list[RunFolder], at: int) -> bool:
    """Gives a run a place between the one at `at` and the one before it; False where it left the queue."""
    if not others:
        return True
    places = [_place(other) for other in others]
    before = places[at - 1] if at else places[0] - 2
    after = places[at] if at < len(places) else places[-1] + 2
    between = (before + after) / 2
    if before < between < after:
        return _set_place(run, between)
    # Two that changed places again and again: no number is left between these, so that all are numbered anew.
    for number, other in enumerate([*others[:at], run, *others[at:]]):
        _set_place(other, places[0] + number)
    return catalogue.read(run).state == "waiting"


def _set_place(run: RunFolder, place: float) -> bool:
    return catalogue.compare_and_set(run, ("waiting",), "waiting", place=place)[0]


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
