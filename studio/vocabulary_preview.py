"""How a sentence would be cut, shown before any run: a vocabulary learned quickly and kept for next time.

Learning and cutting are done in a process that can be killed: a text can be made to take for ever.
"""

from __future__ import annotations

import json
import shutil
import threading
import uuid
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import asdict
from pathlib import Path
from typing import Any

from electra_engine import (
    VocabularySettings,
    aside,
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
LEARNING_SECONDS, CUTTING_SECONDS = 120.0, 20.0


class VocabularyPreview:
    """Vocabularies by corpus and settings, in a folder of the workspace."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._lock = threading.Lock()

    def tokens(
        self, corpus: str, files: Sequence[Path], settings: VocabularySettings, text: str
    ) -> list[str]:
        """The tokens of `text`; learns the vocabulary first where it is not there yet."""
        folder = self._learned(corpus, files, settings)
        tokens: list[str] = aside(cut_with, str(folder), text, seconds=CUTTING_SECONDS)
        return tokens

    def counts(self, corpus: str, files: Sequence[Path], settings: VocabularySettings) -> dict[str, int]:
        """How often each token stands in the beginning of the corpus, most frequent first."""
        kept = self._learned(corpus, files, settings) / COUNTS
        counts: dict[str, int] = json.loads(kept.read_text(encoding="utf-8"))
        return counts

    def size(self, corpus: str, settings: VocabularySettings) -> int | None:
        """How many tokens the learned vocabulary really has, None when it was never learned."""
        folder = self._place(corpus, settings)
        return load_tokenizer(folder).get_vocab_size() if folder.is_dir() else None

    def _learned(self, corpus: str, files: Sequence[Path], settings: VocabularySettings) -> Path:
        folder = self._place(corpus, settings)
        with self._lock:  # two pages asking at once learn it once
            if (folder / COUNTS).is_file():
                return folder
            shutil.rmtree(folder, ignore_errors=True)  # of an earlier version, without counts
            draft = self._folder / f".new-{uuid.uuid4().hex}"
            try:
                draft.mkdir(parents=True)
                learned = (str(draft), [str(file) for file in files], asdict(settings))
                aside(learn_from, *learned, seconds=LEARNING_SECONDS)
                draft.rename(folder)
            finally:
                shutil.rmtree(draft, ignore_errors=True)
            self._forget_old()
            return folder

    def _place(self, corpus: str, settings: VocabularySettings) -> Path:
        case = "lower" if settings.lowercase else "cased"
        return self._folder / f"{corpus}-{settings.size}-{case}"

    def _forget_old(self) -> None:
        kept = sorted(self._folder.glob("[!.]*"), key=lambda path: path.stat().st_mtime, reverse=True)
        for path in kept[KEPT:]:
            shutil.rmtree(path, ignore_errors=True)


def learn_from(folder: str, files: Sequence[str], settings: Mapping[str, Any]) -> None:
    """Learns a vocabulary from the beginning of the files, counts its tokens there, writes both down."""
    tokenizer = learn_vocabulary(_beginning(files), VocabularySettings(**settings), Path(folder))
    counts = token_counts(tokenizer, list(_beginning(files, COUNTED_CHARACTERS)))
    (Path(folder) / COUNTS).write_text(json.dumps(counts), encoding="utf-8")


def cut_with(folder: str, text: str) -> list[str]:
    """The tokens of a text by the vocabulary in a folder."""
    return [piece.text for piece in cut(load_tokenizer(Path(folder)), text)]


def _beginning(files: Sequence[str], most: int = READ_CHARACTERS) -> Iterator[str]:
    """The first documents, until enough characters were read."""
    read = 0
    for document in read_documents(files):
        if read >= most:
            return
        read += len(document.text)
        yield document.text
