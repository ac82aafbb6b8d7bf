"""Work on files that are not ours, in a process of its own that can be killed.

A text can be made so that reading or cutting it takes for ever or fills the memory. Here that ends the
process that reads it, and whoever asked gets one sentence. That process is `aside_process`; what it leaves
in its folder for temporary files, a half-unpacked archive of gigabytes perhaps, goes when it is gone. How far
it has come it writes into that folder too.
"""

from __future__ import annotations

import json
import signal
import subprocess
import tempfile
import threading
import time
from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from electra_engine.children import child_environment, own_session, python_command
from electra_engine.corpus.telling import OnProgress
from electra_engine.errors import UserError
from electra_engine.sentences import Sentence
from electra_engine.stopping import StopRequested

AT_ONCE = 4  # processes; whoever asks for one more waits and is then refused
PATIENCE = 20.0  # seconds: what one page asks for at once takes more than a few where a machine is slow
GRACE = 5.0  # seconds after which a process that did not end itself is killed
TOLD = "told.json"  # how far it is: the phase, what is done and what there is in all
A_LOOK = 0.2  # seconds between two looks at how far it is and whether it is to stop
TEMPORARY = ("TMPDIR", "TEMP", "TMP")  # where `tempfile` and libraries look, whatever the system

_places = threading.BoundedSemaphore(AT_ONCE)


class EndedError(UserError):
    """The process was ended or broke off, and so nothing is known of what it was given."""


@dataclass(frozen=True)
class Watch:
    """Somebody who looks on: told how far the work is, and asked now and then whether it is to stop."""

    on_progress: OnProgress
    should_stop: Callable[[], bool]


def aside(
    function: Callable[..., Any],
    *arguments: Any,
    seconds: float,
    watch: Watch | None = None,
    without: Collection[str] = (),
) -> Any:
    """``function(*arguments)`` computed elsewhere; the function stands in a module, and what goes in and
    comes out can be JSON. For a `watch` it takes ``on_progress`` as well. `without` are variables of the
    environment that it does not get.

    Raises the `UserError` that the function raises, an `EndedError` that says that it took too long, needed
    too much memory or broke off, or a `UserError` that too many others are at work already; `StopRequested`
    where whoever looks on wants it to stop.
    """
    if not _places.acquire(timeout=PATIENCE):
        raise UserError("Several texts are being read right now: try again in a moment.", "files")
    try:
        return _aside(function, arguments, seconds, watch, without)
    finally:
        _places.release()


def _aside(
    function: Callable[..., Any],
    arguments: Sequence[Any],
    seconds: float,
    watch: Watch | None,
    without: Collection[str],
) -> Any:
    environment = {name: said for name, said in child_environment().items() if name not in without}
    task = python_command(
        "electra_engine.jobs.aside_process", function.__module__, function.__name__, f"{seconds:g}"
    )
    with tempfile.TemporaryDirectory(prefix="electra-aside-", ignore_cleanup_errors=True) as scratch:
        told = Path(scratch) / TOLD
        process = subprocess.Popen(
            [*task, str(told)] if watch else task,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            env={**environment, **dict.fromkeys(TEMPORARY, scratch)},
            **own_session(),
        )
        with process:
            try:
                written = _answer(process, json.dumps(arguments).encode(), seconds, watch, told)
            finally:
                process.kill()  # does nothing where it has ended
    return _outcome(process.returncode, written, seconds)


def _answer(
    process: subprocess.Popen[bytes], asked: bytes, seconds: float, watch: Watch | None, told: Path
) -> bytes:
    """What the process writes in the end; raises an `EndedError` or `StopRequested` before that."""
    deadline = time.monotonic() + seconds + GRACE
    given: bytes | None = asked
    while True:
        try:
            return process.communicate(given, timeout=A_LOOK if watch else seconds + GRACE)[0]
        except subprocess.TimeoutExpired:
            given = None  # it has that already
        if time.monotonic() >= deadline:
            raise _too_long(seconds)
        if watch:
            _look_on(watch, told)


def _look_on(watch: Watch, told: Path) -> None:
    if watch.should_stop():
        raise StopRequested
    try:
        phase, done, total = json.loads(told.read_bytes())
    except (OSError, ValueError):  # nothing was told yet
        return
    watch.on_progress(phase, done, total)


def _outcome(code: int, written: bytes, seconds: float) -> Any:
    if code == -getattr(signal, "SIGALRM", 0):
        raise _too_long(seconds)
    if code != 0 or not written:
        raise EndedError(
            "The text could not be read, because the process that reads it ran out of memory or broke "
            "off: choose other or smaller files.",
            "files",
        )
    answer = json.loads(written)
    if "error" in answer:
        raise UserError(Sentence.unpacked(answer["error"]), answer["field"])
    return answer["result"]


def _too_long(seconds: float) -> EndedError:
    return EndedError(
        "The text could not be read within {seconds:,.0f} seconds, so the reading was ended: choose other "
        "or smaller files.",
        "files",
        seconds=seconds,
    )
