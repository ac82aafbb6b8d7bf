"""The part of speech of every word of a sentence."""

from __future__ import annotations

import re
from typing import NamedTuple

from electra_engine.corpus.sample.lexicon import NAMES, PART_OF_SPEECH

_PIECE = re.compile(r"'s|[A-Za-z]+(?:/[A-Z]+)?|[.,:!?\"]")
_MARK = re.compile(r"/[A-Z]+")


class TaggedWord(NamedTuple):
    """A word or punctuation mark as it stands in the text, with its universal part-of-speech tag."""

    word: str
    tag: str


def without_marks(marked: str) -> str:
    """The sentence as people read it, without part-of-speech marks."""
    return _MARK.sub("", marked)


def tagged_words(marked: str) -> tuple[TaggedWord, ...]:
    """The words of a marked sentence with their tags.

    A mark (``walk/NOUN``) decides; otherwise the lexicon does, except for the words whose part of
    speech hangs on their neighbours. Raises `KeyError` for a word that the world does not know.
    """
    pieces = _PIECE.findall(marked)
    tagged: list[TaggedWord] = []
    for place, piece in enumerate(pieces):
        word, _, mark = piece.partition("/")
        following = pieces[place + 1].partition("/")[0] if place + 1 < len(pieces) else ""
        tagged.append(TaggedWord(word, mark or _tag(word, following, tagged[-1].word if tagged else "")))
    return tuple(tagged)


def _tag(word: str, following: str, before: str) -> str:
    lower = word.lower()
    if word in NAMES:
        return "PROPN"
    if lower == "to":
        return "PART" if PART_OF_SPEECH.get(following) in ("VERB", "AUX") else "ADP"
    if lower in ("was", "were", "is", "are") and before.lower() == "there":
        return "VERB"
    if lower == "there" and following in ("was", "were"):
        return "PRON"
    if lower == "so":
        return "CCONJ" if before == "," else "ADV"
    return "PUNCT" if not word[0].isalpha() and word != "'s" else PART_OF_SPEECH[lower]
