"""Every word the reader sees: a folder a language, in it a file a place, in that a dictionary ``WORDS``.

The language is that of the visitor who is being answered; the server sets it before a handler runs
(`speak`), so nothing that says a sentence needs to be told which language it is said in.
"""

from __future__ import annotations

import importlib
import pkgutil
from collections.abc import Mapping
from contextvars import ContextVar
from types import MappingProxyType

_spoken: ContextVar[str] = ContextVar("language", default="en")


def _collect(language: str) -> Mapping[str, str]:
    """All places of a language; a key that stands in two places is our mistake."""
    package = importlib.import_module(f"studio.text.{language}")
    collected: dict[str, str] = {}
    for module in pkgutil.iter_modules(package.__path__):
        place = importlib.import_module(f"{package.__name__}.{module.name}").WORDS
        assert not collected.keys() & place.keys(), f"{module.name} repeats a key of another place"
        collected |= place
    return MappingProxyType(collected)


LANGUAGES: Mapping[str, Mapping[str, str]] = MappingProxyType(
    {language: _collect(language) for language in ("en", "zh")}
)


def speak(language: str) -> None:
    """Says everything that follows in this context in `language`, one of `LANGUAGES`."""
    _spoken.set(language if language in LANGUAGES else "en")


def language() -> str:
    """The language in which everything is said now, one of `LANGUAGES`."""
    return _spoken.get()


def words() -> Mapping[str, str]:
    """All sentences of the visitor's language by their keys, such as ``"train.start"``."""
    return LANGUAGES[_spoken.get()]


def say(key: str, **values: object) -> str:
    """One sentence with its gaps filled; a brace inside a filled-in value stays a brace."""
    return words()[key].format(**values)
