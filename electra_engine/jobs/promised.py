"""The room that is left once every run that waits or works has taken what it may; whether one more fits."""

from __future__ import annotations

from dataclasses import replace

from electra_engine.errors import UserError
from electra_engine.jobs import catalogue, lock
from electra_engine.jobs.runs import RunRequest, requested_runs
from electra_engine.limits import Room, in_units, room_free
from electra_engine.quota import check_space_left, space_taken
from electra_engine.workspace import RunFolder, Workspace


def room_left(workspace: Workspace) -> Room:
    """Memory that is free now, for runs take turns; of the disk only what nobody was promised."""
    free = room_free(workspace)
    return free if free.disk is None else replace(free, disk=max(free.disk - _promised(workspace), 0))


def check_room_to_go_on(workspace: Workspace, run: RunFolder, request: RunRequest) -> None:
    """Raises `UserError` where a run that is resumed may still come to take more than is left."""
    free = room_left(workspace)
    # What works now gives its memory back before this run's turn comes.
    if not _another_works(workspace, run) and not free.holds(Room(request.memory or None, None)):
        raise UserError(
            "The run {run} needs about {need} of memory and {free} are free: close other programs, then "
            "resume it.",
            "run",
            run=run.name,
            need=in_units(request.memory),
            free=in_units(free.memory or 0),
        )
    if not request.disk:  # nobody knows what it will take
        check_space_left(workspace)
    still = max(request.disk - space_taken(run.path), 0)
    if not free.holds(Room(None, still)):
        raise UserError(
            "The run {run} may still write about {need} and {free} are free: remove old runs or allow more "
            "with --quota, then resume it.",
            "run",
            run=run.name,
            need=in_units(still),
            free=in_units(free.disk or 0),
        )


def _another_works(workspace: Workspace, run: RunFolder) -> bool:
    return any(lock.is_held(other.lock) for other, _ in requested_runs(workspace) if other.path != run.path)


def _promised(workspace: Workspace) -> int:
    """Bytes that runs with a living worker, or with one on its way, may still come to take."""
    return sum(
        max(request.disk - space_taken(run.path), 0)
        for run, request in requested_runs(workspace)
        if lock.is_held(run.lock) or catalogue.read(run).just_launched
    )
