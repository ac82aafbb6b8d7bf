"""Which letters a tokenizer takes for one another: large and small ones, those with and without accents."""

from __future__ import annotations

from collections.abc import Callable

from tokenizers import normalizers

from electra_engine.settings import VocabularySettings

Fold = Callable[[str], str]


def foldings(settings: VocabularySettings) -> tuple[tuple[str, Fold], ...]:
    """The settings that are on, each with what it does to a text, in the tokenizer's order.

    None where the tokenizer is one that is there already, because that has its own.
    """
    if settings.folder:
        return ()
    on = (("strip_accents", settings.strip_accents), ("lowercase", settings.lowercase))
    return tuple((name, _fold(name)) for name, is_on in on if is_on)


def _fold(name: str) -> Fold:
    """The part of the tokenizer's normalizer that one setting switches."""
    return normalizers.BertNormalizer(
        clean_text=False,
        handle_chinese_chars=False,
        strip_accents=name == "strip_accents",
        lowercase=name == "lowercase",
    ).normalize_str
