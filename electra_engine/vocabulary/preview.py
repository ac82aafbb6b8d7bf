"""How a text is cut into tokens, for people to look at."""

from __future__ import annotations

from dataclasses import dataclass

from tokenizers import Tokenizer

LONGEST_PREVIEW = 2_000
BEGINS = "▁"  # stands before a word in vocabularies that mark beginnings


@dataclass(frozen=True)
class Piece:
    """One token: how the vocabulary spells it, its id, and where it stands in the original text.

    ``original[start:end]`` is the written form. `is_continuation`: it goes on with the word before it.
    """

    text: str
    id: int
    start: int
    end: int
    is_continuation: bool

    @property
    def spelled(self) -> str:
        """The token with ``##`` before it where it goes on with a word, whatever its vocabulary marks."""
        if self.is_continuation and not self.text.startswith("##"):
            return f"##{self.text}"
        return self.text.removeprefix(BEGINS) or self.text


def cut(tokenizer: Tokenizer, text: str) -> list[Piece]:
    """The tokens of the first 2,000 characters of `text`, without those that mark begin and end."""
    encoding = tokenizer.encode(text[:LONGEST_PREVIEW], add_special_tokens=False)
    words = encoding.word_ids
    return [
        Piece(token, id, start, end, place > 0 and word is not None and word == words[place - 1])
        for place, (token, id, (start, end), word) in enumerate(
            zip(encoding.tokens, encoding.ids, encoding.offsets, words, strict=True)
        )
    ]
