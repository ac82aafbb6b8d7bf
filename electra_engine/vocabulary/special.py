"""The five tokens that are not words, which every vocabulary here must have."""

from __future__ import annotations

from dataclasses import dataclass

from tokenizers import Tokenizer

from electra_engine.errors import UserError

SPECIAL_TOKENS = ("[PAD]", "[UNK]", "[CLS]", "[SEP]", "[MASK]")


@dataclass(frozen=True)
class SpecialIds:
    """Token ids of padding, unknown, row start, row end and mask."""

    pad: int
    unk: int
    cls: int
    sep: int
    mask: int


def special_ids(tokenizer: Tokenizer) -> SpecialIds:
    """The ids of the special tokens; raises `UserError` naming those that are missing."""
    found = {token: tokenizer.token_to_id(token) for token in SPECIAL_TOKENS}
    missing = [token for token, number in found.items() if number is None]
    if missing:
        raise UserError(
            f"The tokenizer lacks {', '.join(missing)}, which an ELECTRA needs: choose a BERT-style tokenizer."
        )
    return SpecialIds(*(int(number) for number in found.values() if number is not None))
