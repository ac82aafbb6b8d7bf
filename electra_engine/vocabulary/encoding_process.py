"""The process in which an `EncodingHelper` does its work.

    python -m electra_engine.vocabulary.encoding_process

It reads frames from standard input, first the tokenizer and then lists of texts as JSON, and answers each
list with its ids as int32. The process ends when nobody writes to it any more.
"""

from __future__ import annotations

import json
import os
import sys

import numpy as np
from tokenizers import Tokenizer

from electra_engine.vocabulary.encoding import DocumentEncoder
from electra_engine.vocabulary.frames import ID, read_frame, write_frame


def main() -> None:
    """Encodes what standard input brings until it ends."""
    # Buffered, so that an answer is never half written; what libraries print goes to standard error.
    asked, answers = sys.stdin.buffer, os.fdopen(os.dup(1), "wb")
    os.dup2(2, 1)
    tokenizer = read_frame(asked)
    if tokenizer is None:
        return
    encoder = DocumentEncoder(Tokenizer.from_str(tokenizer.decode()))
    while (texts := read_frame(asked)) is not None:
        write_frame(answers, np.array(encoder.encode(json.loads(texts)), ID).tobytes())


if __name__ == "__main__":
    main()
