"""The room that is left once every run that waits or works has taken what it may."""

from __future__ import annotations

from dataclasses import replace

from electra_engine.jobs import catalogue, lock
from electra_engine.jobs.runs import requested_runs
from electra_engine.limits import Room, room_free
from electra_engine.quota import space_taken
from electra_engine.workspace import Workspace


def room_left(workspace: Workspace) -> Room:
    """Memory that is free now, for runs take turns; of the disk only what nobody was promised."""
    free = room_free(workspace)
    return free if free.disk is None else replace(free, disk=max(free.disk - _promised(workspace), 0))


def _promised(workspace: Workspace) -> int:
    """Bytes that runs with a living worker, or with one on its way, may still come to take."""
    return sum(
        max(request.disk - space_taken(run.path), 0)
        for run, request in requested_runs(workspace)
        if lock.is_held(run.lock) or catalogue.read(run).just_launched
    )
