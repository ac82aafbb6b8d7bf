"""A worker lives by itself, waits for its turn, obeys, and its death is noticed."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable

import pytest

from electra_engine.jobs import lock
from electra_engine.jobs.launch import kill_worker, request_stop, resume_run, start_worker, stop_run
from electra_engine.jobs.runs import remove_run
from electra_engine.jobs.status import RunStatus, status_of
from electra_engine.watching.store import RecordReader
from electra_engine.workspace import RunFolder, Workspace

Wait = Callable[..., RunStatus]
Make = Callable[..., RunFolder]


@pytest.fixture
def device(workspace: Workspace) -> lock.HeldLock:
    """The device is taken, as if a run called "earlier" were training."""
    held = lock.take(workspace.device_lock, "earlier")
    assert held is not None
    return held


@pytest.mark.usefixtures("device")
def test_a_queued_run_says_whom_it_waits_for_and_can_be_stopped(
    workspace: Workspace, make_run: Make, wait_for: Wait
) -> None:
    run = make_run("patient")
    start_worker(run)
    status = wait_for("patient", "queued", saying="earlier")
    assert status.alive
    assert status.pid != os.getpid()
    stop_run(workspace, "patient")
    assert wait_for("patient", "stopped").message == "Stopped while waiting for its turn."
    assert list(run.requests.iterdir()) == []
    assert [(event.kind, event.name) for event in RecordReader(run.records).events()] == [
        ("state", "stopped")
    ]


@pytest.mark.usefixtures("device")
def test_a_killed_worker_is_lost_and_its_run_can_be_taken_up_again(
    workspace: Workspace, make_run: Make, wait_for: Wait
) -> None:
    run = make_run("mortal")
    start_worker(run)
    first = wait_for("mortal", "queued")
    os.kill(first.pid, signal.SIGKILL)
    assert wait_for("mortal", "lost").can_resume
    resume_run(workspace, "mortal")
    assert status_of(workspace, "mortal").state in ("starting", "queued")
    second = wait_for("mortal", "queued")
    assert second.pid != first.pid
    kill_worker(workspace, "mortal")
    wait_for("mortal", "lost")
    remove_run(workspace, "mortal")


@pytest.mark.usefixtures("device")
def test_a_second_worker_for_the_same_run_leaves_the_first_alone(
    workspace: Workspace, make_run: Make, wait_for: Wait
) -> None:
    run = make_run("single")
    start_worker(run)
    first = wait_for("single", "queued")
    start_worker(run)
    second = subprocess.run(
        [sys.executable, "-m", "electra_engine.jobs.worker", str(run.path)], capture_output=True, timeout=30
    )
    assert second.returncode == 0
    assert b"Traceback" not in second.stderr
    status = status_of(workspace, "single")
    assert (status.state, status.pid) == ("queued", first.pid)


@pytest.mark.usefixtures("device")
def test_a_worker_outlives_the_program_that_started_it_and_its_terminal(
    workspace: Workspace, make_run: Make, wait_for: Wait
) -> None:
    run = make_run("orphan")
    start = (
        "import sys; from pathlib import Path; from electra_engine.workspace import RunFolder; "
        "from electra_engine.jobs.launch import start_worker; start_worker(RunFolder(Path(sys.argv[1])))"
    )
    subprocess.run([sys.executable, "-c", start, str(run.path)], check=True, timeout=30)
    status = wait_for("orphan", "queued")
    assert os.getsid(status.pid) == status.pid
    time.sleep(0.6)
    assert status_of(workspace, "orphan").alive


@pytest.mark.usefixtures("device")
def test_an_end_yourself_signal_is_obeyed_like_a_stop(make_run: Make, wait_for: Wait) -> None:
    start_worker(make_run("polite"))
    os.kill(wait_for("polite", "queued", saying="earlier").pid, signal.SIGTERM)
    wait_for("polite", "stopped")


def test_a_stop_asked_for_before_the_worker_was_up_is_obeyed(make_run: Make, wait_for: Wait) -> None:
    run = make_run("hasty")
    request_stop(run)
    start_worker(run)
    wait_for("hasty", "stopped")


def test_the_oldest_waiting_run_goes_first(make_run: Make, wait_for: Wait, device: lock.HeldLock) -> None:
    now = time.time()
    for name, created in (("younger", now - 10), ("older", now - 20)):
        run = make_run(name, created=created, files=["/nowhere/missing.txt"])
        start_worker(run)
    for name in ("younger", "older"):
        wait_for(name, "queued", saying="earlier")
    device.release()
    wait_for("younger", "failed")
    reader = [RecordReader(make.records) for make in (run, run.__class__(run.path.parent / "younger"))]
    older, younger = (records.events()[-1].time for records in reader)
    assert older < younger
