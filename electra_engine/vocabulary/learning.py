"""Learning a vocabulary from a corpus: the same text gives the same vocabulary, always."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping
from pathlib import Path

from tokenizers import Tokenizer

from electra_engine.errors import UserError
from electra_engine.settings import VocabularySettings
from electra_engine.stopping import until_stopped
from electra_engine.typed_paths import typed_path
from electra_engine.vocabulary.adopting import adopt_tokenizer
from electra_engine.vocabulary.alphabet import Alphabet, choose_alphabet
from electra_engine.vocabulary.building import LONGEST_WORD
from electra_engine.vocabulary.even_sample import EvenSample
from electra_engine.vocabulary.merging import learn_byte_pairs, learn_characters, learn_word_pieces
from electra_engine.vocabulary.saving import save_tokenizer
from electra_engine.vocabulary.special import SPECIAL_TOKENS
from electra_engine.vocabulary.unigram import learn_unigram

# Learned from so much text, spread over the corpus: more makes the vocabulary slower, not better.
SAMPLE_CHARACTERS = 16_000_000
_OVERLONG = re.compile(rf"(\w{{{LONGEST_WORD}}})(?=\w)")

Learner = Callable[[Iterable[str], Alphabet, VocabularySettings], Tokenizer]
# By the values of the setting `vocabulary.kind`.
LEARNERS: Mapping[str, Learner] = {
    "wordpiece": learn_word_pieces,
    "bpe": learn_byte_pairs,
    "unigram": learn_unigram,
    "characters": learn_characters,
}


def learn_vocabulary(
    documents: Iterable[str],
    settings: VocabularySettings,
    folder: Path,
    should_stop: Callable[[], bool] | None = None,
) -> Tokenizer:
    """Learns a tokenizer of at most `settings.size` tokens and saves it in `folder`.

    Case and accents are kept unless the settings say otherwise. Where they name the folder of a tokenizer
    that is there already, that one is taken and nothing learned. Raises `UserError` where the documents
    hold nothing to learn from, `StopRequested` when `should_stop` says so.
    """
    if settings.folder:
        return adopt_tokenizer(typed_path(settings.folder, "vocabulary.folder"), folder)
    sample = EvenSample(SAMPLE_CHARACTERS)
    for text in until_stopped(documents, should_stop):
        sample.add(text, max(len(text), 1))
    texts = [_without_overlong_words(text) for text in sample.texts]
    room = settings.size - len(SPECIAL_TOKENS)
    if settings.kind == "characters":  # nothing else needs room
        room *= 2
    alphabet = choose_alphabet(texts, room, settings.lowercase, settings.strip_accents)
    if not alphabet.chosen:
        raise UserError("There are no words in the text to learn a vocabulary from: add text.", "files")
    tokenizer = LEARNERS[settings.kind](until_stopped(texts, should_stop), alphabet, settings)
    save_tokenizer(tokenizer, folder)
    return tokenizer


def _without_overlong_words(text: str) -> str:
    """Breaks up what is too long to be a word; merging inside a word of a megabyte takes minutes."""
    if max(map(len, text.split()), default=0) <= LONGEST_WORD:
        return text
    return _OVERLONG.sub(r"\1 ", text)
