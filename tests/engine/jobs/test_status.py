"""The state that is shown is the truth, whatever the records said last."""

from __future__ import annotations

import os
import time
from collections.abc import Callable
from contextlib import closing

import pytest

from electra_engine.errors import UserError
from electra_engine.jobs import catalogue, lock
from electra_engine.jobs.catalogue import STARTING_SECONDS
from electra_engine.jobs.launch import pause_run, resume_run, stop_run
from electra_engine.jobs.status import status_of
from electra_engine.watching.records import RunState
from electra_engine.watching.store import RecordWriter
from electra_engine.workspace import RunFolder, Workspace


def record(run: RunFolder, phase: str, step: int = 0) -> None:
    with closing(RecordWriter(run.records)) as records:
        records.set_state(RunState(phase=phase, step=step, tokens=step * 10, message="said by the worker"))


def launch(run: RunFolder, seconds_ago: float = 0.0) -> None:
    """Makes the run look as if its worker had been started `seconds_ago`."""
    moment = time.monotonic() - seconds_ago
    assert catalogue.compare_and_set(run, catalogue.STATES, "waiting", launched=moment)[0]


def settle(run: RunFolder, phase: str, step: int = 0) -> None:
    """What a worker says at its end."""
    record(run, phase, step)
    assert catalogue.compare_and_set(run, catalogue.STATES, phase)[0]


@pytest.fixture
def old_run(make_run: Callable[..., RunFolder]) -> RunFolder:
    run = make_run("old")
    launch(run, 2 * STARTING_SECONDS)
    return run


def test_a_new_run_is_starting_and_after_a_while_without_a_worker_lost(
    workspace: Workspace, make_run: Callable[..., RunFolder], old_run: RunFolder
) -> None:
    make_run("new")
    assert status_of(workspace, "new").state == "starting"
    assert status_of(workspace, "old").state == "lost"
    launch(old_run)
    assert status_of(workspace, "old").state == "starting"
    launch(old_run, 2 * STARTING_SECONDS)
    assert status_of(workspace, "old").state == "lost"


def test_a_living_worker_is_believed_and_a_dead_one_is_lost_at_once(
    workspace: Workspace, make_run: Callable[..., RunFolder]
) -> None:
    run = make_run("mortal")
    held = lock.take(run.lock)
    assert held is not None
    record(run, "training", step=7)
    assert catalogue.compare_and_set(run, ("waiting",), "running")[0]
    status = status_of(workspace, "mortal")
    assert (status.state, status.alive, status.pid, status.step) == ("training", True, os.getpid(), 7)
    held.release()
    status = status_of(workspace, "mortal")
    assert (status.state, status.phase, status.alive, status.pid) == ("lost", "training", False, 0)
    assert "memory" in status.message


def test_what_a_former_worker_said_is_not_taken_for_the_new_one(
    workspace: Workspace, old_run: RunFolder
) -> None:
    settle(old_run, "stopped", step=7)
    assert status_of(workspace, "old").state == "stopped"
    launch(old_run)
    assert status_of(workspace, "old").state == "starting"
    held = lock.take(old_run.lock)
    assert held is not None
    assert status_of(workspace, "old").state == "queued"
    record(old_run, "queued", step=7)
    assert catalogue.compare_and_set(old_run, ("waiting",), "running")[0]
    assert status_of(workspace, "old").state == "starting"
    record(old_run, "training", step=7)
    assert status_of(workspace, "old").state == "training"
    settle(old_run, "finished", step=9)
    assert status_of(workspace, "old").state == "finished"  # though it has not let go yet
    held.release()
    assert status_of(workspace, "old").state == "finished"


def test_a_stop_that_was_asked_for_is_seen_before_the_worker_has_noticed(
    workspace: Workspace, old_run: RunFolder
) -> None:
    held = lock.take(old_run.lock)
    assert held is not None
    record(old_run, "training", step=7)
    assert catalogue.compare_and_set(old_run, ("waiting",), "running")[0]
    assert pause_run(workspace, "old").state == "pausing"
    assert stop_run(workspace, "old").state == "stopping"
    with pytest.raises(UserError, match="cannot be paused"):
        pause_run(workspace, "old")
    settle(old_run, "stopped", step=8)
    assert status_of(workspace, "old").state == "stopped"
    held.release()


@pytest.mark.parametrize("phase", ["stopped", "finished", "paused", "failed"])
def test_a_run_that_is_not_at_work_cannot_be_stopped(
    workspace: Workspace, old_run: RunFolder, phase: str
) -> None:
    settle(old_run, phase)
    for ask in (stop_run, pause_run):
        with pytest.raises(UserError, match="not at work"):
            ask(workspace, "old")
    assert catalogue.read(old_run).state == phase


def test_resuming_is_offered_only_where_something_can_go_on(workspace: Workspace, old_run: RunFolder) -> None:
    def reason() -> str:
        return status_of(workspace, "old").cannot_resume

    settle(old_run, "stopped", step=0)
    assert status_of(workspace, "old").can_resume  # it was stopped while waiting
    record(old_run, "training", step=7)
    catalogue.compare_and_set(old_run, ("stopped",), "running")
    assert status_of(workspace, "old").can_resume  # it was killed before its first checkpoint
    settle(old_run, "failed", step=7)
    assert reason().startswith("No checkpoint"), "it would only fail again"
    (old_run.checkpoints / "step-7.part").mkdir(parents=True)
    assert reason().startswith("No checkpoint")
    (old_run.checkpoints / "step-5").mkdir()
    assert status_of(workspace, "old").can_resume
    settle(old_run, "finished", step=7)
    assert reason() == "It has finished."
    with pytest.raises(UserError, match=r"cannot be resumed\. It has finished"):
        resume_run(workspace, "old")
    settle(old_run, "failed", step=7)
    assert reason() == ""
    launch(old_run)
    held = lock.take(old_run.lock)
    assert held is not None
    assert reason() == "It is still at work."
    held.release()
