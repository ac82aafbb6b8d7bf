"""A run's log as plain text, in the reader's language as far as its lines have one."""

from __future__ import annotations

import time

from electra_engine import RunFolder, read_log
from studio.text import say
from studio.text.told import told

SHOWN = 100  # lines


def log_version(run: RunFolder) -> tuple[int, int]:
    """What changes whenever the log does."""
    try:
        known = run.events_log.stat()
    except OSError:
        return (0, 0)
    return (known.st_size, known.st_mtime_ns)


def log_text(run: RunFolder) -> str:
    """The last lines, a line each and the program's own words under what broke; never markup."""
    lines = []
    for line in read_log(run, SHOWN):
        when = time.strftime("%H:%M:%S", time.localtime(line.time))
        place = say("runs.step", step=f"{line.step:,}") if line.step else ""
        parts = (when, line.level.lower(), place, told(line.message))
        lines.append("  ".join(part for part in parts if part))
        lines += [f"    {traced}" for traced in line.trace.splitlines()]
    return "\n".join(lines) or say("runs.log_empty")
