"""What was read of files, kept for as long as these stay as they are.

A page that is open asks for every run of a workspace again and again, and most of them ended long ago.
"""

from __future__ import annotations

import os
import threading
import time
from collections import OrderedDict
from collections.abc import Callable, Hashable, Iterable
from pathlib import Path
from typing import Generic, TypeVar

MOST_KEPT = 2_000
# Seconds since a file's last change, after which its times tell every later one. Two changes within one tick
# of the file system's clock look alike.
SETTLED = 2.0

T = TypeVar("T")
Stamp = tuple[tuple[int, ...] | None, ...]


class Unchanged(Generic[T]):
    """Answers of one kind, by key; those asked for last are kept."""

    def __init__(self) -> None:
        self._kept: OrderedDict[Hashable, tuple[Stamp, T]] = OrderedDict()
        self._lock = threading.Lock()

    def get(self, key: Hashable, files: Iterable[Path | str], read: Callable[[], T]) -> T:
        """What `read` says, or said when `files` (which may be missing) were last as they are now.

        What `read` raises is never kept, nor what it says of files that changed just now.
        """
        stamp = tuple(_stamp(file) for file in files)
        with self._lock:
            if key in self._kept and self._kept[key][0] == stamp:
                self._kept.move_to_end(key)
                return self._kept[key][1]
        answer = read()
        with self._lock:
            self._kept.pop(key, None)
            if _is_settled(stamp):
                self._kept[key] = (stamp, answer)
                while len(self._kept) > MOST_KEPT:
                    self._kept.popitem(last=False)
        return answer


def _stamp(file: Path | str) -> tuple[int, ...] | None:
    """Its time of change in nanoseconds first. Not that of its entry, which reading a database may move."""
    try:
        seen = os.stat(file)  # noqa: PTH116 - asked a thousand times a second, a Path costs more than the answer
    except OSError:
        return None
    return seen.st_mtime_ns, seen.st_size, seen.st_ino, seen.st_mode, seen.st_uid


def _is_settled(stamp: Stamp) -> bool:
    since = time.time_ns() - SETTLED * 1e9
    return all(part is None or part[0] < since for part in stamp)
