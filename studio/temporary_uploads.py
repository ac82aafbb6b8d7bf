"""The files that Gradio writes an upload into, removed where the upload comes to nothing.

What came whole is renamed in the end; what broke off, or was sent under a name that Gradio does not look
for, would keep its temporary name for ever.
"""

from __future__ import annotations

import contextlib
from collections.abc import Iterator
from contextvars import ContextVar
from pathlib import Path
from tempfile import NamedTemporaryFile
from typing import Any

from gradio import route_utils

_of_this_upload: ContextVar[list[str] | None] = ContextVar("_of_this_upload", default=None)


def note_temporary_files() -> None:
    """From now on it is known which files an upload is written into."""
    route_utils.NamedTemporaryFile = _noted  # type: ignore[assignment]


@contextlib.contextmanager
def temporary_files_removed() -> Iterator[None]:
    """When the upload that is taken in here ends, whatever way, none of its temporary files stays."""
    names: list[str] = []
    token = _of_this_upload.set(names)
    try:
        yield
    finally:
        _of_this_upload.reset(token)
        for name in names:
            with contextlib.suppress(OSError):
                Path(name).unlink()


def _noted(**details: Any) -> Any:
    file = NamedTemporaryFile(**details)  # noqa: SIM115 - whoever asked for it closes it
    if (names := _of_this_upload.get()) is not None:
        names.append(file.name)
    return file
