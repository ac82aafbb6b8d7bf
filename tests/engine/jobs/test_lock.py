"""A free lock means that its holder is gone, and looking at it disturbs nobody."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

from electra_engine.jobs import lock

HOLD = """
import sys
from pathlib import Path
from electra_engine.jobs import lock
held = lock.take(Path(sys.argv[1]), "somebody")
print("held" if held else "taken", flush=True)
sys.stdin.read()
"""


def hold_elsewhere(path: Path) -> subprocess.Popen[str]:
    process = subprocess.Popen(
        [sys.executable, "-c", HOLD, str(path)], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    )
    assert process.stdout is not None
    assert process.stdout.readline() == "held\n"
    return process


def test_a_lock_is_held_by_one_process_and_free_when_that_process_is_killed(tmp_path: Path) -> None:
    path = tmp_path / "worker.lock"
    assert not lock.is_held(path)
    with hold_elsewhere(path) as process:
        assert lock.is_held(path)
        assert lock.take(path) is None
        holder = lock.holder(path)
        assert holder is not None
        assert (holder.pid, holder.label) == (process.pid, "somebody")
        process.kill()
        process.wait()
        assert not lock.is_held(path)


def test_a_released_lock_can_be_taken_again(tmp_path: Path) -> None:
    path = tmp_path / "worker.lock"
    first = lock.take(path)
    assert first is not None
    assert lock.is_held(path)
    first.release()
    assert not lock.is_held(path)
    second = lock.take_within(path, 1.0)
    assert second is not None
    second.release()


def test_onlookers_do_not_take_one_another_for_holders(tmp_path: Path) -> None:
    path = tmp_path / "worker.lock"
    path.touch()
    looking = (
        "import sys; from pathlib import Path; from electra_engine.jobs import lock; "
        "path = Path(sys.argv[1]); "
        "print(sum(lock.is_held(path) for _ in range(5000)))"
    )
    onlookers = [
        subprocess.Popen([sys.executable, "-c", looking, str(path)], stdout=subprocess.PIPE, text=True)
        for _ in range(2)
    ]
    assert [onlooker.communicate()[0] for onlooker in onlookers] == ["0\n", "0\n"]


def test_a_lock_file_that_nobody_took_names_no_holder(tmp_path: Path) -> None:
    path = tmp_path / "worker.lock"
    assert lock.holder(path) is None
    path.write_bytes(b"")
    assert lock.holder(path) is None
