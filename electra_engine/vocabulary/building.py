"""A tokenizer around a vocabulary: how text is made ready, cut into words, and put together again."""

from __future__ import annotations

from tokenizers import AddedToken, Tokenizer, decoders, models, normalizers, pre_tokenizers, processors

from electra_engine.settings import VocabularySettings
from electra_engine.vocabulary.special import CLS, SEP, SPECIAL_TOKENS, UNKNOWN

# A longer word is not looked up but unknown; Thai, without spaces, needs more than the usual 100.
LONGEST_WORD = 200
CONTINUES = "##"


def word_piece_model(tokens: dict[str, int]) -> models.WordPiece:
    """Cuts a word into the longest tokens from the left."""
    return models.WordPiece(tokens, unk_token=UNKNOWN, max_input_chars_per_word=LONGEST_WORD)


def cutting_words(model: models.Model, settings: VocabularySettings) -> Tokenizer:
    """A tokenizer that cuts at white space and marks first; ``##`` begins what goes on with a word."""
    tokenizer = Tokenizer(model)
    tokenizer.normalizer = normalizer(settings, parts_ideographs=True)
    tokenizer.pre_tokenizer = pre_tokenizers.BertPreTokenizer()
    tokenizer.decoder = decoders.WordPiece(prefix=CONTINUES)
    return tokenizer


def normalizer(settings: VocabularySettings, parts_ideographs: bool) -> normalizers.Normalizer:
    """Takes control characters out, and case and accents where asked."""
    return normalizers.BertNormalizer(
        clean_text=True,
        handle_chinese_chars=parts_ideographs,
        strip_accents=settings.strip_accents,
        lowercase=settings.lowercase,
    )


def finished(tokenizer: Tokenizer) -> Tokenizer:
    """The tokenizer with its special tokens, set around one text or a pair."""
    ids = [(token, tokenizer.token_to_id(token)) for token in (CLS, SEP)]
    tokenizer.post_processor = processors.TemplateProcessing(
        single=f"{CLS} $A {SEP}", pair=f"{CLS} $A {SEP} $B:1 {SEP}:1", special_tokens=ids
    )
    tokenizer.add_special_tokens([AddedToken(t, special=True, normalized=False) for t in SPECIAL_TOKENS])
    return tokenizer
