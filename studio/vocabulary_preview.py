"""How a sentence would be cut, shown before any run: a vocabulary learned quickly and kept for next time.

Learning and cutting are done in a process that can be killed: a text can be made to take for ever.
"""

from __future__ import annotations

import hashlib
import json
import shutil
import threading
import uuid
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

from electra_engine import (
    CorpusSettings,
    RunSettings,
    VocabularySettings,
    WaitingRoom,
    aside,
    clean_documents,
    count_words,
    cut,
    learn_vocabulary,
    load_tokenizer,
    token_counts,
    unknown_token,
)
from studio.shelf import checked_id

READ_CHARACTERS = 4_000_000  # of a larger corpus only the beginning is read, so that an answer takes seconds
COUNTED_CHARACTERS = 1_000_000
COUNTED = "counted.json"  # beside the tokenizer's own files
KEPT = 12
MOST_WAITING = 4  # for a vocabulary to be learned, of whom one lets it be learned
LEARNING_SECONDS, CUTTING_SECONDS = 120.0, 20.0


@dataclass(frozen=True)
class Counted:
    """How often each token stands in the beginning of a corpus, most frequent first, and in how many words.

    `unknown` counts what the vocabulary does not know.
    """

    counts: dict[str, int]
    words: int
    unknown: int

    @property
    def tokens_per_word(self) -> float:
        return sum(self.counts.values()) / max(self.words, 1)

    @property
    def unknown_share(self) -> float:
        return self.unknown / max(sum(self.counts.values()), 1)


class VocabularyPreview:
    """Vocabularies by corpus and by how it is read, cleaned and cut, in a folder of the workspace."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._one_at_a_time, self._waiting = threading.Lock(), WaitingRoom(MOST_WAITING)

    def tokens(self, corpus: str, files: Sequence[Path], settings: RunSettings, text: str) -> list[str]:
        """The tokens of `text`; learns the vocabulary first where it is not there yet."""
        folder = self._learned(corpus, files, settings)
        tokens: list[str] = aside(cut_with, str(folder), text, seconds=CUTTING_SECONDS)
        return tokens

    def counted(self, corpus: str, files: Sequence[Path], settings: RunSettings) -> Counted:
        """How the vocabulary fits the beginning of the corpus."""
        kept = self._learned(corpus, files, settings) / COUNTED
        return Counted(**json.loads(kept.read_text(encoding="utf-8")))

    def size(self, corpus: str, settings: RunSettings) -> int | None:
        """How many tokens the learned vocabulary really has, None when it was never learned."""
        folder = self._place(corpus, settings)
        return load_tokenizer(folder).get_vocab_size() if folder.is_dir() else None

    def tokens_per_word(self, corpus: str, settings: RunSettings) -> float | None:
        """How many tokens a word of the corpus takes, None when such a vocabulary was never learned."""
        if not (self._place(corpus, settings) / COUNTED).is_file():
            return None
        return self.counted(corpus, (), settings).tokens_per_word

    def _learned(self, corpus: str, files: Sequence[Path], settings: RunSettings) -> Path:
        folder = self._place(corpus, settings)
        if (folder / COUNTED).is_file():
            return folder
        with self._waiting.place(), self._one_at_a_time:  # two pages asking at once learn it once
            if (folder / COUNTED).is_file():
                return folder
            shutil.rmtree(folder, ignore_errors=True)  # of an earlier version, without counts
            draft = self._folder / f".new-{uuid.uuid4().hex}"
            try:
                draft.mkdir(parents=True)
                asked = (asdict(settings.corpus), asdict(settings.vocabulary))
                aside(learn_from, str(draft), [str(file) for file in files], *asked, seconds=LEARNING_SECONDS)
                draft.rename(folder)
            finally:
                shutil.rmtree(draft, ignore_errors=True)
            self._forget_old()
            return folder

    def _place(self, corpus: str, settings: RunSettings) -> Path:
        asked = json.dumps([asdict(settings.corpus), asdict(settings.vocabulary)])
        return self._folder / f"{checked_id(corpus)}-{hashlib.sha256(asked.encode()).hexdigest()[:12]}"

    def _forget_old(self) -> None:
        kept = sorted(self._folder.glob("[!.]*"), key=lambda path: path.stat().st_mtime, reverse=True)
        for path in kept[KEPT:]:
            shutil.rmtree(path, ignore_errors=True)


def learn_from(
    folder: str, files: Sequence[str], corpus: Mapping[str, Any], vocabulary: Mapping[str, Any]
) -> None:
    """Learns a vocabulary from the beginning of the files, counts its tokens there, writes both down."""
    reading = CorpusSettings(**corpus)
    tokenizer = learn_vocabulary(_beginning(files, reading), VocabularySettings(**vocabulary), Path(folder))
    texts = list(_beginning(files, reading, COUNTED_CHARACTERS))
    counts = token_counts(tokenizer, texts)
    counted = Counted(counts, sum(map(count_words, texts)), counts.get(unknown_token(tokenizer), 0))
    (Path(folder) / COUNTED).write_text(json.dumps(asdict(counted)), encoding="utf-8")


def cut_with(folder: str, text: str) -> list[str]:
    """The tokens of a text by the vocabulary in a folder."""
    return [piece.spelled for piece in cut(load_tokenizer(Path(folder)), text)]


def _beginning(files: Sequence[str], settings: CorpusSettings, most: int = READ_CHARACTERS) -> Iterator[str]:
    """The first documents, until enough characters were read."""
    read = 0
    for document in clean_documents(files, settings):
        if read >= most:
            return
        read += len(document.text)
        yield document.text
