"""Starting, stopping and resuming workers from any process, without ever waiting for one."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import sysconfig
import threading
import uuid
from pathlib import Path
from typing import Any

from electra_engine.errors import UserError
from electra_engine.jobs import lock
from electra_engine.jobs.runs import find_run
from electra_engine.jobs.status import RunStatus, check_resumable, status_of
from electra_engine.watching.records import ENDED
from electra_engine.workspace import RunFolder, Workspace


def start_worker(run: RunFolder) -> None:
    """Starts a run's worker in a session of its own, where closing this program cannot reach it.

    Where one is at work already, nothing happens. What the worker prints goes to the run's log.
    """
    if lock.is_held(run.lock):
        return
    run.lock.write_bytes(b"")  # empty says: launched, not yet taken
    with run.log.open("ab") as log:
        worker = subprocess.Popen(
            python_command("electra_engine.jobs.worker", str(run.path.absolute())),
            stdin=subprocess.DEVNULL,
            stdout=log,
            stderr=log,
            close_fds=True,
            cwd=run.path.parent,
            env=child_environment(),
            **own_session(),
        )
    # Somebody must take note of its end, or the ended worker stays in the process table.
    threading.Thread(target=worker.wait, daemon=True).start()


def request_stop(run: RunFolder) -> None:
    """Leaves a note that asks the worker to finish the step in hand, save and end."""
    run.requests.mkdir(exist_ok=True)
    draft = run.requests / f".stop-{uuid.uuid4().hex}"
    draft.touch()
    draft.replace(run.requests / "stop")


def stop_run(workspace: Workspace, name: str) -> RunStatus:
    """Asks a run to stop and returns its state; raises `UserError` when it is not at work."""
    run, status = find_run(workspace, name), status_of(workspace, name)
    if not status.alive and status.state != "starting":
        raise UserError("The run {run} is not at work: nothing to stop.", "run", run=name)
    if status.state not in ENDED:
        request_stop(run)
    return status_of(workspace, name)


def kill_worker(workspace: Workspace, name: str) -> None:
    """Ends a worker that no longer obeys; what its last checkpoint holds is kept.

    The process number is believed only while the lock is held: then it is the holder's own.
    """
    run = find_run(workspace, name)
    holder = lock.holder(run.lock)
    if holder is None or not lock.is_held(run.lock):
        raise UserError("The run {run} has no worker: nothing to end.", "run", run=name)
    os.kill(holder.pid, signal.SIGTERM if sys.platform == "win32" else signal.SIGKILL)


def resume_run(workspace: Workspace, name: str) -> RunFolder:
    """Starts a worker that goes on where the run was left; raises `UserError` with the reason if not."""
    run = find_run(workspace, name)
    check_resumable(status_of(workspace, name))
    clear_requests(run)
    held = lock.take_within(run.lock, 5.0)  # the worker that just ended needs a moment to let go
    if held is None:
        raise UserError("The run {run} is still at work: nothing to resume.", "run", run=name)
    held.release()
    start_worker(run)
    return run


def clear_requests(run: RunFolder) -> None:
    """Forgets what was asked of a former worker."""
    for note in run.requests.glob("*"):
        note.unlink(missing_ok=True)


def python_command(module: str, *arguments: str) -> list[str]:
    """The command that runs one of our modules; -P keeps the working folder out of the imports."""
    return [sys.executable, "-P", "-m", module, *arguments]


def child_environment() -> dict[str, str]:
    """This process's environment, in which a child finds the engine whatever its working folder."""
    home = Path(__file__).parents[2]
    entries = [
        str(Path(entry).absolute()) for entry in os.environ.get("PYTHONPATH", "").split(os.pathsep) if entry
    ]
    if home != Path(sysconfig.get_path("purelib")):
        entries.insert(0, str(home))
    return {**os.environ, "PYTHONPATH": os.pathsep.join(entries), "PYTHONUNBUFFERED": "1"}


def own_session() -> dict[str, Any]:
    """How a child is kept out of reach of this terminal's Ctrl-C and of this process's end."""
    if sys.platform == "win32":
        flags = subprocess.CREATE_NEW_PROCESS_GROUP | subprocess.DETACHED_PROCESS
        return {"creationflags": flags}
    return {"start_new_session": True}
