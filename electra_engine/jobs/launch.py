"""Starting, stopping and resuming workers from any process, without ever waiting for one."""

from __future__ import annotations

import contextlib
import os
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Collection
from contextlib import closing

from electra_engine.children import child_environment, own_session, python_command
from electra_engine.errors import UserError
from electra_engine.jobs import catalogue, lock
from electra_engine.jobs.promised import check_room_to_go_on
from electra_engine.jobs.queue import check_not_crowded
from electra_engine.jobs.runs import find_run
from electra_engine.jobs.status import RunStatus, check_resumable, status_of
from electra_engine.workspace import RunFolder, Workspace

KILLED_CODE = -9  # of a process that signal 9 ended
ENDING_OF = {"pausing": "paused", "stopping": "stopped"}


def start_worker(run: RunFolder) -> None:
    """Starts a waiting run's worker in a session of its own, where closing this program cannot reach it.

    Where one is at work already, or nothing is to be done, nothing happens. What the worker prints goes to
    the run's log.
    """
    if lock.is_held(run.lock):
        return
    waits, _ = catalogue.compare_and_set(run, ("waiting",), "waiting", launched=time.monotonic())
    if waits:
        _spawn(run)


def stop_run(workspace: Workspace, name: str) -> RunStatus:
    """Asks a run to finish the step in hand, save and end; a waiting one leaves the queue. Its state then.

    Raises `UserError` when it is not at work.
    """
    return _ask(workspace, name, ("waiting", "running", "pausing"), "stopping")


def pause_run(workspace: Workspace, name: str) -> RunStatus:
    """Asks a run to finish the step in hand, save and leave the device until it is resumed; its state then.

    Raises `UserError` when it is not at work or could not go on later.
    """
    status = status_of(workspace, name)
    if status.at_work and not status.can_pause:
        raise UserError("The run {run} cannot be paused: stop it instead.", "run", run=name)
    return _ask(workspace, name, ("waiting", "running"), "pausing")


def kill_worker(workspace: Workspace, name: str) -> None:
    """Ends a worker that no longer obeys; what its last checkpoint holds is kept.

    The process number is believed only while the lock is held and its process is as old as the holder.
    Whoever resumes or removes a run holds its lock for a moment too, but does not sign with the run's name.
    """
    run = find_run(workspace, name)
    holder = lock.holder(run.lock)
    is_worker = holder is not None and holder.label == run.name and holder.pid != os.getpid()
    if holder is None or not is_worker or not lock.is_held(run.lock) or not holder.is_itself():
        raise UserError("The run {run} has no worker: nothing to end.", "run", run=name)
    catalogue.compare_and_set(run, catalogue.WORKING, "ended")
    with contextlib.suppress(ProcessLookupError):  # it ended by itself just now
        os.kill(holder.pid, signal.SIGTERM if sys.platform == "win32" else signal.SIGKILL)


def resume_run(workspace: Workspace, name: str) -> RunFolder:
    """Starts a worker that goes on where the run was left; raises `UserError` with the reason if not.

    That is its newest whole checkpoint, or its beginning. Of several who ask at once, one starts it.
    """
    run = queue_again(workspace, name)
    _spawn(run)
    return run


def queue_again(workspace: Workspace, name: str) -> RunFolder:
    """Puts a run that can be resumed behind all that wait, as one whose worker is on its way.

    Raises `UserError` with the reason if it cannot be resumed, or if somebody else was faster.
    """
    run = find_run(workspace, name)
    status = status_of(workspace, name)
    check_resumable(status)
    check_not_crowded(workspace)
    check_room_to_go_on(workspace, run, status.request)
    held = _take(run)
    if held is None:
        raise _still_at_work(name)
    with closing(held):
        entry = catalogue.read(run)
        left = entry.state != "finished" and not entry.just_launched
        place, now = catalogue.last_place(workspace), time.monotonic()
        if not left or not catalogue.compare_and_set(run, (entry.state,), "waiting", place, now)[0]:
            raise _still_at_work(name)
    return run


def _ask(workspace: Workspace, name: str, expected: Collection[str], asked: str) -> RunStatus:
    """Puts a request into the catalogue, where the worker looks for it five times a second."""
    run, status = find_run(workspace, name), status_of(workspace, name)
    if status.at_work:
        if status.alive:
            done, entry = catalogue.compare_and_set(run, expected, asked)
        else:  # its worker is not up yet, and will find that there is nothing to do
            done, entry = catalogue.compare_and_set(run, ("waiting",), ENDING_OF[asked])
        if done or entry.state in (asked, ENDING_OF[asked]):
            return status_of(workspace, name)
    if asked == "pausing":
        raise UserError("The run {run} is not at work: nothing to pause.", "run", run=name)
    raise UserError("The run {run} is not at work: nothing to stop.", "run", run=name)


def _take(run: RunFolder) -> lock.HeldLock | None:
    """The lock of a run's worker, who needs a moment to let go of it; None where it stays taken."""
    try:
        return lock.take_within(run.lock, 5.0)
    except OSError as error:
        raise _out_of_reach(run, error) from None


def _out_of_reach(run: RunFolder, error: OSError) -> UserError:
    return UserError(
        "The worker of the run {run} could not be started ({reason}): see that there is room and memory, and "
        "that its folder can be written to.",
        "run",
        run=run.name,
        reason=error.strerror or error,
    )


def _still_at_work(name: str) -> UserError:
    return UserError("The run {run} is still at work: nothing to resume.", "run", run=name)


def _spawn(run: RunFolder) -> None:
    try:
        run.pulse.unlink(missing_ok=True)  # a former worker's
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
    except OSError as error:
        catalogue.compare_and_set(run, ("waiting",), "stopped")  # nobody is on the way
        raise _out_of_reach(run, error) from None
    # Somebody must take note of its end, or the ended worker stays in the process table.
    threading.Thread(target=_take_note, args=[run, worker], daemon=True).start()


def _take_note(run: RunFolder, worker: subprocess.Popen[bytes]) -> None:
    """Waits for a worker's end and keeps the reason of one that could not give it itself."""
    code = worker.wait()
    why = "killed" if code == KILLED_CODE else "fault" if code > 0 else ""
    state = catalogue.read(run).state
    # Another may have taken its place meanwhile.
    if why and state in catalogue.WORKING and not lock.is_held(run.lock):
        with contextlib.suppress(UserError):  # the folder was taken away
            catalogue.compare_and_set(run, (state,), state, why=why)
