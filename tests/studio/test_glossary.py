"""The glossary explains words that the page really uses, in both languages."""

from __future__ import annotations

import re

import pytest

from studio.text import LANGUAGES
from studio.widgets.glossary import TERMS

PARTS = ("forms", "plain", "exact")


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_term_is_explained_simply_and_exactly_and_nothing_else_is(language: str) -> None:
    explained = {key for key in LANGUAGES[language] if key.startswith("glossary.")}
    wanted = {f"glossary.{term}_{part}" for term in TERMS for part in PARTS}
    assert explained == wanted | {"glossary.card", "glossary.more"}
    for term in TERMS:
        plain = LANGUAGES[language][f"glossary.{term}_plain"]
        assert len(plain) <= 160, f"{term} is explained at too great length"


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_term_stands_somewhere_on_the_page(language: str) -> None:
    page = " ".join(said for key, said in LANGUAGES[language].items() if not key.startswith("glossary."))
    unused = []
    for term in TERMS:
        forms = LANGUAGES[language][f"glossary.{term}_forms"].split("|")
        if not any(re.search(re.escape(form), page, re.IGNORECASE) for form in forms):
            unused.append(term)
    assert unused == []
