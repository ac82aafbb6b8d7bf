"""Unigram: a word is cut into the pieces that are together the likeliest (Kudo, 2018).

Learned by SentencePiece, which gives the same pieces every time for the same text and number of threads;
the trainer of the tokenizers library does not.
"""

from __future__ import annotations

import io
import re
from collections.abc import Iterable, Iterator

from tokenizers import Tokenizer, decoders, models, pre_tokenizers

from electra_engine.errors import UserError
from electra_engine.libraries import library
from electra_engine.settings import VocabularySettings
from electra_engine.vocabulary.alphabet import Alphabet
from electra_engine.vocabulary.building import finished, normalizer
from electra_engine.vocabulary.special import SPECIAL_TOKENS, UNKNOWN

BEGINS = "▁"
THREADS = 4  # of the training, on every machine: how the sums are parted must not depend on it
SAMPLE_CHARACTERS = 1_000_000  # more takes minutes and changes little
SEEDS_A_PIECE = 10  # candidates at the beginning; a million, as is usual, take minutes of Chinese
LONGEST_SENTENCE = 1_000  # characters; SentencePiece passes over those of more than 4,192 bytes
_SPELLED_SPECIAL = re.compile("|".join(map(re.escape, SPECIAL_TOKENS)))


def learn_unigram(texts: Iterable[str], alphabet: Alphabet, settings: VocabularySettings) -> Tokenizer:
    """A tokenizer that marks where a word begins and needs no spaces; raises `UserError`."""
    pieces = _learn_pieces(texts, alphabet, settings)
    special = [(token, 0.0) for token in SPECIAL_TOKENS]
    unknown = SPECIAL_TOKENS.index(UNKNOWN)
    tokenizer = Tokenizer(models.Unigram([*special, *pieces], unk_id=unknown, byte_fallback=False))
    tokenizer.normalizer = normalizer(settings, parts_ideographs=False)
    tokenizer.pre_tokenizer = pre_tokenizers.Metaspace(replacement=BEGINS, prepend_scheme="always")
    tokenizer.decoder = decoders.Metaspace(replacement=BEGINS, prepend_scheme="always")
    return finished(tokenizer)


def _learn_pieces(
    texts: Iterable[str], alphabet: Alphabet, settings: VocabularySettings
) -> list[tuple[str, float]]:
    """Pieces with the logarithms of their probabilities."""
    sentencepiece = library("sentencepiece", "sentencepiece")
    model = io.BytesIO()
    try:
        sentencepiece.SentencePieceTrainer.train(
            sentence_iterator=_sentences(texts, settings),
            model_writer=model,
            model_type="unigram",
            # One is SentencePiece's own unknown piece, which is not taken.
            vocab_size=settings.size - len(SPECIAL_TOKENS) + 1,
            hard_vocab_limit=False,
            seed_sentencepiece_size=SEEDS_A_PIECE * settings.size,
            required_chars="".join(alphabet.chosen),
            character_coverage=0.9995,
            normalization_rule_name="identity",
            num_threads=THREADS,
            bos_id=-1,
            eos_id=-1,
            minloglevel=3,
        )
    except RuntimeError as error:
        raise UserError(
            "No unigram vocabulary of {size:,} pieces can be learned from this text: choose another size.",
            "vocabulary.size",
            size=settings.size,
        ) from error
    learned = sentencepiece.SentencePieceProcessor(model_proto=model.getvalue())
    ids = [id for id in range(learned.get_piece_size()) if not learned.is_unknown(id)]
    return [(learned.id_to_piece(id), learned.get_score(id)) for id in ids]


def _sentences(texts: Iterable[str], settings: VocabularySettings) -> Iterator[str]:
    """Lines and parts of lines as the tokenizer will see them, until there are enough."""
    ready = normalizer(settings, parts_ideographs=False)
    read = 0
    for text in texts:
        for line in _SPELLED_SPECIAL.sub(" ", text).split("\n"):
            line = ready.normalize_str(line)
            for start in range(0, len(line), LONGEST_SENTENCE):
                if part := line[start : start + LONGEST_SENTENCE].strip():
                    yield part
        read += len(text)
        if read > SAMPLE_CHARACTERS:
            return
