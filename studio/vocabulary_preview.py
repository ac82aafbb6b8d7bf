"""How a sentence would be cut, shown before any run: a vocabulary learned quickly and kept for next time."""

from __future__ import annotations

import json
import shutil
import threading
import uuid
from collections.abc import Iterator, Sequence
from pathlib import Path

from tokenizers import Tokenizer

from electra_engine import (
    VocabularySettings,
    cut,
    learn_vocabulary,
    load_tokenizer,
    read_documents,
    token_counts,
)

READ_CHARACTERS = 4_000_000  # of a larger corpus only the beginning is read, so that an answer takes seconds
COUNTED_CHARACTERS = 1_000_000
COUNTS = "counts.json"  # beside the tokenizer's own files
KEPT = 12


class VocabularyPreview:
    """Vocabularies by corpus and settings, in a folder of the workspace."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._lock = threading.Lock()

    def tokens(
        self, corpus: str, files: Sequence[Path], settings: VocabularySettings, text: str
    ) -> list[str]:
        """The tokens of `text`; learns the vocabulary first where it is not there yet."""
        return [piece.text for piece in cut(self._tokenizer(corpus, files, settings), text)]

    def counts(self, corpus: str, files: Sequence[Path], settings: VocabularySettings) -> dict[str, int]:
        """How often each token stands in the beginning of the corpus, most frequent first."""
        tokenizer = self._tokenizer(corpus, files, settings)
        kept = self._place(corpus, settings) / COUNTS
        with self._lock:
            if kept.is_file():
                known: dict[str, int] = json.loads(kept.read_text(encoding="utf-8"))
                return known
            counts = token_counts(tokenizer, list(_beginning(files, COUNTED_CHARACTERS)))
            draft = kept.with_name(f".{uuid.uuid4().hex}")
            draft.write_text(json.dumps(counts), encoding="utf-8")
            draft.replace(kept)
            return counts

    def size(self, corpus: str, settings: VocabularySettings) -> int | None:
        """How many tokens the learned vocabulary really has, None when it was never learned."""
        folder = self._place(corpus, settings)
        return load_tokenizer(folder).get_vocab_size() if folder.is_dir() else None

    def _tokenizer(self, corpus: str, files: Sequence[Path], settings: VocabularySettings) -> Tokenizer:
        folder = self._place(corpus, settings)
        with self._lock:  # two pages asking at once learn it once
            if folder.is_dir():
                return load_tokenizer(folder)
            draft = self._folder / f".new-{uuid.uuid4().hex}"
            try:
                draft.mkdir(parents=True)
                tokenizer = learn_vocabulary(_beginning(files), settings, draft)
                draft.rename(folder)
            finally:
                shutil.rmtree(draft, ignore_errors=True)
            self._forget_old()
            return tokenizer

    def _place(self, corpus: str, settings: VocabularySettings) -> Path:
        case = "lower" if settings.lowercase else "cased"
        return self._folder / f"{corpus}-{settings.size}-{case}"

    def _forget_old(self) -> None:
        kept = sorted(self._folder.glob("[!.]*"), key=lambda path: path.stat().st_mtime, reverse=True)
        for path in kept[KEPT:]:
            shutil.rmtree(path, ignore_errors=True)


def _beginning(files: Sequence[Path], most: int = READ_CHARACTERS) -> Iterator[str]:
    """The first documents, until enough characters were read."""
    read = 0
    for document in read_documents(files):
        if read >= most:
            return
        read += len(document.text)
        yield document.text
