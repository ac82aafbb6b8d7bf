"""A lock that a process holds for life: a free lock means that its holder is gone, however it went.

The system frees it when the process ends, so nothing has to be cleaned up after a crash, and no
process number has to be believed. Looking takes a shared lock for an instant, so any number of
onlookers do not disturb one another; a taker may meet one of them and should try again shortly.
"""

from __future__ import annotations

import json
import os
import sys
import time
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO

if sys.platform == "win32":
    import msvcrt

    FAR_BYTE = 1 << 30  # Windows locks bytes, not files: one beyond the text leaves the text readable

    def _lock(file: BinaryIO, shared: bool) -> bool:
        # Windows has no shared byte locks: two onlookers can meet, so they look again.
        for _ in range(20 if shared else 1):
            try:
                file.seek(FAR_BYTE)
                msvcrt.locking(file.fileno(), msvcrt.LK_NBLCK, 1)
                return True
            except OSError:
                time.sleep(0.005)
        return False

    def _unlock(file: BinaryIO) -> None:
        file.seek(FAR_BYTE)
        msvcrt.locking(file.fileno(), msvcrt.LK_UNLCK, 1)

else:
    import fcntl

    def _lock(file: BinaryIO, shared: bool) -> bool:
        try:
            fcntl.flock(file, (fcntl.LOCK_SH if shared else fcntl.LOCK_EX) | fcntl.LOCK_NB)
        except BlockingIOError:
            return False
        return True

    def _unlock(file: BinaryIO) -> None:
        fcntl.flock(file, fcntl.LOCK_UN)


@dataclass(frozen=True)
class Holder:
    """Who took a lock last, for display: `label` in words, `started` as UNIX time."""

    pid: int
    started: float
    label: str = ""


class HeldLock:
    """A lock in hand. It is given back by `release` or by the end of this process."""

    def __init__(self, file: BinaryIO) -> None:
        self._file = file

    def release(self) -> None:
        _unlock(self._file)
        self._file.close()


def take(path: Path, label: str = "") -> HeldLock | None:
    """The lock, or None when another process has it (or looks at it in this very instant)."""
    file = os.fdopen(os.open(path, os.O_RDWR | os.O_CREAT, 0o666), "r+b", buffering=0)
    if not _lock(file, shared=False):
        file.close()
        return None
    file.seek(0)
    file.truncate()
    file.write(json.dumps({"pid": os.getpid(), "started": time.time(), "label": label}).encode())
    return HeldLock(file)


def take_within(path: Path, seconds: float, label: str = "") -> HeldLock | None:
    """The lock, tried again and again for `seconds`; None when it stays taken."""
    deadline = time.monotonic() + seconds
    while (held := take(path, label)) is None and time.monotonic() < deadline:
        time.sleep(0.02)
    return held


def is_held(path: Path) -> bool:
    """Whether some process, this one included, has the lock now; an absent file is free."""
    try:
        file = path.open("rb", buffering=0) if sys.platform != "win32" else path.open("r+b", buffering=0)
    except FileNotFoundError:
        return False
    with file:
        if not _lock(file, shared=True):
            return True
        _unlock(file)
        return False


def holder(path: Path) -> Holder | None:
    """Who took the lock last, whether or not it is still held; None when nobody has since it was made."""
    try:
        noted = json.loads(path.read_bytes())
        return Holder(int(noted["pid"]), float(noted["started"]), str(noted["label"]))
    except (OSError, ValueError, KeyError, TypeError):
        return None
