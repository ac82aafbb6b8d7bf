"""How a run can end, and what is said of an end that nobody asked for."""

from __future__ import annotations

import errno
from dataclasses import dataclass

from electra_engine.errors import UserError

OUT_OF_MEMORY = (
    "Memory ran out: choose fewer rows in a batch, shorter rows or smaller networks, "
    "or close other programs, and start again."
)
DISK_FULL = "The disk is full: make room and resume from the last checkpoint."


@dataclass(frozen=True)
class Ending:
    """A run's last phase, the name of the event that tells of it, and one sentence.

    The names of failures: "bad_input" (the person can mend it), "memory", "disk" and "fault" (ours).
    An empty message keeps the sentence that the training itself said last.
    """

    phase: str
    name: str
    message: str = ""


def broken_off(error: Exception) -> Ending:
    """The ending that an exception makes, in words that say what to do."""
    if isinstance(error, UserError):
        return Ending("failed", "bad_input", error.sentence)
    if is_out_of_memory(error):
        return Ending("failed", "memory", OUT_OF_MEMORY)
    if _is_disk_full(error):
        return Ending("failed", "disk", DISK_FULL)
    return Ending(
        "failed",
        "fault",
        f"Training broke off because of a fault in the program ({type(error).__name__}); "
        "the log of this run has the details.",
    )


def is_out_of_memory(error: Exception) -> bool:
    """Whether an exception, of whatever type, says that memory ran out."""
    # By name and text, because torch must not be imported for this; its CPU allocator raises RuntimeError.
    text = str(error).lower()
    return (
        isinstance(error, MemoryError)
        or type(error).__name__ == "OutOfMemoryError"
        or (isinstance(error, RuntimeError) and ("can't allocate memory" in text or "out of memory" in text))
        or (isinstance(error, OSError) and error.errno == errno.ENOMEM)
    )


def _is_disk_full(error: Exception) -> bool:
    # SQLite and safetensors raise their own types and leave only the text.
    text = str(error).lower()
    full = "no space left on device" in text or "disk is full" in text
    return full or (isinstance(error, OSError) and error.errno in (errno.ENOSPC, errno.EDQUOT))
