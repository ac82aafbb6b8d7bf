"""How much of the disk a workspace may take, and how much it takes.

The quota stands in the workspace, so that every studio and every command that opens it keeps to it.
"""

from __future__ import annotations

import os
import shutil
import uuid
from pathlib import Path

from electra_engine.errors import UserError
from electra_engine.workspace import Workspace

GIGABYTE = 10**9
DEFAULT_QUOTA = 100 * GIGABYTE
LARGEST_QUOTA = 1_000_000  # GB


def quota_of(workspace: Workspace) -> int:
    """The most bytes that the workspace may take; the default where none was set or it cannot be read."""
    try:
        quota = int(workspace.quota_file.read_text(encoding="ascii"))
    except (OSError, ValueError):
        return DEFAULT_QUOTA
    return quota if quota > 0 else DEFAULT_QUOTA


def set_quota(workspace: Workspace, gigabytes: float) -> None:
    """Sets the quota; raises `UserError` for one that is none or cannot be kept. What is there already
    stays."""
    if not 0 < gigabytes <= LARGEST_QUOTA:  # also refuses what is not a number
        raise UserError(
            "The quota must be more than 0 and at most {most:,} GB: choose such a number.",
            "quota",
            most=LARGEST_QUOTA,
        )
    draft = workspace.quota_file.with_name(f".quota-{uuid.uuid4().hex}")
    try:
        draft.write_text(str(max(int(gigabytes * GIGABYTE), 1)), encoding="ascii")
        draft.replace(workspace.quota_file)
    except OSError as error:
        draft.unlink(missing_ok=True)
        raise UserError(
            "The quota could not be kept in {folder} ({reason}): leave it out, or make that folder writable.",
            "quota",
            folder=workspace.root,
            reason=error.strerror or error,
        ) from None


def space_taken(folder: Path) -> int:
    """The bytes in a folder and all below it; links are not followed."""
    taken, folders = 0, [folder]
    while folders:
        try:
            with os.scandir(folders.pop()) as entries:
                for entry in entries:
                    if entry.is_dir(follow_symlinks=False):
                        folders.append(Path(entry.path))
                    else:
                        taken += entry.stat(follow_symlinks=False).st_size
        except OSError:  # it went away meanwhile
            continue
    return taken


def space_left(workspace: Workspace) -> int:
    """The bytes that may still be written: what the quota leaves, or the disk; below 0 when it is passed."""
    left = quota_of(workspace) - space_taken(workspace.root)
    try:
        return min(left, shutil.disk_usage(workspace.root).free)
    except OSError:
        return left


def check_space_left(workspace: Workspace) -> None:
    """Raises `UserError` when the workspace holds more than it may."""
    if space_left(workspace) <= 0:
        raise UserError(
            "The workspace is full (it may take {quota:,.1f} GB): remove runs or files you no longer need, "
            "or allow more with --quota.",
            "quota",
            quota=quota_of(workspace) / GIGABYTE,
        )
