"""A worker that cannot even begin says why, in one true sentence, and its run goes on when that is mended."""

from __future__ import annotations

import os
import signal
from collections.abc import Iterator

import pytest

from electra_engine.command_line import main
from electra_engine.jobs.endings import DISK_FULL
from electra_engine.jobs.launch import pause_run, resume_run, start_worker
from electra_engine.jobs.status import RunStatus, status_of
from electra_engine.training.checkpoint_folders import newest_checkpoint
from electra_engine.workspace import RunFolder, Workspace
from tests.engine.faults.conftest import ByWayOf, Start, Wait, again, until
from tests.engine.faults.nursery import Nursery
from tests.engine.faults.test_disk import SmallDisk
from tests.engine.faults.test_kills import ends


@pytest.fixture
def disk(workspace: Workspace, by_way_of: ByWayOf) -> Iterator[SmallDisk]:
    made = SmallDisk(workspace.runs)
    by_way_of("a disk of 20 MB" if made.mounted else "a limit on files, for no small disk can be mounted")
    yield made
    made.close()


def trained_a_little(workspace: Workspace, nursery: Nursery, wait_for: Wait, run: RunFolder) -> RunStatus:
    """The run as it was left after a few steps, with a checkpoint."""
    pid = nursery.start(run.path)
    wait_for(run.name, "training", step=2)
    pause_run(workspace, run.name)
    until(lambda: ends(pid))
    return wait_for(run.name, "paused")


def test_a_run_whose_records_are_damaged_says_so_at_every_resume_and_goes_on_after_the_doctor(
    workspace: Workspace, nursery: Nursery, new_run: Start, wait_for: Wait
) -> None:
    run = new_run("hurt")
    paused = trained_a_little(workspace, nursery, wait_for, run)
    run.records.write_bytes(b"no database at all " * 300)
    for ending in ("-wal", "-shm"):
        run.records.with_name(run.records.name + ending).unlink(missing_ok=True)
    for _ in range(2):
        pid = nursery.start(again(run).path)
        until(lambda: ends(pid))  # noqa: B023 - waited for within the same turn
        found = status_of(workspace, "hurt")
        assert found.state == "damaged"
        assert "cannot be read (file is not a database)" in found.message
        assert "electra-engine doctor --repair" in found.message
        assert not found.can_resume
    assert main(["doctor", "--repair", "--workspace", str(workspace.root)]) == 0
    found = status_of(workspace, "hurt")
    assert (found.state, found.can_resume) == ("failed", True)
    assert "records of this run are damaged" in found.message
    nursery.start(again(run).path)
    wait_for("hurt", "training", step=paused.step + 1)


@pytest.mark.parametrize("trained", [False, True], ids=["a new run", "one that was trained"])
def test_a_disk_that_is_full_when_a_worker_begins_is_told_of_and_the_run_goes_on_with_room(
    disk: SmallDisk,
    workspace: Workspace,
    nursery: Nursery,
    new_run: Start,
    wait_for: Wait,
    trained: bool,
) -> None:
    run = new_run("cramped")
    step = trained_a_little(workspace, nursery, wait_for, run).step if trained else 0
    disk.fill(0)
    pid = nursery.start(again(run).path, **({} if disk.mounted else {"largest": 1024}))
    until(lambda: ends(pid))
    found = status_of(workspace, "cramped")
    assert (found.state, found.message) == ("failed", DISK_FULL)
    assert found.can_resume
    disk.free(0)
    nursery.start(again(run).path)
    wait_for("cramped", "training", step=step + 1)


def test_a_worker_killed_by_the_system_is_told_of_as_killed(
    workspace: Workspace, new_run: Start, wait_for: Wait
) -> None:
    run = new_run("ended")
    start_worker(run)
    pid = wait_for("ended", "training", step=1).pid
    until(lambda: newest_checkpoint(run.checkpoints) is not None)
    os.kill(pid, signal.SIGKILL)
    lost = wait_for("ended", "lost", saying="was killed (signal 9), most likely because memory ran out")
    assert lost.can_resume
    resume_run(workspace, "ended")
    assert "signal 9" not in wait_for("ended", "training", step=lost.step).message
