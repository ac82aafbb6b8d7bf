"""Learning or loading a tokenizer, looking at how it cuts, encoding whole documents with it."""

from electra_engine.vocabulary.frequencies import token_counts
from electra_engine.vocabulary.learning import learn_vocabulary
from electra_engine.vocabulary.loading import load_tokenizer
from electra_engine.vocabulary.preview import Piece, cut
from electra_engine.vocabulary.special import SpecialIds, special_ids, unknown_token

__all__ = [
    "Piece",
    "SpecialIds",
    "cut",
    "learn_vocabulary",
    "load_tokenizer",
    "special_ids",
    "token_counts",
    "unknown_token",
]
