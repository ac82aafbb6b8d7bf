"""Which held-out sentences are watched through a whole run."""

from __future__ import annotations

import random
import re

from electra_engine.corpus.packed import PackedCorpus
from electra_engine.corpus.words import count_words, sentences

FEWEST_WORDS = 5
MOST_WORDS = 25

_HEADING = re.compile(r"(#|=+ ).*")
_LETTER = re.compile(r"[^\W\d_]")


def probe_texts(packed: PackedCorpus, count: int, seed: int) -> list[str]:
    """`count` different held-out sentences of 5 to 25 words, from as many documents as possible.

    Always the same for the same corpus and seed. Fewer come back only where the held-out documents
    have fewer sentences; where none is of that length, their longer ones are cut and short ones taken.
    """
    dice = random.Random(seed)
    documents = [_moderate(text) for text in packed.held_out_texts]
    if not any(documents):
        documents = [[_cut(sentence) for sentence in sentences(text)] for text in packed.held_out_texts]
    for candidates in documents:
        dice.shuffle(candidates)
    dice.shuffle(documents)
    chosen: dict[str, None] = {}
    while len(chosen) < count and any(documents):
        for candidates in documents:
            if candidates and len(chosen) < count:
                chosen[candidates.pop()] = None
    return list(chosen)


def _moderate(text: str) -> list[str]:
    """The sentences of moderate length that are not headings and consist mostly of words."""
    return [sentence for sentence in sentences(text) if _is_moderate(sentence)]


def _is_moderate(sentence: str) -> bool:
    if _HEADING.fullmatch(sentence) or len(sentence) > 300:
        return False
    words = count_words(sentence)
    lettered = count_words(" ".join(part for part in sentence.split() if _LETTER.search(part)))
    return lettered >= FEWEST_WORDS and words <= MOST_WORDS


def _cut(sentence: str) -> str:
    """The first 25 words, or in scripts without spaces about as many characters."""
    if count_words(sentence) <= MOST_WORDS:
        return sentence[:300]
    words = sentence.split()
    return " ".join(words[:MOST_WORDS])[:300] if len(words) > MOST_WORDS // 2 else sentence[:MOST_WORDS]
