"""Claims about the engine's sentences in the visitor's language."""

from __future__ import annotations

import ast
import string
from collections.abc import Iterator
from pathlib import Path

import pytest

import electra_engine
from electra_engine import (
    AskingSettings,
    Event,
    FineTuneSettings,
    RunSettings,
    Sentence,
    UserError,
    knobs_of,
    summarise,
)
from electra_engine.writing import language as guessing
from studio.corpora import look_at_corpus
from studio.page import guarded
from studio.run_views import health_facts
from studio.text import speak
from studio.text.told import TRANSLATIONS, told

ENGINE = Path(electra_engine.__file__).parent
ON_THE_TERMINAL = ENGINE / "command_line"  # speaks English
MADE_BY = {"Sentence", "UserError", "EndedError"}
WRITTEN_BY_PEOPLE = ENGINE / "corpus" / "sample"  # has sentences of another kind


@pytest.fixture(autouse=True)
def _english_again() -> Iterator[None]:
    yield
    speak("en")


def _made() -> Iterator[tuple[str, ast.expr]]:
    """Where the engine makes a sentence, and what it makes it of."""
    for file in sorted(ENGINE.rglob("*.py")):
        if WRITTEN_BY_PEOPLE in file.parents or ON_THE_TERMINAL in file.parents:
            continue
        for node in ast.walk(ast.parse(file.read_text("utf-8"))):
            if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id in MADE_BY:
                yield f"{file.relative_to(ENGINE)}:{node.lineno}", node.args[0] if node.args else node


def _templates() -> set[str]:
    return {made.value for _, made in _made() if isinstance(made, ast.Constant) and made.value}


def _gaps(template: str) -> set[str]:
    return {gap for _, gap, _, _ in string.Formatter().parse(template) if gap}


def test_no_sentence_of_the_engine_is_put_together_before_its_template_is_known() -> None:
    whole = (ast.Constant, ast.Name, ast.Attribute, ast.Subscript)
    made_whole = MADE_BY | {"unpacked", "_nothing_usable"}
    for place, made in _made():
        called = made.func if isinstance(made, ast.Call) else None
        name = getattr(called, "id", getattr(called, "attr", ""))
        assert isinstance(made, whole) or name in made_whole, f"{place}: {ast.unparse(made)}"


def _languages() -> set[str]:
    """The names that a guess at the language of a text can give."""
    source = ast.parse(Path(guessing.__file__).read_text("utf-8"))
    returned = {part for node in ast.walk(source) if isinstance(node, ast.Return) for part in ast.walk(node)}
    named = {part.value for part in returned if isinstance(part, ast.Constant) and str(part.value).istitle()}
    return {*named, *guessing._ONE_LANGUAGE.values(), *guessing._SMALL_WORDS, guessing.UNKNOWN}


def _words_of_settings() -> set[str]:
    groups = (RunSettings, FineTuneSettings, AskingSettings)
    knobs = [known for group in groups for known in knobs_of(group)]
    return {word for knob in knobs for word in (knob.label, knob.help, knob.unit, *knob.choices) if word}


@pytest.mark.parametrize("spoken", sorted(TRANSLATIONS))
def test_every_word_of_the_engine_is_translated_and_no_translation_is_left_over(spoken: str) -> None:
    said = _templates() | _languages() | _words_of_settings()
    assert sorted(said - TRANSLATIONS[spoken].keys()) == []
    assert sorted(TRANSLATIONS[spoken].keys() - said) == []


@pytest.mark.parametrize("spoken", sorted(TRANSLATIONS))
def test_a_translation_has_the_gaps_of_its_template(spoken: str) -> None:
    for template, translated in TRANSLATIONS[spoken].items():
        assert _gaps(translated) == _gaps(template), template
        assert translated.strip(), template


def test_a_chinese_visitor_is_refused_in_chinese_with_the_values_inside() -> None:
    speak("zh")
    with pytest.raises(UserError) as refused:
        RunSettings().with_changes({"discriminator.hidden_size": 100, "discriminator.num_attention_heads": 3})
    assert told(refused.value.sentence) == (
        "判别器的宽度 100 不能平分给 3 个注意力头：请选一个能整除 100 的头数。"
    )
    assert str(refused.value).startswith("The discriminator's width of 100")


def test_a_handler_that_refuses_puts_the_visitors_language_on_the_page(tmp_path: Path) -> None:
    (tmp_path / "a {b}.txt").touch()
    safe = guarded(lambda: look_at_corpus([tmp_path / "a {b}.txt"]), "notices", "tab", str)
    speak("zh")
    assert "“a {b}.txt”是空的" in str(safe()["notices"])
    speak("en")
    assert "a {b}.txt is empty" in str(safe()["notices"])


def test_what_a_run_noticed_is_told_in_the_visitors_language() -> None:
    noticed = Event(
        "health", "x", Sentence("Add text or choose a smaller pair."), Sentence("It has finished.")
    )
    speak("zh")
    assert health_facts([noticed])["warnings"] == ["加一些文本，或选小一点的网络。 它已经完成了。"]


def test_a_stored_warning_is_told_in_the_language_of_whoever_reads_it(tmp_path: Path) -> None:
    file = tmp_path / "small.txt"
    file.write_text("A dog barks at the gate. " * 150, "utf-8")
    kept = look_at_corpus([file])["warnings"]
    assert [Sentence.unpacked(warning) for warning in kept] == list(summarise([file]).warnings)
    speak("zh")
    assert any("这个语料很小" in told(Sentence.unpacked(warning)) for warning in kept)


def test_what_has_no_translation_stands_as_it_is() -> None:
    speak("zh")
    assert told(Sentence("No such {thing}.", thing="{word}")) == "No such {word}."
    assert told("a plain text with {braces}") == "a plain text with {braces}"
