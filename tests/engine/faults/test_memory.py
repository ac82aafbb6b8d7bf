"""Memory that runs out for real: the batch is split, or the run ends saved and goes on when there is more."""

from __future__ import annotations

import contextlib
import os
import re
import signal
import time
from collections.abc import Iterator
from pathlib import Path

from electra_engine.jobs.endings import OUT_OF_MEMORY
from electra_engine.jobs.launch import pause_run
from electra_engine.limits import CONTROL_GROUPS
from electra_engine.watching.store import RecordReader
from electra_engine.workspace import Workspace
from tests.engine.faults.conftest import ByWayOf, Start, Wait, again
from tests.engine.faults.nursery import Nursery

LESS, LITTLE, NEXT_TO_NOTHING = 16 * 2**20, 64 * 2**20, 2 * 2**20  # bytes
WIDE = {
    "training__batch_size": 128,
    "training__sequence_length": 64,
    "discriminator__hidden_size": 64,
    "pair__embedding_size": 64,
}


def address_space(pid: int, what: str) -> int:
    """Bytes of a process's address space: "VmPeak" at most, "VmSize" now."""
    found = re.search(rf"{what}:\s+(\d+) kB", Path(f"/proc/{pid}/status").read_text())
    assert found is not None
    return int(found[1]) * 1024


def test_real_want_of_memory_splits_the_batch_or_ends_the_run_saved(
    workspace: Workspace, nursery: Nursery, new_run: Start, wait_for: Wait, by_way_of: ByWayOf
) -> None:
    run = new_run("ample", **WIDE)
    pid = nursery.start(run.path)
    wait_for("ample", "training", step=2)
    needed = address_space(pid, "VmPeak") - address_space(nursery.pid, "VmSize")
    pause_run(workspace, "ample")
    step = wait_for("ample", "paused").step

    # A little less than it needs: fewer rows at once, and it goes on. The peak holds what allocators happened
    # to ask for, so the first limit may not be felt yet.
    told: list[str] = []
    for number in range(1, 9):
        name = f"narrow {number}"
        nursery.start(new_run(name, **WIDE, training__steps=6).path, bytes=needed - number * LESS)
        narrow = wait_for(name, "finished", "failed", "lost")
        assert (narrow.state, narrow.step) == ("finished", 6), narrow.message
        events = RecordReader(workspace.run(name).records).events()
        if told := [str(event.sentence) for event in events if event.name == "fewer-rows"]:
            break
    assert told, "memory never ran out"
    assert "Memory ran out with 128 rows" in told[0]

    # Not enough for a single row: a sentence, and what was learned is kept.
    nursery.start(again(run).path, bytes=NEXT_TO_NOTHING)
    failed = wait_for("ample", "failed", "lost")
    assert (failed.state, failed.message) == ("failed", OUT_OF_MEMORY)
    assert failed.can_resume

    # The system ends it, because the machine has no more.
    with little_memory() as group:
        by_way_of("a control group's memory limit" if group else "SIGKILL, for no control group can be made")
        pid = nursery.start(again(run).path, group=group)
        if not group:  # no such limit may be set here: the signal that it would send
            wait_for("ample", "training", "starting", "reading")
            os.kill(pid, signal.SIGKILL)
        lost = wait_for("ample", "lost", saying="ran out of memory and ended it", seconds=120)
        assert lost.can_resume

    nursery.start(again(run).path)
    wait_for("ample", "training", step=step + 1)


@contextlib.contextmanager
def little_memory() -> Iterator[str]:
    """The folder of a control group with room for little; empty where none can be made."""
    name = f"electra-test-{os.getpid()}"
    places = ((CONTROL_GROUPS / "memory", "memory.limit_in_bytes"), (CONTROL_GROUPS, "memory.max"))
    for groups, limit in places:  # of the first version, and of the second
        group = groups / name
        try:
            group.mkdir()
            (group / limit).write_text(str(LITTLE))
            break
        except OSError:
            with contextlib.suppress(OSError):
                group.rmdir()
    else:
        yield ""
        return
    yield str(group)
    deadline = time.monotonic() + 120
    while time.monotonic() < deadline:  # it must be empty first
        with contextlib.suppress(OSError):
            group.rmdir()
            return
        time.sleep(0.05)
