"""What two processes tell each other through a pipe: frames, each its length in 8 bytes and then itself."""

from __future__ import annotations

import struct
from typing import IO

import numpy as np

ID = np.dtype("<i4")  # of a token, on its way
_LENGTH = struct.Struct("<q")


def write_frame(stream: IO[bytes], content: bytes) -> None:
    """Sends one."""
    stream.write(_LENGTH.pack(len(content)))
    stream.write(content)
    stream.flush()


def read_frame(stream: IO[bytes]) -> bytes | None:
    """The next frame; None where there is none, or only a part of one."""
    head = stream.read(_LENGTH.size)
    if len(head) < _LENGTH.size:
        return None
    content = stream.read(length := _LENGTH.unpack(head)[0])
    return content if len(content) == length else None
