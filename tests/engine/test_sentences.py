"""Claims about sentences that can be said again in another language."""

from __future__ import annotations

import copy
import pickle
from pathlib import Path

import pytest

from electra_engine.errors import UserError
from electra_engine.sentences import SILENCE, Sentence

NESTED = Sentence(
    "{file} cannot be used: {reason}.",
    file="a {b} ${c}.txt",
    reason=Sentence("it has {count:,} of {width} columns", count=1200, width=3),
)


def test_a_sentence_is_its_english_text_and_remembers_how_it_was_made() -> None:
    assert NESTED == "a {b} ${c}.txt cannot be used: it has 1,200 of 3 columns."
    assert NESTED.template == "{file} cannot be used: {reason}."
    assert NESTED.values["reason"].values == {"count": 1200, "width": 3}


def test_a_path_or_nothing_at_all_is_kept_as_its_text() -> None:
    assert Sentence("{folder} ({reason})", folder=Path("a"), reason=None).values == {
        "folder": "a",
        "reason": "None",
    }


def test_braces_in_a_sentence_without_values_stay() -> None:
    assert Sentence("a {b} stays") == "a {b} stays"


@pytest.mark.parametrize("sentence", [NESTED, Sentence("Nothing to fill in: {"), SILENCE])
def test_packing_copying_and_pickling_keep_template_and_values(sentence: Sentence) -> None:
    for again in (
        Sentence.unpacked(sentence.packed()),
        copy.deepcopy(sentence),
        pickle.loads(pickle.dumps(sentence)),
    ):
        assert again == sentence
        assert (again.template, again.values) == (sentence.template, sentence.values)
        assert isinstance(again.values.get("reason", SILENCE), Sentence)


def test_a_text_that_was_stored_before_sentences_were_packed_is_read_as_it_stands() -> None:
    assert Sentence.unpacked("Finished at step 5.") == "Finished at step 5."
    assert Sentence.unpacked('{"odd": "text"}') == '{"odd": "text"}'


def test_an_error_fills_its_template_or_takes_a_sentence_as_it_is() -> None:
    filled = UserError("{file} is empty.", "files", file="{x}.txt")
    assert (str(filled), filled.sentence.template, filled.field) == (
        "{x}.txt is empty.",
        "{file} is empty.",
        "files",
    )
    assert UserError(NESTED).sentence is NESTED
