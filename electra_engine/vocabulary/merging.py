"""Vocabularies that grow by merging neighbours: WordPiece and BPE; and characters, where nothing is merged.

The trainers number characters in the order of a randomly seeded table and settle ties between merges by
number. Handing over every form of every character beforehand, as if they were special tokens of a scratch
tokenizer, fixes the numbers and with them the result.
"""

from __future__ import annotations

import json
from collections.abc import Iterable

from tokenizers import Tokenizer, models
from tokenizers.trainers import BpeTrainer, WordPieceTrainer

from electra_engine.settings import VocabularySettings
from electra_engine.vocabulary.alphabet import Alphabet, forms_of
from electra_engine.vocabulary.building import CONTINUES, cutting_words, finished, word_piece_model
from electra_engine.vocabulary.special import SPECIAL_TOKENS, UNKNOWN


def learn_word_pieces(texts: Iterable[str], alphabet: Alphabet, settings: VocabularySettings) -> Tokenizer:
    """A word is cut into the longest tokens from the left, as BERT and ELECTRA do."""
    scratch = cutting_words(models.WordPiece(unk_token=UNKNOWN), settings)
    _train(scratch, WordPieceTrainer, texts, alphabet, settings)
    tokens = _filled(scratch, alphabet, settings)
    return finished(cutting_words(word_piece_model(tokens), settings))


def learn_byte_pairs(texts: Iterable[str], alphabet: Alphabet, settings: VocabularySettings) -> Tokenizer:
    """A word's letters are merged in the order in which the merges were learned."""
    scratch = cutting_words(models.BPE(unk_token=UNKNOWN, continuing_subword_prefix=CONTINUES), settings)
    _train(scratch, BpeTrainer, texts, alphabet, settings)
    merges = [tuple(merge) for merge in json.loads(scratch.to_str())["model"]["merges"]]
    model = models.BPE(
        _filled(scratch, alphabet, settings), merges, unk_token=UNKNOWN, continuing_subword_prefix=CONTINUES
    )
    return finished(cutting_words(model, settings))


def learn_characters(_: Iterable[str], alphabet: Alphabet, settings: VocabularySettings) -> Tokenizer:
    """Every character is a token, the most frequent ones where there are more than fit."""
    forms = [form for character in (*alphabet.chosen, *alphabet.spare) for form in forms_of(character)]
    tokens = {token: number for number, token in enumerate([*SPECIAL_TOKENS, *forms][: settings.size])}
    return finished(cutting_words(word_piece_model(tokens), settings))


def _train(
    scratch: Tokenizer,
    kind: type[BpeTrainer] | type[WordPieceTrainer],
    texts: Iterable[str],
    alphabet: Alphabet,
    settings: VocabularySettings,
) -> None:
    forms = [form for character in alphabet.chosen for form in forms_of(character)]
    forms.sort(key=lambda form: form.startswith(CONTINUES))
    trainer = kind(
        vocab_size=settings.size,
        min_frequency=2,
        special_tokens=[*SPECIAL_TOKENS, *forms],
        initial_alphabet=alphabet.chosen,
        limit_alphabet=len(alphabet.chosen),
        continuing_subword_prefix=CONTINUES,
        show_progress=False,
    )
    scratch.train_from_iterator(texts, trainer)


def _filled(scratch: Tokenizer, alphabet: Alphabet, settings: VocabularySettings) -> dict[str, int]:
    """The learned tokens with their ids, and what room is left filled with spare characters."""
    tokens = dict(scratch.get_vocab(with_added_tokens=True))
    for character in alphabet.spare[: max(settings.size - len(tokens), 0)]:
        tokens[character] = len(tokens)
    return tokens
