"""A workspace of its own for every test, and real worker processes that are gone when it ends."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from electra_engine.errors import UserError
from electra_engine.jobs.launch import kill_worker
from electra_engine.jobs.runs import RunRequest, create_run
from electra_engine.jobs.status import RunStatus, list_runs, status_of
from electra_engine.workspace import RunFolder, Workspace, find_workspace


@pytest.fixture
def workspace(tmp_path: Path) -> Iterator[Workspace]:
    made = find_workspace(tmp_path / "workspace")
    yield made
    for status in list_runs(made):
        if status.alive:
            try:
                kill_worker(made, status.name)
            except UserError:
                continue  # it ended by itself meanwhile


@pytest.fixture
def make_run(workspace: Workspace) -> Callable[..., RunFolder]:
    def make(name: str, **details: object) -> RunFolder:
        return create_run(workspace, RunRequest(name, "pretrain", {}, **details))  # type: ignore[arg-type]

    return make


@pytest.fixture
def wait_for(workspace: Workspace) -> Callable[..., RunStatus]:
    """Waits until a run is in one of the states and, where asked, until its message holds some words."""

    def wait(name: str, *states: str, saying: str = "", seconds: float = 180.0) -> RunStatus:
        deadline = time.monotonic() + seconds
        while (status := status_of(workspace, name)).state not in states or saying not in status.message:
            assert time.monotonic() < deadline, f"{name} is {status.state}: {status.message}"
            time.sleep(0.05)
        return status

    return wait
