"""What kind of thing a token is, in any script: a word, a piece of one, a single sign, a number, a mark.

Decided by the vocabulary's spelling alone, so that a token is of one kind wherever it stands.
"""

from __future__ import annotations

import unicodedata

import torch
from tokenizers import Tokenizer

from electra_engine.corpus.words import is_unspaced
from electra_engine.vocabulary.frequencies import vocabulary_size

KINDS = ("word", "piece", "character", "number", "mark")
_CONTINUES = "##"
BEGINS = "▁"  # alone where nothing that begins with it is in the vocabulary


def spellings(tokenizer: Tokenizer) -> list[str]:
    """Every id's token (V entries), with ``##`` before one that continues a word; empty for unused ids.

    Vocabularies that mark where a word begins instead, as byte-level ones do, are put into that form.
    """
    size = vocabulary_size(tokenizer)
    tokens = [tokenizer.id_to_token(id) or "" for id in range(size)]
    if any(token.startswith(_CONTINUES) and len(token) > 2 for token in tokens):
        return tokens
    special = {id for id, token in tokenizer.get_added_tokens_decoder().items() if token.special}
    if any(token.startswith(BEGINS) and len(token) > 1 for token in tokens):
        return [token if id in special else _beginning_unmarked(token) for id, token in enumerate(tokens)]
    written = tokenizer.decode_batch([[id] for id in range(size)], skip_special_tokens=False)
    begins = any(text.startswith(" ") for text in written)
    return [
        tokens[id] if id in special else text[1:] if text.startswith(" ") else f"{_CONTINUES * begins}{text}"
        for id, text in enumerate(written)
    ]


def _beginning_unmarked(token: str) -> str:
    """A token of a vocabulary that marks the beginnings of words, in the form that marks the rest."""
    if token.startswith(BEGINS):
        return token[1:] or token
    return f"{_CONTINUES}{token}" if token else token


def kind_of(spelling: str) -> str:
    """One of `KINDS`.

    A word or its beginning is a "word", what goes on with it a "piece"; a sign of a script that is
    written without spaces is a "character"; digits make a "number", punctuation and symbols a "mark".
    """
    continues = spelling.startswith(_CONTINUES) and len(spelling) > 2
    text = spelling[2:] if continues else spelling
    categories = {unicodedata.category(character)[0] for character in text}
    if "N" in categories and "L" not in categories:
        return "number"
    if categories <= {"P", "S", "Z", "C"}:
        return "mark"
    if len(text) == 1 and is_unspaced(text):
        return "character"
    return "piece" if continues else "word"


def kind_numbers(words: list[str]) -> torch.Tensor:
    """For every id its kind's place in `KINDS`: int64 (V,)."""
    return torch.tensor([KINDS.index(kind_of(word)) for word in words])
