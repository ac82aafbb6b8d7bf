"""Workers at once: a process that has everything loaded already and forks a real worker for each run.

    python -m tests.engine.faults.nursery

A line of JSON on standard input starts one: ``{"run": FOLDER}``, with conditions of its life where asked:
``bytes`` of memory that it may have beyond what it has, ``group`` (the folder of a control group to live
in), ``largest`` (bytes that a file may have), ``clock`` (a file that says by how many seconds its wall clock
is wrong), ``humble`` (root without the right to write where permissions forbid it), ``saves_always``
(fine-tuning saves after every step), ``dies_unsettled`` (it is killed when its end is to be noted). The
answer is its process number.
"""

from __future__ import annotations

import ctypes
import json
import os
import resource
import signal
import subprocess
import sys
import time
from pathlib import Path
from typing import Any

ROOT = Path(__file__).parents[3]
PR_SET_PDEATHSIG, CAP_DAC_OVERRIDE = 1, 1


class Nursery:
    """The test's side of it."""

    def __init__(self) -> None:
        environment = {
            **os.environ,
            "PYTHONPATH": os.pathsep.join([str(ROOT), os.environ.get("PYTHONPATH", "")]),
        }
        self._process = subprocess.Popen(
            [sys.executable, "-m", "tests.engine.faults.nursery"],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
            cwd=ROOT,
            env={**environment, "OMP_NUM_THREADS": "1"},
        )

    @property
    def pid(self) -> int:
        return self._process.pid

    def start(self, run: Path, **conditions: object) -> int:
        """A worker for the run; its process number."""
        assert self._process.stdin is not None
        assert self._process.stdout is not None
        self._process.stdin.write(json.dumps({"run": str(run), **conditions}) + "\n")
        self._process.stdin.flush()
        return int(self._process.stdout.readline())

    def close(self) -> None:
        self._process.kill()
        self._process.wait()


def main() -> None:
    import torch

    torch.set_num_threads(1)
    import electra_engine.finetuning.running
    import electra_engine.training.from_packed  # noqa: F401 - what every worker imports

    signal.signal(signal.SIGCHLD, signal.SIG_IGN)  # who ends leaves the process table by itself
    for line in sys.stdin:
        asked = json.loads(line)
        pid = os.fork()
        if pid == 0:
            live(asked)
        print(pid, flush=True)


def live(asked: dict[str, Any]) -> None:
    """Is the worker, under its conditions, and never comes back."""
    from electra_engine.jobs import worker

    signal.signal(signal.SIGCHLD, signal.SIG_DFL)
    ctypes.CDLL(None).prctl(PR_SET_PDEATHSIG, signal.SIGKILL)  # a worker outlives a studio, not its test
    os.setsid()
    printed = os.open(Path(asked["run"]) / "log.txt", os.O_WRONLY | os.O_CREAT | os.O_APPEND, 0o666)
    for stream in (1, 2):
        os.dup2(printed, stream)
    if "clock" in asked:
        be_wrong(Path(asked["clock"]))
    if asked.get("humble"):
        be_humble()
    if "bytes" in asked:
        most = address_space() + asked["bytes"]
        resource.setrlimit(resource.RLIMIT_AS, (most, most))
    if "largest" in asked:
        resource.setrlimit(resource.RLIMIT_FSIZE, (asked["largest"], resource.RLIM_INFINITY))
    if asked.get("group"):
        (Path(asked["group"]) / "cgroup.procs").write_text(str(os.getpid()))
    if asked.get("saves_always"):
        from electra_engine.finetuning import checkpoints

        checkpoints.SECONDS_BETWEEN, checkpoints.MOST_TIME = 0.0, 1e9
    if asked.get("dies_unsettled"):
        worker._settle = lambda *_, **__: os.kill(os.getpid(), signal.SIGKILL)
    sys.argv = ["worker", asked["run"]]
    os._exit(worker.main())


def be_wrong(by: Path) -> None:
    """The wall clock as if somebody had set it; the steady clock cannot be set."""
    right = time.time
    time.time = lambda: right() + float(by.read_text() or 0)


def be_humble() -> None:
    """Root obeys the permissions of files like everybody else: its capability to override them is dropped."""
    if os.geteuid() != 0:
        return
    # struct __user_cap_header {version, pid}, and two sets of (effective, permitted, inheritable)
    header, sets = (ctypes.c_uint32 * 2)(0x20080522, 0), (ctypes.c_uint32 * 6)()
    libc = ctypes.CDLL(None, use_errno=True)
    assert libc.capget(header, sets) == 0
    for number in range(3):
        sets[number] &= ~(1 << CAP_DAC_OVERRIDE)
    assert libc.capset(header, sets) == 0


def address_space() -> int:
    """Bytes of address space that this process has taken."""
    return int(Path("/proc/self/statm").read_text().split()[0]) * resource.getpagesize()


if __name__ == "__main__":
    main()
