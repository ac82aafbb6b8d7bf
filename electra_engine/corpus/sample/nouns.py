"""Nouns with the indefinite article."""

from __future__ import annotations


class Noun(str):
    """A noun that a template can give its article: ``{x:a}`` gives "an owl"."""

    __slots__ = ()

    def __format__(self, how: str) -> str:
        return f"{article(self)} {self}" if how == "a" else str(self)


def article(word: str) -> str:
    """The indefinite article in front of a word; every word of the world obeys its first letter."""
    return "an" if word[0].lower() in "aeiou" else "a"
