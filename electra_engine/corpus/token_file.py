"""One stream of token ids being written: bounded memory, and no file under its final name until whole."""

from __future__ import annotations

from collections.abc import Sequence
from concurrent.futures import Future
from pathlib import Path
from typing import BinaryIO

import numpy as np

from electra_engine.corpus.packed import token_type
from electra_engine.durability import flush_file
from electra_engine.vocabulary.encoding import DocumentEncoder
from electra_engine.vocabulary.encoding_helper import EncodingHelper
from electra_engine.vocabulary.frequencies import count_tokens

BATCH_CHARACTERS = 1_000_000


def append_ids(stream: BinaryIO, ids: Sequence[int] | np.ndarray, vocabulary_size: int) -> None:
    """Writes token ids in the type that fits the vocabulary: 2 bytes an id up to 65,536 tokens, else 4."""
    stream.write(np.asarray(ids, dtype=token_type(vocabulary_size)).tobytes())


class TokenFile:
    """Encodes documents in batches and appends their ids to ``PATH.part``; `publish` renames it.

    With a `helper` every other batch is encoded there. `frequencies` (V,) and the three counts are complete
    after `publish`.
    """

    def __init__(
        self,
        path: Path,
        encoder: DocumentEncoder,
        vocabulary_size: int,
        helper: EncodingHelper | None = None,
    ) -> None:
        self.documents = 0
        self.characters = 0
        self.tokens = 0
        self.frequencies = np.zeros(vocabulary_size, dtype=np.int64)
        self._path = path
        self._part = path.with_name(f"{path.name}.part")
        self._encoder, self._helper = encoder, helper
        self._stream = self._part.open("wb")
        self._waiting: list[str] = []
        self._waiting_characters = 0
        self._helped: tuple[list[str], Future[np.ndarray]] | None = None

    def add(self, text: str) -> None:
        """Appends one document."""
        self.documents += 1
        self.characters += len(text)
        self._waiting.append(text)
        self._waiting_characters += len(text)
        if self._waiting_characters >= BATCH_CHARACTERS:
            self._encode_waiting()

    def publish(self) -> None:
        """Writes what is left and gives the file its name."""
        self._helper = None
        self._encode_waiting()
        self._stream.close()
        flush_file(self._part)
        self._part.replace(self._path)

    def abandon(self) -> None:
        """Closes the file and leaves nothing half-written; does nothing after `publish`."""
        self._stream.close()
        self._part.unlink(missing_ok=True)

    def _encode_waiting(self) -> None:
        texts, self._waiting, self._waiting_characters = self._waiting, [], 0
        if self._helper is not None and self._helped is None:
            self._helped = texts, self._helper.begin(texts)
            return
        own = self._encoder.encode(texts)
        self._write_helped()
        self._write(own)

    def _write_helped(self) -> None:
        """Writes the batch that the helper was given; where the helper is gone it is encoded here."""
        if self._helped is None:
            return
        (texts, ids), self._helped = self._helped, None
        try:
            self._write(ids.result())
        except OSError:
            self._helper = None
            self._write(self._encoder.encode(texts))

    def _write(self, ids: Sequence[int] | np.ndarray) -> None:
        ids = np.asarray(ids, dtype=np.int64)
        append_ids(self._stream, ids, len(self.frequencies))
        self.frequencies += count_tokens(ids, len(self.frequencies))
        self.tokens += len(ids)
