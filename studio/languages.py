"""Which language a visitor reads: as the address says, else as last time, else as the browser asks."""

from __future__ import annotations

from collections.abc import Mapping

from studio.text import LANGUAGES

TAGS: Mapping[str, str] = {"en": "en", "zh": "zh-CN"}  # as documents and browsers write them
OWN_NAMES: Mapping[str, str] = {"en": "English", "zh": "简体中文"}
FIRST = next(iter(LANGUAGES))


def choose_language(asked: str, remembered: str, accepted: str) -> str:
    """One of `LANGUAGES`.

    `asked` stands in the address and `remembered` in the cookie; what is no language of ours is passed
    over. `accepted` is the header Accept-Language (RFC 9110, 12.5.4).
    """
    known = (wanted for wanted in (asked, remembered) if wanted in LANGUAGES)
    return next(known, None) or _most_welcome(accepted)


def _most_welcome(accepted: str) -> str:
    """The language with the greatest weight, the earlier one among equals; English when none is ours."""
    best, weight = FIRST, 0.0
    for entry in accepted.split(","):
        tag, *parameters = (part.strip().lower() for part in entry.split(";"))
        language = tag.split("-")[0]
        liking = _weight(parameters)
        if language in LANGUAGES and liking > weight:
            best, weight = language, liking
    return best


def _weight(parameters: list[str]) -> float:
    written = next((one[2:] for one in parameters if one.startswith("q=")), "1")
    try:
        return float(written)
    except ValueError:
        return 0.0
