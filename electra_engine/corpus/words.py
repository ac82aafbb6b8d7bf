"""Words and sentences, cut simply: by white space and closing marks, in any script."""

from __future__ import annotations

import re

# Thai, Lao, Burmese, Khmer, kana, ideographs: written without spaces, so a character counts as a word.
_UNSPACED = (
    "\u0e00-\u0e7f\u0e80-\u0eff\u1000-\u109f\u1780-\u17ff"
    "\u3041-\u30ff\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\U00020000-\U0003ffff"
)
_UNSPACED_CHARACTER = re.compile(f"[{_UNSPACED}]")
_UNSPACED_OR_MARK = re.compile(f"[{_UNSPACED}\u3000-\u303f\uff00-\uff0f\uff1a-\uff20]")
_SENTENCE_END = re.compile(r"(?<=[.!?])\s+|(?<=[。！？])|[\r\n]+")


def count_words(text: str) -> int:
    """White-space words, and in scripts without spaces every character that is not a mark."""
    if text.isascii() or not _UNSPACED_CHARACTER.search(text):
        return len(text.split())
    spaced = _UNSPACED_OR_MARK.sub(" ", text)
    return len(_UNSPACED_CHARACTER.findall(text)) + len(spaced.split())


def is_unspaced(character: str) -> bool:
    """Whether the character belongs to a script that is written without spaces between words."""
    return bool(_UNSPACED_CHARACTER.match(character))


def without_space(text: str, start: int, end: int) -> tuple[int, int]:
    """Where what is written in ``text[start:end]`` begins and ends; one empty place where nothing is.

    Vocabularies that mark the beginnings of words count the space before a word as part of it.
    """
    part = text[start:end]
    begin = end - len(part.lstrip())
    return begin, max(end - (len(part) - len(part.rstrip())), begin)


def sentences(text: str) -> list[str]:
    """The text cut after closing marks and at line ends, without the white space around."""
    pieces = (piece.strip() for piece in _SENTENCE_END.split(text))
    return [piece for piece in pieces if piece]
