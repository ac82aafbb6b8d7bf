"""Which characters a vocabulary begins with.

Every character costs a token, two where it can also continue a word (``e`` and ``##e``). A text in
ideographs could spend the whole vocabulary on them, so only the most frequent characters get in.
"""

from __future__ import annotations

import re
import string
import unicodedata
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

import numpy as np

CODE_POINTS = 0x110000
COUNTED_AT_ONCE = 1_000_000  # characters
# What characters may take of a vocabulary: more for ideographs, as these never merge into longer tokens.
LETTER_SHARE = 0.75
IDEOGRAPH_SHARE = 0.95
# A character that is rarer than once in so many is learned from too little to be worth a token.
RARE = 2_000_000
_ACCENT = re.compile("[\u0300-\u036f]")
_IDEOGRAPH = re.compile(
    "[\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\U00020000-\U0002a6df\U0002a700-\U0002ceaf\U0002f800-\U0002fa1f]"
)


@dataclass(frozen=True)
class Alphabet:
    """Characters, most frequent first: those to begin with, and ideographs to fill up with at the end."""

    chosen: list[str]
    spare: list[str]


def choose_alphabet(
    texts: Iterable[str], room: int, lowercase: bool = False, strip_accents: bool = False
) -> Alphabet:
    """The characters to begin with, so that all their forms fit into `room` tokens and leave some of it."""
    counts = _count_characters(texts, lowercase, strip_accents)
    total = sum(counts.values())
    if not total:
        return Alphabet([], [])
    ideographs = sum(count for character, count in counts.items() if _IDEOGRAPH.match(character))
    allowed = room * (LETTER_SHARE + (IDEOGRAPH_SHARE - LETTER_SHARE) * ideographs / total)
    fewest = max(2, total / RARE)
    frequent = [
        character
        for character, count in sorted(counts.items(), key=lambda entry: (-entry[1], entry[0]))
        if count >= fewest or character.isascii()
    ]
    costs = np.cumsum([len(forms_of(character)) for character in frequent])
    first_spare = int(np.searchsorted(costs, allowed, side="right"))
    spare = [character for character in frequent[first_spare:] if _IDEOGRAPH.match(character)]
    return Alphabet(frequent[:first_spare], spare)


def forms_of(character: str) -> list[str]:
    """The tokens that a character needs: alone, and as the continuation of a word where that can be."""
    stands_alone = (
        _IDEOGRAPH.match(character)
        or character in string.punctuation
        or unicodedata.category(character).startswith("P")
    )
    return [character] if stands_alone else [character, f"##{character}"]


def _count_characters(texts: Iterable[str], lowercase: bool, strip_accents: bool) -> dict[str, int]:
    """How often each visible character occurs; what a tokenizer's cleaning removes is not counted."""
    counts = np.zeros(CODE_POINTS, dtype=np.int64)
    for text in _joined(texts):
        seen_text = text.lower() if lowercase else text
        if strip_accents and not seen_text.isascii():
            seen_text = _ACCENT.sub("", unicodedata.normalize("NFD", seen_text))
        codes = np.frombuffer(seen_text.encode("utf-32-le", "ignore"), "<u4")
        counts += np.bincount(codes, minlength=CODE_POINTS)
    seen = ((chr(code), int(counts[code])) for code in np.flatnonzero(counts))
    return {character: count for character, count in seen if _is_visible(character)}


def _joined(texts: Iterable[str]) -> Iterator[str]:
    """The texts put together into few long ones."""
    held: list[str] = []
    length = 0
    for text in texts:
        held.append(text)
        length += len(text)
        if length >= COUNTED_AT_ONCE:
            yield "\n".join(held)
            held, length = [], 0
    if held:
        yield "\n".join(held)


def _is_visible(character: str) -> bool:
    return character != "\ufffd" and unicodedata.category(character)[0] not in "CZ"
