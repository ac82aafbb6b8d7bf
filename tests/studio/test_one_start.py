"""Whoever presses "Train this yourself" twice, or in two tabs at once, has one run."""

from __future__ import annotations

import contextlib
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from electra_engine import UserError, Workspace, find_workspace, kill_worker, list_runs
from studio.app import Studio


@pytest.fixture
def workspace(tmp_path: Path) -> Iterator[Workspace]:
    made = find_workspace(tmp_path)
    yield made
    for status in list_runs(made):
        with contextlib.suppress(UserError):
            kill_worker(made, status.name)


def test_pressing_at_once_and_again_starts_one_run(workspace: Workspace) -> None:
    studio = Studio(workspace)
    values = studio._board.first_values({})
    with ThreadPoolExecutor(3) as threads:
        list(threads.map(lambda _: studio._welcome._train_here({}, *values), range(3)))
    studio._welcome._train_here({}, *values)
    assert len(list_runs(workspace)) == 1
    studio.close()
