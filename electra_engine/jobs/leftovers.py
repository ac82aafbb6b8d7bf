"""What processes that ended halfway have left in a workspace: nobody reads it, and it takes room."""

from __future__ import annotations

import contextlib
import shutil
import time
from collections.abc import Iterator
from pathlib import Path

from electra_engine.workspace import Workspace

STILL_WRITTEN = 600.0  # seconds: a draft younger than this may be in the making
STILL_COMING = 60.0  # seconds: an upload that is underway is written to more often
SERVED_LIFE = 86_400  # seconds that a page's file may stay where pages upload to and download from
IN_THE_MAKING = (
    "*/.new-*",
    "*/*/.new-*",
    "runs/*/watched/.new-*",
    "runs/.removed-*",
    "corpora/.removed-*",
    "studio/labelled/.removed-*",
    "runs/*/exported/new-*",
)


def leftovers(workspace: Workspace) -> Iterator[Path]:
    """What was half-written, half-removed or half-sent, or served to a page that is long gone."""
    drafts = {path for pattern in IN_THE_MAKING for path in workspace.root.glob(pattern)}
    yield from (path for path in sorted(drafts) if _age(path) > STILL_WRITTEN)
    yield from served_leftovers(workspace.root / "studio" / "served")


def served_leftovers(served: Path) -> Iterator[Path]:
    """The same in the studio's cache: Gradio calls what is still being uploaded tmp… there, and never
    comes back to what an earlier studio has left. An empty one it makes for each file that a page uses."""
    for path in sorted(served.glob("*")):
        broken_off = path.name.startswith("tmp") and not path.is_dir() and not _is_empty(path)
        if _age(path) > (STILL_COMING if broken_off else SERVED_LIFE):
            yield path


def remove_leftover(path: Path) -> None:
    """Deletes a file or folder; one that is gone already is no fault."""
    if path.is_dir() and not path.is_symlink():
        shutil.rmtree(path, ignore_errors=True)
    else:
        with contextlib.suppress(OSError):
            path.unlink()


def _is_empty(path: Path) -> bool:
    try:
        return path.lstat().st_size == 0
    except OSError:
        return True


def _age(path: Path) -> float:
    """Seconds since anything in it was written; 0 where it went away meanwhile."""
    try:
        return time.time() - max(part.lstat().st_mtime for part in (path, *path.rglob("*")))
    except OSError:
        return 0.0
