"""Work on files that are not ours, in a process of its own that can be killed.

A text can be made so that reading or cutting it takes for ever or fills the memory. Here that ends the
process that reads it, and whoever asked gets one sentence. That process is `aside_process`; what it leaves
in its folder for temporary files, a half-unpacked archive of gigabytes perhaps, goes when it is gone.
"""

from __future__ import annotations

import json
import signal
import subprocess
import tempfile
import threading
from collections.abc import Callable, Sequence
from typing import Any

from electra_engine.children import child_environment, own_session, python_command
from electra_engine.errors import UserError
from electra_engine.sentences import Sentence

AT_ONCE = 4  # processes; whoever asks for one more waits a little and is then refused
PATIENCE = 5.0  # seconds
GRACE = 5.0  # seconds after which a process that did not end itself is killed
TEMPORARY = ("TMPDIR", "TEMP", "TMP")  # where `tempfile` and libraries look, whatever the system

_places = threading.BoundedSemaphore(AT_ONCE)


class EndedError(UserError):
    """The process was ended or broke off, and so nothing is known of what it was given."""


def aside(function: Callable[..., Any], *arguments: Any, seconds: float) -> Any:
    """``function(*arguments)`` computed elsewhere; the function stands in a module, and what goes in and
    comes out can be JSON.

    Raises the `UserError` that the function raises, an `EndedError` that says that it took too long, needed
    too much memory or broke off, or a `UserError` that too many others are at work already.
    """
    if not _places.acquire(timeout=PATIENCE):
        raise UserError("Several texts are being read right now: try again in a moment.", "files")
    try:
        return _aside(function, arguments, seconds)
    finally:
        _places.release()


def _aside(function: Callable[..., Any], arguments: Sequence[Any], seconds: float) -> Any:
    task = python_command(
        "electra_engine.jobs.aside_process", function.__module__, function.__name__, f"{seconds:g}"
    )
    with tempfile.TemporaryDirectory(prefix="electra-aside-", ignore_cleanup_errors=True) as scratch:
        try:
            done = subprocess.run(
                task,
                input=json.dumps(arguments).encode(),
                stdout=subprocess.PIPE,
                env={**child_environment(), **dict.fromkeys(TEMPORARY, scratch)},
                timeout=seconds + GRACE,
                **own_session(),
            )
        except subprocess.TimeoutExpired:
            raise _too_long(seconds) from None
    if done.returncode == -getattr(signal, "SIGALRM", 0):
        raise _too_long(seconds)
    if done.returncode != 0 or not done.stdout:
        raise EndedError(
            "The text could not be read, because the process that reads it ran out of memory or broke "
            "off: choose other or smaller files.",
            "files",
        )
    answer = json.loads(done.stdout)
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
