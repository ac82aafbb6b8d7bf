"""A second process that encodes documents while this one encodes others, because cutting a large text into
tokens takes longer than everything else that is done to it."""

from __future__ import annotations

import contextlib
import json
import subprocess
from collections.abc import Sequence
from concurrent.futures import Future, ThreadPoolExecutor

import numpy as np
from tokenizers import Tokenizer

from electra_engine.children import child_environment, python_command
from electra_engine.vocabulary.frames import ID, read_frame, write_frame


class EncodingHelper:
    """The process, whose number is `pid`, seen from outside; it encodes as `DocumentEncoder` does. `close`
    ends it."""

    def __init__(self, tokenizer: Tokenizer) -> None:
        self._process = subprocess.Popen(
            python_command("electra_engine.vocabulary.encoding_process"),
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
                with contextlib.suppress(OSError):  # what it was never told cannot be told any more
                    stream.close()

    def _tell(self, said: str) -> None:
        assert self._process.stdin is not None
        write_frame(self._process.stdin, said.encode())

    def _ask(self, texts: Sequence[str]) -> np.ndarray:
        assert self._process.stdout is not None
        self._tell(json.dumps(texts))
        answer = read_frame(self._process.stdout)
        if answer is None:
            raise BrokenPipeError("The helper is gone.")
        return np.frombuffer(answer, ID)
