"""A run that was killed before anything was saved begins again, and ends as if nothing had happened."""

from __future__ import annotations

import contextlib
import os
import signal
from pathlib import Path

import pytest
import torch

from electra_engine.errors import UserError
from electra_engine.jobs import lock
from electra_engine.jobs.launch import queue_again, resume_run
from electra_engine.jobs.runs import has_checkpoint
from electra_engine.jobs.status import status_of
from electra_engine.training.checkpoint_folders import newest_checkpoint
from electra_engine.watching.records import StepMetrics
from electra_engine.watching.store import RecordReader, RecordWriter
from electra_engine.workspace import RunFolder, Workspace
from tests.engine.faults import test_fine_tuning_kills as fine_tuning
from tests.engine.faults.conftest import Start, Wait, until
from tests.engine.faults.nursery import Nursery
from tests.engine.faults.test_kills import ends, wait_until_lost, weights
from tests.engine.finetuning.test_resuming import same_weights

STEPS = 800  # enough to be seen while it trains
LENGTH = {"training__steps": STEPS, "watching__checkpoint_seconds": 600, "watching__evaluation_seconds": 600}
LOST_POINT = StepMetrics(11, 1, 1.0, 1e-3, 1.0, -1.0)


def kill(pid: int) -> None:
    os.kill(pid, signal.SIGKILL)
    until(lambda: ends(pid))


def leave_a_point_behind(run: RunFolder) -> None:
    """One that the first life wrote, at a step at which the second will hardly write one."""
    assert not has_checkpoint(run)
    with contextlib.closing(RecordWriter(run.records)) as records:
        records.write(LOST_POINT)


def tells_one_story(run: RunFolder) -> bool:
    points = RecordReader(run.records).step_metrics()
    seconds = [point.seconds for point in points]
    return LOST_POINT not in points and len(points) > 1 and seconds == sorted(seconds)


def test_a_pre_training_run_begins_again_with_one_click(
    workspace: Workspace, nursery: Nursery, new_run: Start, wait_for: Wait
) -> None:
    nursery.start(new_run("straight", **LENGTH).path)
    wait_for("straight", "finished")
    run = new_run("broken", **LENGTH)
    pid = nursery.start(run.path)
    wait_for("broken", "training", step=1)
    kill(pid)
    lost = status_of(workspace, "broken")
    assert (lost.state, lost.can_resume) == ("lost", True)
    leave_a_point_behind(run)
    resume_run(workspace, "broken")
    wait_for("broken", "finished")
    found, expected = (weights(workspace.run(name), STEPS) for name in ("broken", "straight"))
    assert all(torch.equal(found[name], expected[name]) for name in expected)
    assert tells_one_story(run)


def test_so_does_one_whose_only_checkpoint_is_damaged(
    workspace: Workspace, nursery: Nursery, new_run: Start, wait_for: Wait
) -> None:
    run = new_run("damaged", **{**LENGTH, "training__steps": 1500, "watching__checkpoint_seconds": 1})
    pid = nursery.start(run.path)
    until(lambda: newest_checkpoint(run.checkpoints) is not None)
    kill(pid)
    for weight in run.checkpoints.glob("*/pair.safetensors"):
        weight.write_bytes(weight.read_bytes()[:-10])
    with contextlib.closing(RecordWriter(run.records)) as records:
        records.write(LOST_POINT)
    nursery.start(queue_again(workspace, "damaged").path)
    wait_for("damaged", "finished")
    assert tells_one_story(run)


def test_a_fine_tuning_run_begins_again(
    workspace: Workspace, nursery: Nursery, wait_for: Wait, tmp_path: Path
) -> None:
    straight = fine_tuning.finished_run(workspace, nursery, wait_for, tmp_path, 20)
    run = fine_tuning.new_run(workspace, tmp_path, "broken", 20)
    pid = nursery.start(run.path)
    wait_for("broken", "training", step=1)
    kill(pid)
    leave_a_point_behind(run)
    nursery.start(queue_again(workspace, "broken").path)
    wait_for("broken", "finished")
    assert same_weights(straight, run)
    assert LOST_POINT not in RecordReader(run.records).step_metrics()


def test_one_that_died_in_the_queue_waits_again_unless_its_text_is_gone(
    workspace: Workspace, nursery: Nursery, new_run: Start, wait_for: Wait, tmp_path: Path
) -> None:
    run = new_run("waits", training__steps=5)
    device = lock.take(workspace.device_lock())
    assert device is not None
    with contextlib.closing(device):
        pid = nursery.start(run.path)
        wait_for("waits", "queued")
        kill(pid)
        wait_until_lost(workspace, run)
        text = next(tmp_path.glob("stories*.txt"))
        text.rename(tmp_path / "elsewhere")
        assert not status_of(workspace, "waits").can_resume
        with pytest.raises(UserError, match=rf"file .*{text.name} is no longer there: put it back"):
            resume_run(workspace, "waits")
        (tmp_path / "elsewhere").rename(text)
        nursery.start(queue_again(workspace, "waits").path)
        wait_for("waits", "queued")
    wait_for("waits", "finished")


def test_one_whose_text_was_cut_into_tokens_needs_its_text_no_more(
    workspace: Workspace, nursery: Nursery, new_run: Start, wait_for: Wait, tmp_path: Path
) -> None:
    run = new_run("cut", **LENGTH)
    pid = nursery.start(run.path)
    wait_for("cut", "training", step=1)
    kill(pid)
    next(tmp_path.glob("stories*.txt")).unlink()
    assert not has_checkpoint(run)
    nursery.start(queue_again(workspace, "cut").path)
    wait_for("cut", "training", step=1)
