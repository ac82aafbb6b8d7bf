"""The process in which `aside` does its work, and which the system ends where the limits are.

    python -m electra_engine.jobs.aside_process MODULE FUNCTION SECONDS [FILE]

Arguments come as JSON on standard input, the result or the refusal goes as JSON to standard output. Where a
FILE is named, how far the work is stands in it, as JSON: the phase, the bytes done and those in all.
"""

from __future__ import annotations

import contextlib
import importlib
import json
import os
import signal
import sys
from pathlib import Path
from typing import Any

from electra_engine.errors import UserError

MOST_MEMORY = 4 << 30  # bytes of address space, most of which is never used


def _limit(seconds: float) -> None:
    """Lets the system end this process when it takes too long, even if its parent is gone, or too much."""
    if hasattr(signal, "setitimer"):
        signal.setitimer(signal.ITIMER_REAL, seconds)
    try:
        import resource
    except ImportError:  # not on Windows
        return
    resource.setrlimit(resource.RLIMIT_AS, (MOST_MEMORY, MOST_MEMORY))


def main(module: str, name: str, seconds: str, told: str = "") -> None:
    """Does the task and writes down what came of it."""
    _limit(float(seconds))
    # Libraries print: only the answer may reach the pipe, the rest goes to standard error.
    with os.fdopen(os.dup(1), "wb") as answers:
        os.dup2(2, 1)
        answers.write(json.dumps(_outcome(module, name, told)).encode())


def _outcome(module: str, name: str, told: str) -> dict[str, Any]:
    function = getattr(importlib.import_module(module), name)
    watched = {"on_progress": _Teller(Path(told))} if told else {}
    try:
        return {"result": function(*json.load(sys.stdin), **watched)}
    except UserError as error:
        return {"error": error.sentence.packed(), "field": error.field}


class _Teller:
    """Writes down how far the work is, whole each time; a full disk costs only that."""

    def __init__(self, told: Path) -> None:
        self._told = told

    def __call__(self, phase: str, done: int, total: int) -> None:
        draft = self._told.with_suffix(".new")
        with contextlib.suppress(OSError):
            draft.write_text(json.dumps([phase, done, total]), encoding="ascii")
            draft.replace(self._told)


if __name__ == "__main__":
    main(*sys.argv[1:])
