"""Every word the reader sees, by language and by place."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

from studio.text.en import ENGLISH
from studio.text.widgets import ENGLISH_WIDGETS

LANGUAGES: Mapping[str, Mapping[str, str]] = MappingProxyType(
    {"en": MappingProxyType({**ENGLISH_WIDGETS, **ENGLISH})}
)


def words(language: str = "en") -> Mapping[str, str]:
    """All sentences of a language by their keys, such as ``"train.start"``."""
    return LANGUAGES[language]


def say(key: str, language: str = "en", **values: object) -> str:
    """One sentence with its gaps filled; a brace inside a filled-in value stays a brace."""
    return words(language)[key].format(**values)
