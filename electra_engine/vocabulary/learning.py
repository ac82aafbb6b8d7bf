"""Learning a WordPiece vocabulary from a corpus: the same text gives the same vocabulary, always."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from pathlib import Path

from tokenizers import AddedToken, Tokenizer, decoders, models, normalizers, pre_tokenizers, processors
from tokenizers.trainers import WordPieceTrainer

from electra_engine.errors import UserError
from electra_engine.settings import VocabularySettings
from electra_engine.stopping import until_stopped
from electra_engine.vocabulary.alphabet import choose_alphabet, forms_of
from electra_engine.vocabulary.even_sample import EvenSample
from electra_engine.vocabulary.saving import save_tokenizer
from electra_engine.vocabulary.special import CLS, SEP, SPECIAL_TOKENS, UNKNOWN

# Learned from so much text, spread over the corpus: more makes the vocabulary slower, not better.
SAMPLE_CHARACTERS = 16_000_000
# A longer word is not looked up but unknown; Thai, without spaces, needs more than the usual 100.
LONGEST_WORD = 200
_OVERLONG = re.compile(rf"(\w{{{LONGEST_WORD}}})(?=\w)")


def learn_vocabulary(
    documents: Iterable[str],
    settings: VocabularySettings,
    folder: Path,
    should_stop: Callable[[], bool] | None = None,
) -> Tokenizer:
    """Learns a WordPiece tokenizer of at most `settings.size` tokens and saves it in `folder`.

    Case is kept unless `settings.lowercase`, accents always. Raises `UserError` where the documents
    hold nothing to learn from, `StopRequested` when `should_stop` says so.
    """
    sample = EvenSample(SAMPLE_CHARACTERS)
    for text in until_stopped(documents, should_stop):
        sample.add(_without_overlong_words(text), max(len(text), 1))
    alphabet = choose_alphabet(sample.texts, settings.size - len(SPECIAL_TOKENS), settings.lowercase)
    if not alphabet.chosen:
        raise UserError("There are no words in the text to learn a vocabulary from: add text.", "files")
    tokens = _learn_tokens(until_stopped(sample.texts, should_stop), alphabet.chosen, settings)
    for character in alphabet.spare[: settings.size - len(tokens)]:
        tokens[character] = len(tokens)
    tokenizer = build_tokenizer(tokens, settings.lowercase)
    save_tokenizer(tokenizer, folder)
    return tokenizer


def build_tokenizer(tokens: dict[str, int], lowercase: bool) -> Tokenizer:
    """A tokenizer around a finished vocabulary that begins with the five special tokens."""
    tokenizer = _empty_tokenizer(
        models.WordPiece(tokens, unk_token=UNKNOWN, max_input_chars_per_word=LONGEST_WORD), lowercase
    )
    tokenizer.post_processor = processors.TemplateProcessing(
        single=f"{CLS} $A {SEP}",
        pair=f"{CLS} $A {SEP} $B:1 {SEP}:1",
        special_tokens=[(CLS, tokens[CLS]), (SEP, tokens[SEP])],
    )
    tokenizer.decoder = decoders.WordPiece(prefix="##")
    tokenizer.add_special_tokens([AddedToken(t, special=True, normalized=False) for t in SPECIAL_TOKENS])
    return tokenizer


def _empty_tokenizer(model: models.WordPiece, lowercase: bool) -> Tokenizer:
    tokenizer = Tokenizer(model)
    tokenizer.normalizer = normalizers.BertNormalizer(
        clean_text=True, handle_chinese_chars=True, strip_accents=False, lowercase=lowercase
    )
    tokenizer.pre_tokenizer = pre_tokenizers.BertPreTokenizer()
    return tokenizer


def _learn_tokens(texts: Iterable[str], alphabet: list[str], settings: VocabularySettings) -> dict[str, int]:
    """Merges the likeliest neighbours until the vocabulary is full; tokens with their ids.

    The trainer numbers characters in the order of a randomly seeded table and settles ties between
    merges by number. Handing over every form of every character beforehand, as if they were special
    tokens of a scratch tokenizer, fixes the numbers and with them the result.
    """
    forms = [form for character in alphabet for form in forms_of(character)]
    forms.sort(key=lambda form: form.startswith("##"))
    trainer = WordPieceTrainer(
        vocab_size=settings.size,
        min_frequency=2,
        special_tokens=[*SPECIAL_TOKENS, *forms],
        initial_alphabet=alphabet,
        limit_alphabet=len(alphabet),
        continuing_subword_prefix="##",
        show_progress=False,
    )
    scratch = _empty_tokenizer(models.WordPiece(unk_token=UNKNOWN), settings.lowercase)
    scratch.train_from_iterator(texts, trainer)
    return scratch.get_vocab(with_added_tokens=True)


def _without_overlong_words(text: str) -> str:
    """Breaks up what is too long to be a word; merging inside a word of a megabyte takes minutes."""
    if max(map(len, text.split()), default=0) <= LONGEST_WORD:
        return text
    return _OVERLONG.sub(r"\1 ", text)
