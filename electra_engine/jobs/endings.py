"""How a run can end, and what is said of an end that nobody asked for."""

from __future__ import annotations

import errno
import sqlite3
from dataclasses import dataclass

from electra_engine.errors import UserError
from electra_engine.sentences import SILENCE, Sentence
from electra_engine.watching.unreadable import UnreadableRecordsError

OUT_OF_MEMORY = Sentence(
    "Memory ran out: close other programs and resume, or start again with fewer rows in a batch, "
    "shorter rows or smaller networks."
)
DISK_FULL = Sentence("The disk is full: make room and resume from the last checkpoint.")
FOLDER_OUT_OF_REACH = Sentence(
    "The folder of this run can no longer be written (it was moved, removed or made read-only): put it back "
    "or make it writable, and resume."
)
RECORDS_DAMAGED = Sentence(
    "The records of this run are damaged, so nothing can be added to them: `electra-engine doctor --repair` "
    "sets them aside, then resume; its checkpoints are kept."
)
KILLED = Sentence(
    "The process that trained this run was killed (signal 9), most likely because memory ran out: close "
    "other programs and resume; if it happens again, choose fewer rows in a batch or smaller networks."
)
HELPER_GONE = Sentence(
    "One of the processes that train together is gone, most likely because memory ran out: "
    "resume, or choose fewer processes."
)
UNSAID = Sentence(
    "This run broke off and could not even record why: the log of this run has the details. Resume it."
)

# How torch's allocators, files it maps, C++ and threads say in their own words that memory ran out.
NO_MEMORY = (
    "can't allocate memory",
    "cannot allocate memory",
    "not enough memory",
    "out of memory",
    "bad_alloc",
    "can't start new thread",
)
NO_ROOM = ("no space left on device", "disk is full", "file too large", "quota exceeded")
# Where it is the machine that must be mended, the run itself can begin again as it is.
MENDABLE = (OUT_OF_MEMORY, DISK_FULL, FOLDER_OUT_OF_REACH, RECORDS_DAMAGED, HELPER_GONE, UNSAID)
# What the catalogue can tell of an ending by its name alone, where the records could not.
TOLD_BY_NAME = {
    "memory": OUT_OF_MEMORY,
    "disk": DISK_FULL,
    "folder": FOLDER_OUT_OF_REACH,
    "records": RECORDS_DAMAGED,
    "killed": KILLED,
}


class HelperGoneError(UserError):
    """A process that trained along has ended; the pair of the one that leads is whole."""

    def __init__(self) -> None:
        super().__init__(HELPER_GONE, "machine.processes")


@dataclass(frozen=True)
class Ending:
    """A run's last phase, the name of the event that tells of it, and one sentence.

    The names of failures: "bad_input" (the person can mend it), "memory", "disk", "folder", "records"
    and "fault" (ours).
    An empty message keeps the sentence that the training itself said last.
    """

    phase: str
    name: str
    message: Sentence = SILENCE


def broken_off(error: Exception) -> Ending:
    """The ending that an exception makes, in words that say what to do."""
    if _is_damage(error):
        return Ending("failed", "records", RECORDS_DAMAGED)
    if isinstance(error, HelperGoneError):
        return Ending("failed", "memory", HELPER_GONE)
    if isinstance(error, UserError):
        return Ending("failed", "bad_input", error.sentence)
    if is_out_of_memory(error):
        return Ending("failed", "memory", OUT_OF_MEMORY)
    if is_disk_full(error):
        return Ending("failed", "disk", DISK_FULL)
    if _is_out_of_reach(error):
        return Ending("failed", "folder", FOLDER_OUT_OF_REACH)
    return Ending(
        "failed",
        "fault",
        Sentence(
            "Training broke off because of a fault in the program ({fault}); the log of this run has "
            "the details.",
            fault=type(error).__name__,
        ),
    )


def is_out_of_memory(error: Exception) -> bool:
    """Whether an exception, of whatever type, says that memory ran out."""
    # By name and text, because torch must not be imported for this; its CPU allocator raises RuntimeError.
    text = str(error).lower()
    return (
        isinstance(error, MemoryError)
        or type(error).__name__ == "OutOfMemoryError"
        or (isinstance(error, RuntimeError) and any(words in text for words in NO_MEMORY))
        or (isinstance(error, OSError) and error.errno == errno.ENOMEM)
    )


def is_disk_full(error: Exception) -> bool:
    """Whether an exception, of whatever type, says that the disk or a quota is full."""
    # SQLite and safetensors raise their own types and leave only the text.
    text = str(error).lower()
    full = any(words in text for words in NO_ROOM)
    return full or (isinstance(error, OSError) and error.errno in (errno.ENOSPC, errno.EDQUOT, errno.EFBIG))


def _is_damage(error: Exception) -> bool:
    """Whether a records file turned out not to be one; one that is shut, locked or full is another matter."""
    cause = error.__cause__ if isinstance(error, UnreadableRecordsError) else error
    if isinstance(error, UnreadableRecordsError) and not isinstance(cause, sqlite3.Error):
        return True
    return isinstance(cause, sqlite3.DatabaseError) and not isinstance(cause, sqlite3.OperationalError)


def _is_out_of_reach(error: Exception) -> bool:
    text = str(error).lower()
    if isinstance(error, sqlite3.OperationalError):
        return any(words in text for words in ("readonly", "unable to open", "disk i/o error"))
    gone = (errno.EACCES, errno.EPERM, errno.EROFS, errno.ENOENT)
    return isinstance(error, OSError) and error.errno in gone
