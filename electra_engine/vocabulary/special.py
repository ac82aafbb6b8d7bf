"""The five tokens that are not text, however a tokenizer spells them."""

from __future__ import annotations

from dataclasses import dataclass

from tokenizers import Tokenizer

from electra_engine.errors import UserError

PAD, UNKNOWN, CLS, SEP, MASK = "[PAD]", "[UNK]", "[CLS]", "[SEP]", "[MASK]"
SPECIAL_TOKENS = (PAD, UNKNOWN, CLS, SEP, MASK)
_OTHER_SPELLINGS = {PAD: "<pad>", UNKNOWN: "<unk>", CLS: "<s>", SEP: "</s>", MASK: "<mask>"}


@dataclass(frozen=True)
class SpecialIds:
    """The ids of padding, unknown word, row begin, row or document end, and hidden word."""

    pad: int
    unk: int
    cls: int
    sep: int
    mask: int


def special_ids(tokenizer: Tokenizer) -> SpecialIds:
    """Where the five special tokens stand; raises `UserError` naming those that are missing."""
    found = {token: _id_of(tokenizer, token) for token in SPECIAL_TOKENS}
    missing = [token for token, id in found.items() if id is None]
    if missing:
        raise UserError(
            "The tokenizer has no {missing}: it needs the five special tokens {needed} (or {others}).",
            "tokenizer",
            missing=", ".join(missing),
            needed=", ".join(SPECIAL_TOKENS),
            others=", ".join(_OTHER_SPELLINGS.values()),
        )
    return SpecialIds(*(id for id in found.values() if id is not None))


def spelling_of(tokenizer: Tokenizer, token: str) -> str:
    """How the tokenizer spells one of `SPECIAL_TOKENS`."""
    return token if tokenizer.token_to_id(token) is not None else _OTHER_SPELLINGS[token]


def unknown_token(tokenizer: Tokenizer) -> str:
    """How the tokenizer spells what it does not know."""
    return spelling_of(tokenizer, UNKNOWN)


def _id_of(tokenizer: Tokenizer, token: str) -> int | None:
    id = tokenizer.token_to_id(token)
    return tokenizer.token_to_id(_OTHER_SPELLINGS[token]) if id is None else id
