"""Nouns that bend, the indefinite article, and numbers in words."""

from __future__ import annotations

# NUMBERS[3] is "three".
NUMBERS = ("no", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten")

_ALWAYS_PLURAL = ("scissors", "noodles", "pancakes")


class Noun(str):
    """A noun that a template can bend: ``{x:a}`` gives "an apple", ``{x:s}`` gives "apples"."""

    __slots__ = ()

    def __format__(self, how: str) -> str:
        if how == "a":
            return f"{article(self)} {self}"
        return self.plural if how == "s" else str(self)

    @property
    def plural(self) -> str:
        return f"{self}s"

    @property
    def be(self) -> str:
        """The form of "to be" that agrees with it."""
        return "are" if self in _ALWAYS_PLURAL else "is"

    @property
    def was(self) -> str:
        """The past of "to be" that agrees with it."""
        return "were" if self in _ALWAYS_PLURAL else "was"


def article(word: str) -> str:
    """The indefinite article in front of a word; every word of the world obeys its first letter."""
    return "an" if word[0].lower() in "aeiou" else "a"


def counted(number: int, noun: Noun) -> str:
    """A number of things in words: "one apple", "three apples"."""
    return f"{NUMBERS[number]} {noun if number == 1 else noun.plural}"
