"""kill -9 at any moment of a fine-tuning run costs a little time and not one bit of what is learned."""

from __future__ import annotations

import os
import random
import signal
import time
from pathlib import Path

from electra_engine.finetuning.settings import FineTuneSettings
from electra_engine.jobs.requests import new_finetuning
from electra_engine.jobs.status import status_of
from electra_engine.training.checkpoint_folders import checkpoint_folders
from electra_engine.workspace import RunFolder, Workspace
from tests.engine.faults.conftest import Wait, again, until
from tests.engine.faults.nursery import Nursery
from tests.engine.faults.test_kills import ends
from tests.engine.finetuning.labelled_rows import write_moods
from tests.engine.finetuning.test_resuming import SETTINGS, same_weights
from tests.engine.inference.tiny_folders import write_folder

KILLS = 6
STEPS_BETWEEN = 2  # at least


def new_run(workspace: Workspace, folder: Path, name: str, epochs: int) -> RunFolder:
    """80 rows in batches of 16."""
    base, train = folder / "base", folder / "train.tsv"
    if not base.exists():
        write_folder(base)
        write_moods(train, 80)
    settings = FineTuneSettings().with_changes({**SETTINGS, "epochs": epochs})
    return new_finetuning(workspace, name, str(base), train, settings)


def finished_run(
    workspace: Workspace, nursery: Nursery, wait_for: Wait, folder: Path, epochs: int
) -> RunFolder:
    """One that nobody disturbs."""
    run = new_run(workspace, folder, "straight", epochs)
    nursery.start(run.path)
    wait_for("straight", "finished")
    return run


def newest_step(run: RunFolder) -> int:
    return max(
        (int(folder.name.removeprefix("step-")) for folder in checkpoint_folders(run.checkpoints)), default=0
    )


def test_a_run_killed_at_several_random_moments_ends_with_the_bits_of_an_uninterrupted_one(
    workspace: Workspace, nursery: Nursery, wait_for: Wait, tmp_path: Path
) -> None:
    straight = finished_run(workspace, nursery, wait_for, tmp_path, 20)
    run, dice, taken_up_at = new_run(workspace, tmp_path, "killed", 20), random.Random(3), []
    for _ in range(KILLS):
        before = newest_step(run)
        taken_up_at.append(before)
        pid = nursery.start(again(run).path, saves_always=True)
        until(lambda: newest_step(run) >= before + STEPS_BETWEEN, every=0.001)  # noqa: B023
        time.sleep(dice.uniform(0.0, 0.1))
        os.kill(pid, signal.SIGKILL)
        until(lambda: ends(pid), every=0.005)  # noqa: B023
    assert taken_up_at == sorted(set(taken_up_at))
    nursery.start(again(run).path)
    wait_for("killed", "finished")
    assert same_weights(straight, run)
    until(lambda: not run.checkpoints.exists())  # its end is noted first


def test_a_worker_killed_before_its_end_is_noted_leaves_a_run_that_goes_on_to_that_end(
    workspace: Workspace, nursery: Nursery, wait_for: Wait, tmp_path: Path
) -> None:
    straight = finished_run(workspace, nursery, wait_for, tmp_path, 2)
    run = new_run(workspace, tmp_path, "unsettled", 2)
    pid = nursery.start(run.path, saves_always=True, dies_unsettled=True)
    until(lambda: ends(pid))
    assert same_weights(straight, run)
    left = status_of(workspace, "unsettled")
    assert (left.state, left.can_resume) == ("lost", True)
    nursery.start(again(run).path)
    wait_for("unsettled", "finished")
    assert same_weights(straight, run)
