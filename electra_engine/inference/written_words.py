"""The words of a text as a reader points at them, in any script, and the text without some of them."""

from __future__ import annotations

import re
from collections.abc import Collection
from dataclasses import dataclass

from electra_engine.corpus.words import is_unspaced

_WORD = re.compile(r"\w+(?:['’.\-]\w+)*")


@dataclass(frozen=True)
class WrittenWord:
    """``text[start:end]``, in characters."""

    start: int
    end: int


def written_words(text: str) -> list[WrittenWord]:
    """Runs of letters and digits; in scripts without spaces every character. Marks belong to no word."""
    words: list[WrittenWord] = []
    for run in _WORD.finditer(text):
        begin = run.start()
        for place in range(run.start(), run.end()):
            if is_unspaced(text[place]):
                if begin < place:
                    words.append(WrittenWord(begin, place))
                words.append(WrittenWord(place, place + 1))
                begin = place + 1
        if begin < run.end():
            words.append(WrittenWord(begin, run.end()))
    return words


def without(text: str, words: Collection[WrittenWord]) -> str:
    """The text with these words cut out, and with each the space before it."""
    kept, at = [], 0
    for word in sorted(words, key=lambda word: word.start):
        kept.append(text[at : word.start].rstrip(" "))
        at = word.end
    return "".join((*kept, text[at:])).strip()
