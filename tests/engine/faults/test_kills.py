"""kill -9 at any moment costs a little time and not one bit of what is learned."""

from __future__ import annotations

import contextlib
import gzip
import os
import random
import signal
import time
from collections.abc import Callable
from functools import partial
from pathlib import Path

import torch
from safetensors.torch import load_file

from electra_engine.jobs import catalogue
from electra_engine.jobs.launch import queue_again
from electra_engine.jobs.requests import new_pretraining
from electra_engine.jobs.status import status_of
from electra_engine.settings import RunSettings
from electra_engine.training.checkpoint_folders import newest_checkpoint, position_of
from electra_engine.watching.store import RecordReader
from electra_engine.workspace import RunFolder, Workspace
from tests.engine.faults.conftest import Start, Wait, until
from tests.engine.faults.nursery import Nursery
from tests.engine.jobs.tiny_run import TINY, write_text

KILLS = 20
LENGTH = {"training__steps": 1500, "watching__evaluation_seconds": 1}  # a checkpoint is saved every second


def weights(run: RunFolder, step: int = LENGTH["training__steps"]) -> dict[str, torch.Tensor]:
    newest = newest_checkpoint(run.checkpoints)
    assert newest is not None
    assert position_of(newest).step == step
    return {**load_file(newest / "pair.safetensors"), **load_file(newest / "optimizer.safetensors")}


def ends(pid: int) -> bool:
    return not Path(f"/proc/{pid}").exists()


def wait_for_a_moment(run: RunFolder, pid: int, dice: random.Random) -> None:
    """Any moment of a life: of its beginning, or around its next checkpoint, the saving included."""
    if dice.random() < 0.6:
        time.sleep(dice.uniform(0.0, 0.8))
        return
    look: Callable[[Path], object] = dice.choice((saved, newest_checkpoint))  # while it is saved, or after
    before = look(run.checkpoints)
    until(lambda: look(run.checkpoints) != before or ends(pid), every=0.001)
    time.sleep(dice.uniform(0.0, 0.1))


def wait_until_lost(workspace: Workspace, run: RunFolder) -> None:
    """Until it can be resumed; one that was killed before its turn is for a while taken to be on its way."""
    catalogue.compare_and_set(run, ("waiting",), "waiting", launched=catalogue.LONG_AGO)
    until(lambda: status_of(workspace, run.name).can_resume)


def saved(checkpoints: Path) -> set[str]:
    """The names of checkpoints, half-written ones included."""
    return {path.name for path in checkpoints.glob("*")}


def test_a_run_killed_at_twenty_random_moments_ends_with_the_bits_of_an_uninterrupted_one(
    workspace: Workspace, nursery: Nursery, new_run: Start, wait_for: Wait
) -> None:
    nursery.start(new_run("straight", **LENGTH).path)
    wait_for("straight", "finished")
    expected = weights(workspace.run("straight"))
    dice, kills, taken_up_at = random.Random(5), 0, []
    while kills < KILLS:
        run, begun = new_run(f"broken {kills}", **LENGTH), False
        while catalogue.read(run).state != "finished":
            newest = newest_checkpoint(run.checkpoints)
            taken_up_at.append(position_of(newest).step if newest else 0)
            if begun:
                wait_until_lost(workspace, run)
                queue_again(workspace, run.name)
            pid, begun = nursery.start(run.path), True
            if kills < KILLS:
                wait_for_a_moment(run, pid, dice)
                with contextlib.suppress(ProcessLookupError):
                    os.kill(pid, signal.SIGKILL)
                kills += catalogue.read(run).state != "finished"
            until(partial(ends, pid), every=0.01)
        found = weights(run)
        assert found.keys() == expected.keys()
        assert all(torch.equal(found[name], expected[name]) for name in expected)
        assert status_of(workspace, run.name).state == "finished"
        steps = [point.step for point in RecordReader(run.records).step_metrics()]
        assert steps == sorted(set(steps))
    assert len(set(taken_up_at)) > 3, "it was taken up from several checkpoints"


def test_what_a_killed_worker_had_unpacked_lies_in_its_run_and_is_gone_after_the_resume(
    workspace: Workspace, nursery: Nursery, wait_for: Wait, tmp_path: Path
) -> None:
    stories = write_text(tmp_path / "stories.txt").read_bytes()
    (tmp_path / "stories.txt.gz").write_bytes(gzip.compress(stories * 60))
    settings = RunSettings().with_changes({**TINY, "training.steps": 2})
    run = new_pretraining(workspace, "packed", [tmp_path / "stories.txt.gz"], settings)
    pid = nursery.start(run.path)
    unpacked = run.packed / "unpacked"
    until(lambda: list(unpacked.glob("*/member")), every=0.001)
    os.kill(pid, signal.SIGKILL)
    until(partial(ends, pid))
    assert list(unpacked.glob("*/member"))
    wait_until_lost(workspace, run)
    nursery.start(queue_again(workspace, "packed").path)
    wait_for("packed", "finished")
    assert not unpacked.exists()
