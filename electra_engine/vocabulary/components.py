"""Which parts a tokenizer.json may be made of.

A part may hold a regular expression, and one can be written that takes longer than the universe is
old on thirty letters. So parts are taken from a list, and of expressions only those few that
released tokenizers carry; this is checked before the library builds anything from the file.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from typing import Any

KNOWN: Mapping[str, frozenset[str]] = {
    "normalizer": frozenset(
        [
            "BertNormalizer",
            "Strip",
            "StripAccents",
            "NFC",
            "NFD",
            "NFKC",
            "NFKD",
            "Lowercase",
            "Nmt",
            "Precompiled",
            "Replace",
            "Prepend",
            "ByteLevel",
            "Sequence",
        ]
    ),
    "pre_tokenizer": frozenset(
        [
            "BertPreTokenizer",
            "ByteLevel",
            "CharDelimiterSplit",
            "Digits",
            "Metaspace",
            "Punctuation",
            "Sequence",
            "Split",
            "Whitespace",
            "WhitespaceSplit",
            "UnicodeScripts",
        ]
    ),
    "post_processor": frozenset(
        ["BertProcessing", "RobertaProcessing", "ByteLevel", "TemplateProcessing", "Sequence"]
    ),
    "decoder": frozenset(
        [
            "ByteLevel",
            "WordPiece",
            "BPEDecoder",
            "ByteFallback",
            "Fuse",
            "Metaspace",
            "Replace",
            "Strip",
            "Sequence",
            "CTC",
        ]
    ),
    "model": frozenset(("WordPiece", "BPE", "Unigram", "WordLevel")),
}
# Each reads its text once from left to right.
KNOWN_EXPRESSIONS = frozenset((r" {2,}", r"\s+", r"\s", r"\n", r" "))
LONGEST_WORD = 1_000  # characters that WordPiece tries to cut as one word, in steps of their square
DEEPEST = 8


class StrangePartError(ValueError):
    """A part that is not taken; its text says which."""


def check_components(text: str) -> None:
    """Raises `StrangePartError`, or `ValueError` or `RecursionError` where `text` is no such JSON."""
    content = json.loads(text, object_pairs_hook=_without_twins)
    if not isinstance(content, dict):
        raise ValueError("it holds no object")
    for place, known in KNOWN.items():
        for part in _parts(content.get(place), DEEPEST):
            kind = part.get("type")
            if kind is not None and kind not in known:
                raise StrangePartError(f"{place} {str(kind)[:40]}")
            _check_part(place, part)


def _without_twins(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    """An object in which no name stands twice, because two readers may take two different ones."""
    content = dict(pairs)
    if len(content) < len(pairs):
        raise StrangePartError("the same name twice")
    return content


def _check_part(place: str, part: Mapping[str, Any]) -> None:
    pattern = part.get("pattern")
    expression = pattern.get("Regex") if isinstance(pattern, dict) else None
    if expression is not None and expression not in KNOWN_EXPRESSIONS:
        raise StrangePartError(f"{place} Regex")
    longest = part.get("max_input_chars_per_word", 0)
    if type(longest) is not int or longest > LONGEST_WORD:
        raise StrangePartError("max_input_chars_per_word")


def _parts(part: Any, deepest: int) -> Iterator[Mapping[str, Any]]:
    """The part and, where it is a sequence, the parts in it, in whatever field they stand."""
    if not isinstance(part, dict):
        return
    if not deepest:
        raise StrangePartError("Sequence")
    yield part
    for inner in part.values():
        if isinstance(inner, list):
            for one in inner:
                if isinstance(one, dict) and ("type" in one or "pattern" in one):
                    yield from _parts(one, deepest - 1)
