"""A full disk, a read-only folder and one that vanishes cost time or an end, never what was saved."""

from __future__ import annotations

import contextlib
import resource
import subprocess
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from electra_engine.jobs.launch import stop_run
from electra_engine.jobs.status import list_runs, status_of
from electra_engine.training.checkpoint_folders import newest_checkpoint
from electra_engine.watching.store import RecordReader
from electra_engine.workspace import RunFolder, Workspace
from tests.engine.faults.conftest import ByWayOf, Start, Wait, again, until
from tests.engine.faults.nursery import Nursery
from tests.engine.faults.test_kills import ends

SIZE = 20 * 2**20


class SmallDisk:
    """20 MB of disk where that may be mounted; elsewhere no file of a process may grow any more."""

    def __init__(self, place: Path) -> None:
        place.mkdir(parents=True, exist_ok=True)
        self._place, self._filler = place, place / "filler"
        mount = ["mount", "-t", "tmpfs", "-o", f"size={SIZE}", "tmpfs", str(place)]
        try:
            self.mounted = subprocess.run(mount, capture_output=True).returncode == 0
        except OSError:
            self.mounted = False

    def fill(self, pid: int) -> None:
        if not self.mounted:
            if not pid:
                return  # the worker that comes will begin so, see `nursery`
            resource.prlimit(pid, resource.RLIMIT_FSIZE, (1024, resource.RLIM_INFINITY))
            return
        with contextlib.suppress(OSError), self._filler.open("wb", buffering=0) as filler:
            for size in (2**16, 2**12, 1):
                with contextlib.suppress(OSError):
                    while filler.write(bytes(size)):
                        pass

    def free(self, pid: int) -> None:
        if not self.mounted and pid:
            limits = (resource.RLIM_INFINITY, resource.RLIM_INFINITY)
            resource.prlimit(pid, resource.RLIMIT_FSIZE, limits)
        self._filler.unlink(missing_ok=True)

    def close(self) -> None:
        if self.mounted:
            subprocess.run(["umount", "-l", str(self._place)], check=True)


@pytest.fixture
def disk(workspace: Workspace, by_way_of: ByWayOf) -> Iterator[SmallDisk]:
    made = SmallDisk(workspace.runs)
    by_way_of("a disk of 20 MB" if made.mounted else "a limit on files, for no small disk can be mounted")
    yield made
    made.close()


def test_a_run_waits_on_a_full_disk_and_goes_on_when_there_is_room(
    disk: SmallDisk, workspace: Workspace, nursery: Nursery, new_run: Start, wait_for: Wait
) -> None:
    run = new_run("cramped")
    pid = nursery.start(run.path)
    wait_for("cramped", "training", step=1)
    until(lambda: newest_checkpoint(run.checkpoints) is not None)
    disk.fill(pid)
    full = wait_for("cramped", "training") if not disk.mounted else status_of(workspace, "cramped")
    deadline = time.monotonic() + 180
    while "disk is full" not in run.log.read_text() and time.monotonic() < deadline:
        full = status_of(workspace, "cramped")
        time.sleep(0.05)
    assert "disk is full, so the run waits" in run.log.read_text()
    assert full.alive
    assert newest_checkpoint(run.checkpoints) is not None
    disk.free(pid)
    wait_for("cramped", "training", step=full.step + 20)
    assert any(event.name == "disk-has-room" for event in RecordReader(run.records).events())
    disk.fill(pid)
    stop_run(workspace, "cramped")  # needs no room
    until(lambda: ends(pid))
    disk.free(pid)
    assert newest_checkpoint(run.checkpoints) is not None
    stopped = status_of(workspace, "cramped")
    assert (stopped.state in ("stopped", "failed"), stopped.can_resume) == (True, True)
    nursery.start(again(run).path)
    wait_for("cramped", "training", step=position(run) + 1)


def position(run: RunFolder) -> int:
    newest = newest_checkpoint(run.checkpoints)
    assert newest is not None
    return int(newest.name.removeprefix("step-"))


def test_a_run_folder_that_becomes_read_only_ends_the_run_with_one_sentence_and_it_goes_on_later(
    workspace: Workspace, nursery: Nursery, new_run: Start, wait_for: Wait
) -> None:
    run = new_run("locked")
    pid = nursery.start(run.path, humble=True)
    wait_for("locked", "training", step=1)
    until(lambda: newest_checkpoint(run.checkpoints) is not None)
    saved = position(run)
    for folder in (run.checkpoints, run.path):
        folder.chmod(0o555)
    failed = wait_for("locked", "failed")
    assert "made read-only" in failed.message
    assert "Traceback" not in failed.message
    until(lambda: ends(pid))
    for folder in (run.path, run.checkpoints):
        folder.chmod(0o755)
    assert position(run) >= saved
    assert status_of(workspace, "locked").can_resume
    nursery.start(again(run).path, humble=True)
    wait_for("locked", "training", step=saved + 1)


def test_a_worker_whose_folder_vanishes_ends_and_the_list_goes_on(
    workspace: Workspace, nursery: Nursery, new_run: Start, wait_for: Wait
) -> None:
    run = new_run("vanishing")
    new_run("other")
    pid = nursery.start(run.path)
    wait_for("vanishing", "training", step=1)
    run.path.rename(workspace.root / "taken away")
    until(lambda: ends(pid))
    assert not run.path.exists(), "nobody makes it anew"
    assert [status.name for status in list_runs(workspace)] == ["other"]
