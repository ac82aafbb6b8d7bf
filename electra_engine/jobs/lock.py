"""A lock that a process holds for life: a free lock means that its holder is gone, however it went.

The system frees it when the process ends, so nothing has to be cleaned up after a crash, and no
process number has to be believed. Looking takes a shared lock for an instant, so any number of
onlookers do not disturb one another; a taker may meet one of them and should try again shortly.
"""

from __future__ import annotations

import errno
import json
import os
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
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
    """Who took a lock last: `label` in words, `started` as UNIX time, both for display.

    `born` is when the process began, in the system's own ticks since its start, 0 where it cannot be told:
    a process number is used again sooner or later, together with the birth it is not.
    """

    pid: int
    started: float
    label: str = ""
    born: int = 0

    def is_itself(self) -> bool:
        """Whether the process of that number is still the one that took the lock, as far as can be told."""
        return not self.born or _birth(self.pid) == self.born


class HeldLock:
    """A lock in hand. It is given back by `release` (or `close`) or by the end of this process."""

    def __init__(self, file: BinaryIO) -> None:
        self._file = file

    def release(self) -> None:
        _unlock(self._file)
        self._file.close()

    close = release


def take(path: Path, label: str = "") -> HeldLock | None:
    """The lock, or None when another process has it (or looks at it in this very instant)."""
    file = os.fdopen(os.open(path, os.O_RDWR | os.O_CREAT, 0o666), "r+b", buffering=0)
    if not _lock(file, shared=False):
        file.close()
        return None
    pid = os.getpid()
    noted = {"pid": pid, "started": time.time(), "label": label, "born": _birth(pid)}
    try:
        file.seek(0)
        file.truncate()
        file.write(json.dumps(noted).encode())
    except OSError:  # no room to sign
        file.close()
        raise
    return HeldLock(file)


def take_within(path: Path, seconds: float, label: str = "") -> HeldLock | None:
    """The lock, tried again and again for `seconds`; None when it stays taken."""
    deadline = time.monotonic() + seconds
    while (held := take(path, label)) is None and time.monotonic() < deadline:
        time.sleep(0.02)
    return held


def is_held(path: Path) -> bool:
    """Whether some process, this one included, has the lock now; where there is no such file, it is free."""
    try:
        file = path.open("rb", buffering=0) if sys.platform != "win32" else path.open("r+b", buffering=0)
    except OSError:  # absent, or below something that is no folder: one odd entry must not hide the others
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
        born = int(noted.get("born", 0))
        return Holder(int(noted["pid"]), float(noted["started"]), str(noted["label"]), born)
    except (OSError, ValueError, KeyError, TypeError, AttributeError):
        return None


@contextmanager
def exclusive(path: Path, seconds: float) -> Iterator[BinaryIO]:
    """The file at `path`, made if need be, open to read and to overwrite, while nobody else has it so.

    Raises `OSError` when it cannot be opened or stays in other hands for `seconds`.
    """
    with os.fdopen(os.open(path, os.O_RDWR | os.O_CREAT, 0o666), "r+b", buffering=0) as file:
        deadline = time.monotonic() + seconds
        while not _lock(file, shared=False):
            if time.monotonic() > deadline:
                raise OSError(errno.EBUSY, os.strerror(errno.EBUSY))
            time.sleep(0.005)
        file.seek(0)
        try:
            yield file
        finally:
            _unlock(file)


def _birth(pid: int) -> int:
    """When a process began, in ticks since the system's start; 0 where there is no such thing to read."""
    try:
        # After the program's name, which may hold blanks and brackets of its own.
        return int(Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[19])
    except (OSError, ValueError, IndexError):
        return 0
