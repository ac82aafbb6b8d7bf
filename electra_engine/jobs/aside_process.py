"""The process in which `aside` does its work, and which the system ends where the limits are.

    python -m electra_engine.jobs.aside_process MODULE FUNCTION SECONDS

Arguments come as JSON on standard input, the result or the refusal goes as JSON to standard output.
"""

from __future__ import annotations

import importlib
import json
import os
import signal
import sys
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


def main(module: str, name: str, seconds: str) -> None:
    """Does the task and writes down what came of it."""
    _limit(float(seconds))
    # Libraries print: only the answer may reach the pipe, the rest goes to standard error.
    with os.fdopen(os.dup(1), "wb") as answers:
        os.dup2(2, 1)
        answers.write(json.dumps(_outcome(module, name)).encode())


def _outcome(module: str, name: str) -> dict[str, Any]:
    function = getattr(importlib.import_module(module), name)
    try:
        return {"result": function(*json.load(sys.stdin))}
    except UserError as error:
        return {"error": error.sentence.packed(), "field": error.field}


if __name__ == "__main__":
    main(*sys.argv[1:])
