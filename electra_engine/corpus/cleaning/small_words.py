"""The commonest words of a language, of which every text has many and which tell little of what it says."""

from __future__ import annotations

import re
from functools import cache

from electra_engine.libraries import library
from electra_engine.writing.language import guess_language

JUDGED_CHARACTERS = 4_000
_CODES = {
    "Arabic": "ar",
    "Dutch": "nl",
    "English": "en",
    "French": "fr",
    "German": "de",
    "Greek": "el",
    "Hebrew": "he",
    "Indonesian": "id",
    "Italian": "it",
    "Persian": "fa",
    "Polish": "pl",
    "Portuguese": "pt",
    "Russian": "ru",
    "Spanish": "es",
    "Swedish": "sv",
    "Turkish": "tr",
    "Ukrainian": "uk",
    "Urdu": "ur",
}
_WORD = re.compile(r"[^\W\d_]+(?:['’][^\W\d_]+)?[ \t]?")


def without_stop_words(text: str) -> str | None:
    """The text without them; None in languages for which no list is known."""
    words = _stop_words(guess_language(text[:JUDGED_CHARACTERS]))
    if not words:
        return None
    return _WORD.sub(
        lambda found: "" if found[0].strip().lower().replace("’", "'") in words else found[0], text
    )


@cache
def _stop_words(language: str) -> frozenset[str]:
    code = _CODES.get(language)
    return frozenset(library("stopwordsiso", "stopwordsiso").stopwords(code)) if code else frozenset()
