"""Paths that people type, of which some can be none: too long for any disk, or in the home of nobody."""

from __future__ import annotations

import contextlib
from pathlib import Path

from electra_engine.errors import UserError


def typed_path(text: str, field: str | None = None) -> Path:
    """The path, where nothing need be; raises `UserError` naming `field` where nobody may even look."""
    try:
        path = Path(text).expanduser()
        with contextlib.suppress(FileNotFoundError, NotADirectoryError):
            path.stat()
    except (OSError, RuntimeError, ValueError) as error:
        raise UserError(
            "The path {path} cannot be used ({reason}): give the path of something that you may read.",
            field,
            path=text[:200],
            reason=getattr(error, "strerror", None) or str(error),
        ) from None
    return path
