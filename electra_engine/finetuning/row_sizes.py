"""How many labelled rows there are and how long they are: all that the room for teaching them depends on."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from electra_engine.corpus.words import count_words
from electra_engine.finetuning.examples import Examples, Input
from electra_engine.finetuning.preparing import read_rows
from electra_engine.finetuning.settings import FineTuneSettings

TOKENS_A_WORD = 2  # more than a usual vocabulary cuts a word into, with the marks beside it
SPECIAL_TOKENS = 3


@dataclass(frozen=True)
class RowSizes:
    """Of all files together: `rows`, `characters` and `tokens` (about, as long as they are) in all,
    `longest` the tokens of the longest row, `choices` how many texts a row has side by side."""

    rows: int
    characters: int
    tokens: int
    longest: int
    choices: int


def measure_rows(settings: FineTuneSettings, extra: Mapping[str, Any]) -> RowSizes:
    """Reads the files of a request (see `preparing.prepare`); raises `UserError` as that does."""
    train, valid, test, _ = read_rows(settings, extra)
    return sizes_of_files(train, valid, test)


def sizes_of_files(*files: Examples | None) -> RowSizes:
    """The sizes of the rows of all these files together."""
    return sizes_of_rows([given for examples in files if examples for given in examples.inputs])


def sizes_of_rows(inputs: Iterable[Input]) -> RowSizes:
    """The sizes of what is read of these rows."""
    rows = characters = tokens = longest = 0
    choices = 1
    for given in inputs:
        texts = [given["text"], given.get("text_pair", "")]
        shared = sum(map(tokens_about, texts)) + SPECIAL_TOKENS
        offered = given.get("choices", ())
        each = [shared + tokens_about(choice) for choice in offered] or [shared]
        rows, choices = rows + 1, max(choices, len(each))
        longest, tokens = max(longest, *each), tokens + sum(each)
        characters += sum(map(len, (*texts, *offered)))
    return RowSizes(rows, characters, tokens, longest, choices)


def tokens_about(text: str) -> int:
    """Not much fewer than the tokens that a text is cut into: one a character at most."""
    return min(len(text), TOKENS_A_WORD * count_words(text))
