"""How processes of ours are started: the command, the environment, out of whose reach they are, and how many
can work at once."""

from __future__ import annotations

import os
import subprocess
import sys
import sysconfig
from pathlib import Path
from typing import Any


def python_command(module: str, *arguments: str) -> list[str]:
    """The command that runs one of our modules; -P keeps the working folder out of the imports."""
    return [sys.executable, "-P", "-m", module, *arguments]


def child_environment() -> dict[str, str]:
    """This process's environment, in which a child finds the engine whatever its working folder."""
    home = Path(__file__).parents[1]
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


def available_cores() -> int:
    """The processor's cores that this process may use."""
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1
