"""A guess at the language of a text, from its letters and its commonest small words; honest when unsure."""

from __future__ import annotations

import re
from collections import Counter

UNKNOWN = "unknown"
# A language must explain this share of the words, and this many times as many as the next one.
FEWEST_SMALL_WORDS = 0.12
CLEAR_LEAD = 1.2

_SCRIPTS = {
    "Latin": "A-Za-z\u00c0-\u024f\u1e00-\u1eff",
    "Cyrillic": "\u0400-\u052f",
    "Han": "\u3400-\u4dbf\u4e00-\u9fff\U00020000-\U0003ffff",
    "kana": "\u3041-\u30ff",
    "Hangul": "\u1100-\u11ff\uac00-\ud7af",
    "Arabic": "\u0600-\u06ff",
    "Greek": "\u0370-\u03ff",
    "Hebrew": "\u0590-\u05ff",
    "Devanagari": "\u0900-\u097f",
    "Thai": "\u0e00-\u0e7f",
}
_LETTERS = {script: re.compile(f"[{letters}]") for script, letters in _SCRIPTS.items()}
_ONE_LANGUAGE = {"Han": "Chinese", "Hangul": "Korean", "Greek": "Greek", "Hebrew": "Hebrew", "Thai": "Thai"}
_SMALL_WORDS = {
    "English": "the of and to in is was that it for on with as he his be at by this had not are but from you",
    "German": "der die und in den von zu das mit sich des auf für ist im dem nicht ein eine als auch es war",
    "French": "de la le et les des en un du une que est dans qui par pour au il sur plus ne pas se son avec",
    "Spanish": "de la que el en y los del se las por un para con no una su al es lo como más pero sus",
    "Italian": "di e il la che in un a per è una del della si con non i le da al sono come dei nel gli",
    "Portuguese": "de a o que e do da em um para com não uma os no se na por mais as dos como mas ao",
    "Dutch": "de van het een en in is dat op te zijn met voor niet die aan er om ook als bij maar hij",
    "Swedish": "och i att det som en på är av för med till den har de inte om ett han var jag vi",
    "Polish": "w i na z się do nie to że jest o jak po od za przez przy co dla był tym ale",
    "Turkish": "ve bir bu için ile da de olarak çok daha en gibi olan sonra kadar ama ne o ki",
    "Indonesian": "yang dan di dengan untuk dari ini dalam itu pada tidak adalah oleh juga akan ke ada",
}
# Every language that a guess can name.
LANGUAGES = tuple(
    sorted(
        {
            *_SMALL_WORDS,
            *_ONE_LANGUAGE.values(),
            "Japanese",
            "Russian",
            "Ukrainian",
            "Arabic",
            "Persian",
            "Urdu",
        }
    )
)
_WORD_SETS = {language: frozenset(words.split()) for language, words in _SMALL_WORDS.items()}


def guess_language(text: str) -> str:
    """The language's English name, or ``"unknown"``."""
    counts = {script: len(letters.findall(text)) for script, letters in _LETTERS.items()}
    total = sum(counts.values())
    if not total:
        return UNKNOWN
    if counts["kana"] > 0.1 * (counts["kana"] + counts["Han"]) and counts["kana"] > 0.05 * total:
        return "Japanese"
    script, most = max(counts.items(), key=lambda entry: entry[1])
    if most < 0.6 * total:
        return UNKNOWN
    if script in _ONE_LANGUAGE:
        return _ONE_LANGUAGE[script]
    deciders = {"Latin": _by_small_words, "Cyrillic": _by_cyrillic_letters, "Arabic": _by_arabic_letters}
    return deciders[script](text) if script in deciders else UNKNOWN


def _by_small_words(text: str) -> str:
    words = Counter(re.findall(r"[^\W\d_]+", text.lower()))
    total = sum(words.values())
    shares = {language: sum(words[word] for word in known) / total for language, known in _WORD_SETS.items()}
    (best, share), (_, second), *_ = sorted(shares.items(), key=lambda entry: -entry[1])
    return best if share >= FEWEST_SMALL_WORDS and share >= CLEAR_LEAD * second else UNKNOWN


def _by_cyrillic_letters(text: str) -> str:
    if len(re.findall("[іїєґ]", text)) > len(re.findall("[ыэё]", text)):
        return "Ukrainian"
    return "Russian" if re.search("[ыэ]", text) else UNKNOWN


def _by_arabic_letters(text: str) -> str:
    if re.search("[ٹڈڑں]", text):
        return "Urdu"
    return "Persian" if re.search("[پچژگ]", text) else "Arabic"
