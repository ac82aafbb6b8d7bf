"""A worker that does nothing is told from one that works, one that is slow and one that is gone."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import time
from pathlib import Path

import pytest

from electra_engine.errors import UserError
from electra_engine.jobs import catalogue, lock
from electra_engine.jobs.launch import kill_worker, pause_run
from electra_engine.jobs.pulse import SLOW_AFTER, STALLED_AFTER, signs_of
from electra_engine.jobs.status import status_of
from electra_engine.training.checkpoint_folders import newest_checkpoint, position_of
from electra_engine.watching.store import RecordReader
from electra_engine.workspace import RunFolder, Workspace
from tests.engine.faults.conftest import Start, Wait, again, until
from tests.engine.faults.nursery import Nursery

FROZEN = 30.0  # seconds


def test_a_frozen_worker_is_told_as_stalled_and_goes_on_when_it_is_woken(
    workspace: Workspace, nursery: Nursery, new_run: Start, wait_for: Wait
) -> None:
    pid = nursery.start(new_run("frozen").path)
    lively = wait_for("frozen", "training", step=1)
    assert lively.next_sign is not None
    os.kill(pid, signal.SIGSTOP)
    began = time.monotonic()
    stalled = wait_for("frozen", "stalled")
    assert STALLED_AFTER / 2 < time.monotonic() - began < 30
    assert (stalled.alive, stalled.at_work, stalled.pid) == (True, True, pid)
    assert stalled.next_sign is not None
    assert stalled.next_sign < 0
    assert "suspended" in stalled.message
    time.sleep(max(began + FROZEN - time.monotonic(), 0.0))
    still = status_of(workspace, "frozen")
    assert (still.state, still.step, still.can_resume) == ("stalled", stalled.step, False)
    assert catalogue.read(workspace.run("frozen")).state == "running"
    assert lock.is_held(workspace.device_lock()), "nobody else computes meanwhile"
    os.kill(pid, signal.SIGCONT)
    wait_for("frozen", "training", step=stalled.step + 10)
    pause_run(workspace, "frozen")
    wait_for("frozen", "paused")
    until(lambda: not status_of(workspace, "frozen").at_work)  # its process has still to end
    paused = status_of(workspace, "frozen")
    assert (paused.state, paused.can_resume, paused.pid) == ("paused", True, 0)
    assert paused.message == f"Paused and saved at step {paused.step:,}."
    run = workspace.run("frozen")
    assert position_of(newest_checkpoint(run.checkpoints)).step == paused.step
    assert not lock.is_held(workspace.device_lock()), "another run can have the device"
    nursery.start(again(run).path)
    wait_for("frozen", "training", step=paused.step + 1)
    steps = [point.step for point in RecordReader(run.records).step_metrics()]
    assert steps == sorted(set(steps))


def beat(run: RunFolder, beat_ago: float, moved_ago: float, usual: float | None) -> None:
    now = time.monotonic()
    run.pulse.write_text(json.dumps({"at": now - beat_ago, "moved": now - moved_ago, "usual": usual}))


def test_slow_is_not_stalled_and_long_steps_are_not_slow(new_run: Start) -> None:
    run = new_run("patient")
    cases = (
        (0.5, SLOW_AFTER + 1, 0.1, (False, True)),
        (0.5, SLOW_AFTER + 1, 60.0, (False, False)),
        (STALLED_AFTER + 1, 600.0, 0.1, (True, False)),
        (0.5, 600.0, None, (False, False)),
        (-3600.0, 1.0, 0.1, (False, False)),  # the machine was started anew: that clock began again
    )
    for beat_ago, moved_ago, usual, expected in cases:
        beat(run, beat_ago, moved_ago, usual)
        signs = signs_of(run)
        assert signs is not None
        assert (signs.stalled, signs.slow) == expected
    beat(run, 0.0, 5.0, 20.0)
    signs = signs_of(run)
    assert signs is not None
    assert signs.next_expected == pytest.approx(15, abs=1)
    run.pulse.write_text("{")
    assert signs_of(run) is None


@pytest.mark.parametrize("hours", [1, -1])
def test_a_wall_clock_set_by_an_hour_confuses_nobody(
    workspace: Workspace, nursery: Nursery, new_run: Start, wait_for: Wait, tmp_path: Path, hours: int
) -> None:
    clock = tmp_path / "wrong by"
    clock.write_text("0")
    run = new_run("timeless", training__minutes=0.1)
    nursery.start(run.path, clock=str(clock))
    before = wait_for("timeless", "training", step=1)
    clock.write_text(str(hours * 3600))
    after = wait_for("timeless", "training", step=before.step + 1)
    assert before.seconds <= after.seconds
    finished = wait_for("timeless", "finished")
    assert 5 < finished.seconds < 600, "it trained for its six seconds, give or take a step"
    new_run("next")
    assert catalogue.last_place(workspace) > catalogue.read(workspace.run("next")).place


def test_a_process_number_that_is_somebody_elses_by_now_is_never_ended(
    workspace: Workspace, new_run: Start
) -> None:
    run = new_run("stale")
    innocent = subprocess.Popen(["sleep", "600"])
    born = int(Path(f"/proc/{innocent.pid}/stat").read_text().rpartition(")")[2].split()[19])

    def sign(born: int) -> None:
        signed = {"pid": innocent.pid, "started": time.time(), "label": "stale", "born": born}
        run.lock.write_text(json.dumps(signed))

    try:
        # Held by a worker that has not yet signed it, so that the signature is that of one who is gone: only
        # the age of the process that has its number now tells that it is another.
        with lock.exclusive(run.lock, 1.0):
            sign(born - 1)
            assert status_of(workspace, "stale").alive
            with pytest.raises(UserError, match="has no worker"):
                kill_worker(workspace, "stale")
            with pytest.raises(subprocess.TimeoutExpired):
                innocent.wait(0.5)
            sign(born)
            kill_worker(workspace, "stale")  # it is as old as the signature says
        assert innocent.wait(10) == -signal.SIGKILL
        with pytest.raises(UserError, match="has no worker"):
            kill_worker(workspace, "stale")
    finally:
        innocent.kill()
        innocent.wait()
