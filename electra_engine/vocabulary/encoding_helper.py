"""A second process that encodes documents while this one encodes others, because cutting a large text into
tokens takes longer than everything else that is done to it.

    python -m electra_engine.vocabulary.encoding_helper

It reads frames from standard input, first the tokenizer and then lists of texts as JSON, and answers each
list with its ids as int32. A frame is its length in bytes, 8 of them, and then itself. The helper ends when
nobody writes to it any more.
"""

from __future__ import annotations

import json
import struct
import subprocess
import sys
from collections.abc import Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from typing import IO

import numpy as np
from tokenizers import Tokenizer

from electra_engine.children import child_environment, python_command
from electra_engine.vocabulary.encoding import DocumentEncoder

ID = np.dtype("<i4")
_LENGTH = struct.Struct("<q")


class EncodingHelper:
    """The process, whose number is `pid`, seen from outside; it encodes as `DocumentEncoder` does. `close`
    ends it."""

    def __init__(self, tokenizer: Tokenizer) -> None:
        self._process = subprocess.Popen(
            python_command("electra_engine.vocabulary.encoding_helper"),
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            env=child_environment(),
        )
        self.pid = self._process.pid
        self._talker = ThreadPoolExecutor(1, "encoding-helper")
        self._talker.submit(self._tell, tokenizer.to_str())

    def begin(self, texts: Sequence[str]) -> Future[np.ndarray]:
        """The ids of `texts`, as soon as it has them; an `OSError` where the process is gone."""
        return self._talker.submit(self._ask, texts)

    def close(self) -> None:
        """Ends the process, whatever it is doing."""
        self._process.kill()
        self._talker.shutdown(cancel_futures=True)
        self._process.wait()
        for stream in (self._process.stdin, self._process.stdout):
            if stream is not None:
                stream.close()

    def _tell(self, said: str) -> None:
        assert self._process.stdin is not None
        _write_frame(self._process.stdin, said.encode())

    def _ask(self, texts: Sequence[str]) -> np.ndarray:
        assert self._process.stdout is not None
        self._tell(json.dumps(texts))
        answer = _read_frame(self._process.stdout)
        if answer is None:
            raise BrokenPipeError("The helper is gone.")
        return np.frombuffer(answer, ID)


def main() -> None:
    """Encodes what standard input brings until it ends."""
    asked, answers = sys.stdin.buffer, sys.stdout.buffer
    tokenizer = _read_frame(asked)
    if tokenizer is None:
        return
    encoder = DocumentEncoder(Tokenizer.from_str(tokenizer.decode()))
    while (texts := _read_frame(asked)) is not None:
        _write_frame(answers, np.array(encoder.encode(json.loads(texts)), ID).tobytes())


def _write_frame(stream: IO[bytes], content: bytes) -> None:
    stream.write(_LENGTH.pack(len(content)))
    stream.write(content)
    stream.flush()


def _read_frame(stream: IO[bytes]) -> bytes | None:
    """The next frame; None where there is none, or only a part of one."""
    head = stream.read(_LENGTH.size)
    if len(head) < _LENGTH.size:
        return None
    content = stream.read(length := _LENGTH.unpack(head)[0])
    return content if len(content) == length else None


if __name__ == "__main__":
    main()
