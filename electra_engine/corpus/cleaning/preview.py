"""What the cleaning would do, shown on the beginning of a corpus before anything is trained."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from electra_engine.corpus.cleaning.cleaner import Cleaner, StepCount
from electra_engine.corpus.documents import Document
from electra_engine.corpus.reading import ReadingReport, read_documents
from electra_engine.settings import CorpusSettings, VocabularySettings
from electra_engine.vocabulary.folding import foldings

READ_CHARACTERS = 1_000_000
PAIRS = 5
SHOWN_CHARACTERS = 240
BEFORE_THE_CHANGE = 40


@dataclass(frozen=True)
class CleaningPreview:
    """`pairs` are the first documents that change, before and after, from just before the first change;
    after is ``""`` where the document goes. `counts` are those of the documents that were read."""

    documents: int
    characters: int
    is_whole: bool
    pairs: tuple[tuple[str, str], ...]
    counts: tuple[StepCount, ...]


def preview_cleaning(
    paths: Iterable[Path | str],
    settings: CorpusSettings,
    vocabulary: VocabularySettings | None = None,
    most: int = READ_CHARACTERS,
) -> CleaningPreview:
    """Reads and cleans the first `most` characters; raises `UserError` where nothing can be read.

    With the settings of a `vocabulary` also shows which letters its tokenizer will take for one another.
    """
    cleaner, folds = Cleaner(settings), _Folds(vocabulary)
    documents = characters = 0
    pairs: list[tuple[str, str]] = []
    is_whole = True
    for document in read_documents(paths, settings, ReadingReport()):
        if characters >= most:
            is_whole = False
            break
        documents += 1
        characters += len(document.text)
        cleaned = cleaner.clean(document)
        after = folds.fold(cleaned) if cleaned else ""
        if after != document.text and len(pairs) < PAIRS:
            pairs.append(_shown(document.text, after))
    return CleaningPreview(documents, characters, is_whole, tuple(pairs), (*cleaner.counts, *folds.counts))


class _Folds:
    """What the tokenizer does to letters before it cuts, counted as the steps of the cleaning are."""

    def __init__(self, vocabulary: VocabularySettings | None) -> None:
        self._folds = [
            (StepCount(setting), fold) for setting, fold in (foldings(vocabulary) if vocabulary else ())
        ]

    @property
    def counts(self) -> tuple[StepCount, ...]:
        return tuple(count for count, _ in self._folds)

    def fold(self, document: Document) -> str:
        text = document.text
        for count, fold in self._folds:
            folded = fold(text)
            if folded != text:
                count.changed += 1
                count.characters += len(text) - len(folded)
            text = folded
        return text


def _shown(before: str, after: str) -> tuple[str, str]:
    """Both from just before the first place where they differ."""
    start = max(_same_beginning(before, after) - BEFORE_THE_CHANGE, 0) if after else 0
    return tuple(_cut(text, start) for text in (before, after))  # type: ignore[return-value]


def _same_beginning(one: str, other: str) -> int:
    pairs = zip(one, other, strict=False)
    return next((place for place, (a, b) in enumerate(pairs) if a != b), min(len(one), len(other)))


def _cut(text: str, start: int) -> str:
    end = start + SHOWN_CHARACTERS
    return ("…" if start else "") + text[start:end] + ("…" if len(text) > end else "")
