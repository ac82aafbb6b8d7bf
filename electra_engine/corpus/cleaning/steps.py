"""Every cleaning step: the setting that switches it, and what it does. To add one, add an entry."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable
from dataclasses import dataclass
from functools import partial

from electra_engine.corpus.cleaning.boilerplate import Boilerplate
from electra_engine.corpus.cleaning.lines import RepeatedLines, without_short_lines
from electra_engine.corpus.cleaning.markup import strip_html, strip_markdown, strip_wikitext
from electra_engine.corpus.cleaning.near_duplicates import NearDuplicates
from electra_engine.corpus.cleaning.small_words import without_stop_words
from electra_engine.corpus.documents import Document
from electra_engine.settings import CorpusSettings
from electra_engine.writing.language import UNKNOWN, guess_language

JUDGED_CHARACTERS = 4_000

Clean = Callable[[Document], str | None]


@dataclass(frozen=True)
class Step:
    """`make` gives, for the settings of a run, what turns a document into its cleaned text, or into ``""``
    where the whole document goes, or into None where the step knows nothing of such a document. The step is
    left out where its setting is `off`."""

    setting: str
    off: object
    make: Callable[[CorpusSettings], Clean]

    def is_on(self, settings: CorpusSettings) -> bool:
        return bool(getattr(settings, self.setting) != self.off)


def _of_text(clean: Callable[[str], str | None]) -> Callable[[CorpusSettings], Clean]:
    """A step that looks at nothing but one text."""
    return lambda _: lambda document: clean(document.text)


def _unicode_form(settings: CorpusSettings) -> Clean:
    form = settings.unicode_form

    def clean(document: Document) -> str:
        text = document.text
        if text.isascii() or unicodedata.is_normalized(form, text):  # type: ignore[arg-type]
            return text
        return unicodedata.normalize(form, text)  # type: ignore[arg-type]

    return clean


def _in_language(settings: CorpusSettings) -> Clean:
    kept = (settings.language, UNKNOWN)
    return lambda document: document.text if guess_language(document.text[:JUDGED_CHARACTERS]) in kept else ""


class _Symbols(dict[int, str | None]):
    """For `str.translate`: whether a character goes, looked up once for each there is."""

    def __missing__(self, code: int) -> str | None:
        goes = code > 127 and (
            unicodedata.category(chr(code)) in ("So", "Sm", "Sk", "Co", "Cn") or 0xFE00 <= code <= 0xFE0F
        )
        self[code] = None if goes else chr(code)
        return self[code]


_SYMBOLS = _Symbols()
# In this order: first what letters are, then what is no text, then what is too much of it.
STEPS = (
    Step("unicode_form", "as written", _unicode_form),
    Step("strip_html", False, _of_text(strip_html)),
    Step("strip_wikitext", False, _of_text(strip_wikitext)),
    Step("strip_markdown", False, _of_text(strip_markdown)),
    Step("drop_boilerplate", False, lambda _: Boilerplate().clean),
    Step("drop_symbols", False, _of_text(lambda text: text.translate(_SYMBOLS))),
    Step("mask_numbers", False, _of_text(partial(re.compile(r"\d").sub, "0"))),
    Step("drop_stop_words", False, _of_text(without_stop_words)),
    Step(
        "shortest_line",
        0,
        lambda settings: _of_text(partial(without_short_lines, settings.shortest_line))(settings),
    ),
    Step("repeated_lines", 0, lambda settings: RepeatedLines(settings.repeated_lines).clean),
    Step("language", "any", _in_language),
    Step("near_duplicates", False, lambda _: NearDuplicates().clean),
)
