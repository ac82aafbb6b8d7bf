"""A worker lives by itself, waits for its turn, obeys, and its death is noticed."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable

import pytest

from electra_engine.errors import UserError
from electra_engine.jobs import lock
from electra_engine.jobs.launch import kill_worker, resume_run, start_worker, stop_run
from electra_engine.jobs.queue import move_run, queue_of
from electra_engine.jobs.removal import remove_run
from electra_engine.jobs.status import RunStatus, status_of
from electra_engine.watching.store import RecordReader
from electra_engine.workspace import RunFolder, Workspace

Wait = Callable[..., RunStatus]
Make = Callable[..., RunFolder]


@pytest.fixture
def device(workspace: Workspace) -> lock.HeldLock:
    """The device is taken, as if a run called "earlier" were training."""
    held = lock.take(workspace.device_lock(), "earlier")
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
    assert wait_for("patient", "stopped").message == "It left the queue before its turn came."
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
    assert "as you asked" in wait_for("mortal", "stopped").message
    remove_run(workspace, "mortal")


HOLD = """
import sys, time
from pathlib import Path
from electra_engine.jobs import lock
held = lock.take(Path(sys.argv[1]))
print("held", flush=True)
time.sleep(60)
"""


def test_whoever_holds_a_runs_lock_without_being_its_worker_is_never_ended(
    workspace: Workspace, make_run: Make
) -> None:
    run = make_run("resumed just now")
    held = lock.take(run.lock, run.name)  # this process: ended by mistake, the test would not live to tell
    assert held is not None
    with pytest.raises(UserError, match="has no worker"):
        kill_worker(workspace, run.name)
    held.release()
    holder = subprocess.Popen([sys.executable, "-c", HOLD, str(run.lock)], stdout=subprocess.PIPE)
    assert holder.stdout is not None
    assert holder.stdout.readline() == b"held\n"
    with pytest.raises(UserError, match="has no worker"):
        kill_worker(workspace, run.name)
    assert holder.poll() is None
    holder.kill()
    holder.wait()


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
    subprocess.run([sys.executable, "-c", start, str(run.path)], check=True, timeout=180)
    status = wait_for("orphan", "queued")
    assert os.getsid(status.pid) == status.pid
    time.sleep(0.6)
    assert status_of(workspace, "orphan").alive


@pytest.mark.usefixtures("device")
def test_an_end_yourself_signal_is_obeyed_like_a_stop(make_run: Make, wait_for: Wait) -> None:
    start_worker(make_run("polite"))
    os.kill(wait_for("polite", "queued", saying="earlier").pid, signal.SIGTERM)
    wait_for("polite", "stopped")


def test_a_stop_asked_for_before_the_worker_was_up_is_obeyed(workspace: Workspace, make_run: Make) -> None:
    run = make_run("hasty")
    assert stop_run(workspace, "hasty").state == "stopped"
    told = subprocess.run(
        [sys.executable, "-m", "electra_engine.jobs.worker", str(run.path)], capture_output=True, timeout=30
    )
    assert (told.returncode, b"Nothing is to be done" in told.stderr) == (0, True)
    assert not run.records.exists()


def failed_in_order(workspace: Workspace, wait_for: Wait, names: tuple[str, ...]) -> list[str]:
    """The runs, which have nothing to read, in the order in which their turn came."""
    for name in names:
        wait_for(name, "failed")
    ends = {name: RecordReader(workspace.run(name).records).events()[-1].time for name in names}
    return sorted(names, key=lambda name: ends[name])


def test_runs_take_their_turn_in_the_order_of_the_queue_which_can_be_changed(
    workspace: Workspace, make_run: Make, wait_for: Wait, device: lock.HeldLock
) -> None:
    names = ("a", "b", "c")
    for name in names:
        start_worker(make_run(name, files=["/nowhere/missing.txt"]))
    for name in names:
        wait_for(name, "queued", saying="earlier")
    assert queue_of(workspace, "cpu") == ["a", "b", "c"]
    assert [status_of(workspace, name).turn for name in names] == [1, 2, 3]
    assert move_run(workspace, "c", "first") == ["c", "a", "b"]
    assert move_run(workspace, "c", "later") == ["a", "c", "b"]
    assert move_run(workspace, "a", "last") == ["c", "b", "a"]
    assert move_run(workspace, "a", "earlier") == ["c", "a", "b"]
    assert move_run(workspace, "c", "earlier") == ["c", "a", "b"]
    with pytest.raises(UserError, match="first, earlier, later or last"):
        move_run(workspace, "c", "away")
    device.release()
    assert failed_in_order(workspace, wait_for, names) == ["c", "a", "b"]
    with pytest.raises(UserError, match="does not wait"):
        move_run(workspace, "c", "first")


def test_a_waiting_run_that_is_suspended_does_not_hold_up_the_others(
    workspace: Workspace, make_run: Make, wait_for: Wait, device: lock.HeldLock
) -> None:
    for name in ("frozen", "awake"):
        start_worker(make_run(name, files=["/nowhere/missing.txt"]))
        wait_for(name, "queued", saying="earlier")
    pid = status_of(workspace, "frozen").pid
    os.kill(pid, signal.SIGSTOP)
    beat = {"at": time.monotonic() - 60, "moved": time.monotonic() - 60, "usual": 0.5}
    workspace.run("frozen").pulse.write_text(json.dumps(beat))  # as it would be found in a minute
    assert "no sign of life" in wait_for("frozen", "stalled").message
    assert queue_of(workspace, "cpu") == ["awake"]
    device.release()
    wait_for("awake", "failed")
    os.kill(pid, signal.SIGCONT)
    wait_for("frozen", "failed")
