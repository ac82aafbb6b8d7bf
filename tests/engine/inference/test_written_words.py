"""Words are what a reader would point at, in any script."""

from __future__ import annotations

import pytest

from electra_engine.inference.written_words import without, written_words


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("It's a well-known dog, isn't it?", ["It's", "a", "well-known", "dog", "isn't", "it"]),
        ("我爱 Python 语言。", ["我", "爱", "Python", "语", "言"]),
        ("v2模型x", ["v2", "模", "型", "x"]),
        ("Москва — город", ["Москва", "город"]),
        ("... !", []),
        ("", []),
    ],
)
def test_a_word_is_a_run_of_letters_or_one_sign_of_an_unspaced_script(text: str, words: list[str]) -> None:
    assert [text[word.start : word.end] for word in written_words(text)] == words


def test_what_is_left_out_takes_the_space_before_it_along() -> None:
    text = "The very bad dog, ran."
    words = {text[word.start : word.end]: word for word in written_words(text)}
    assert without(text, [words["bad"]]) == "The very dog, ran."
    assert without(text, [words["dog"], words["very"]]) == "The bad, ran."
    assert without(text, [words["The"]]) == "very bad dog, ran."
    assert without(text, []) == text
