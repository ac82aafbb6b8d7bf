"""How often each token occurs."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from tokenizers import Tokenizer

from electra_engine.vocabulary.encoding import DocumentEncoder
from electra_engine.vocabulary.special import special_ids


def vocabulary_size(tokenizer: Tokenizer) -> int:
    """The number of ids a table must have: one more than the highest, even where some are not used."""
    return max(tokenizer.get_vocab(with_added_tokens=True).values()) + 1


def count_tokens(ids: Sequence[int] | np.ndarray, size: int) -> np.ndarray:
    """How often each id of a vocabulary of `size` occurs: int64 (V,)."""
    return np.bincount(np.asarray(ids, dtype=np.int64), minlength=size)


def token_counts(tokenizer: Tokenizer, texts: Sequence[str]) -> dict[str, int]:
    """How often each token stands in the texts, most frequent first, without those that do not."""
    counts = count_tokens(DocumentEncoder(tokenizer).encode(texts), vocabulary_size(tokenizer))
    counts[special_ids(tokenizer).sep] = 0  # closes every text and stands in none
    order = np.argsort(-counts, kind="stable")[: np.count_nonzero(counts)]
    return {tokenizer.id_to_token(int(id)) or "": int(counts[id]) for id in order}


def unknown_share(frequencies: np.ndarray, unknown_id: int) -> float:
    """The part of all counted tokens that the vocabulary does not know, 0 to 1."""
    return float(frequencies[unknown_id] / max(int(frequencies.sum()), 1))
