"""A nursery of workers, a workspace whose name is no plain word, and tiny runs."""

from __future__ import annotations

import contextlib
import os
import signal
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
import torch

from electra_engine.jobs import catalogue
from electra_engine.jobs.requests import new_pretraining
from electra_engine.jobs.status import RunStatus, list_runs, status_of
from electra_engine.settings import RunSettings
from electra_engine.workspace import RunFolder, Workspace, find_workspace
from tests.conftest import MEANS
from tests.engine.faults.nursery import Nursery
from tests.engine.jobs.tiny_run import TINY, write_text

Start = Callable[..., RunFolder]
Wait = Callable[..., RunStatus]
ByWayOf = Callable[[str], None]
PATIENCE = 180.0  # seconds; a busy machine may give a worker little of its time


@pytest.fixture
def one_thread() -> Iterator[None]:
    """Weights are equal to the bit for equal numbers of threads."""
    before = torch.get_num_threads()
    torch.set_num_threads(1)
    yield
    torch.set_num_threads(before)


@pytest.fixture
def by_way_of(record_property: Callable[[str, object], None]) -> ByWayOf:
    """Notes by what means a fault was made where machines differ in that; told when all tests are done."""
    return lambda means: record_property(MEANS, means)


@pytest.fixture(scope="session")
def nursery() -> Iterator[Nursery]:
    made = Nursery()
    yield made
    made.close()


@pytest.fixture
def workspace(tmp_path: Path) -> Iterator[Workspace]:
    made = find_workspace(tmp_path / "my workspace 中文 ü")
    yield made
    for status in list_runs(made):
        if status.pid:
            with contextlib.suppress(ProcessLookupError):
                os.kill(status.pid, signal.SIGKILL)


@pytest.fixture
def new_run(workspace: Workspace, tmp_path: Path) -> Start:
    """A tiny run that nobody works on yet."""

    def new(name: str, **changes: object) -> RunFolder:
        asked = {key.replace("__", "."): value for key, value in changes.items()}
        text = write_text(tmp_path / "stories 故事.txt")
        settings = RunSettings().with_changes({**TINY, "training.minutes": 30, **asked})
        return new_pretraining(workspace, name, [text], settings)

    return new


@pytest.fixture
def wait_for(workspace: Workspace) -> Wait:
    """Waits until a run is in a state and, where asked, until its message holds some words."""

    def wait(
        name: str, *states: str, saying: str = "", step: int = 0, seconds: float = PATIENCE
    ) -> RunStatus:
        deadline = time.monotonic() + seconds
        while True:
            status = status_of(workspace, name)
            if status.state in states and saying in status.message and status.step >= step:
                return status
            log = workspace.run(name).log
            told = log.read_text(errors="replace")[-2000:] if log.exists() else ""
            assert time.monotonic() < deadline, f"{status.state}: {status.message}\n{told}"
            time.sleep(0.02)

    return wait


def until(true: Callable[[], object], seconds: float = PATIENCE, every: float = 0.02) -> None:
    """Waits until something is so, but not for ever."""
    deadline = time.monotonic() + seconds
    while not true():
        assert time.monotonic() < deadline
        time.sleep(every)


def again(run: RunFolder) -> RunFolder:
    """Puts a run back into the queue, as a resume does."""
    assert catalogue.compare_and_set(run, catalogue.STATES, "waiting", launched=time.monotonic())[0]
    return run
