"""Looking at uploaded files in a process that can be killed, within a time that fits their size."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

from electra_engine import Watch, aside

SECONDS = 60.0  # for any file
BYTES_A_SECOND = 1 << 20  # beyond that; a slow machine reads several times as much
Look = Callable[..., dict[str, Any]]


def looking_aside(look: Look) -> Look:
    """The same look, done elsewhere; raises `UserError` also when it takes too long or breaks off.

    What it is given besides the files can be JSON. Where somebody looks on (`watch`), the look itself is
    given ``on_progress``.
    """

    def look_elsewhere(files: Sequence[Path], *more: Any, watch: Watch | None = None) -> dict[str, Any]:
        size = sum(file.stat().st_size for file in files)
        seconds = SECONDS + size / BYTES_A_SECOND
        seen: dict[str, Any] = aside(look, [str(file) for file in files], *more, seconds=seconds, watch=watch)
        return seen

    return look_elsewhere
