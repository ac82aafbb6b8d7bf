"""What outlasts a power failure: files flushed before they get their names, and then the names as well.

A system may write a new name to the disk before the contents that it stands for; whoever finds the name after
a power failure would believe in an empty file.
"""

from __future__ import annotations

import os
from pathlib import Path


def flush_file(path: Path) -> None:
    """Waits until the contents of a file are on the disk."""
    with path.open("r+b" if os.name == "nt" else "rb") as file:  # Windows flushes only what may be written
        os.fsync(file.fileno())


def flush_folder(folder: Path) -> None:
    """Waits until the names in `folder` are on the disk, not those in folders below it."""
    if os.name == "nt":  # Windows cannot open a folder to flush it
        return
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


def flush_all(folder: Path) -> None:
    """Waits until everything in `folder` and below is on the disk, names and contents."""
    for path in folder.rglob("*"):
        if path.is_dir():
            flush_folder(path)
        else:
            flush_file(path)
    flush_folder(folder)


def write_durably(path: Path, text: str) -> None:
    """Writes a file's contents to the disk; its name is there once its folder is flushed."""
    with path.open("w", encoding="utf-8") as file:
        file.write(text)
        file.flush()
        os.fsync(file.fileno())
