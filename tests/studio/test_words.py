"""Every word the reader sees stands in studio/text, once, and is used."""

from __future__ import annotations

import ast
import re
import string
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

import studio
from electra_engine import PRESETS, AskingSettings, FineTuneSettings, RunSettings, Workspace, knobs_of
from studio.app import Studio
from studio.text import say, words
from studio.text.en.page import WORDS as ENGLISH
from studio.text.en.widgets import WORDS as ENGLISH_WIDGETS

FOLDER = Path(studio.__file__).parent
SPOKEN = ("label", "info", "placeholder", "value", "title", "choices")


def sources() -> str:
    return "\n".join(file.read_text(encoding="utf-8") for file in sorted(FOLDER.rglob("*.py")))


def asked_keys() -> tuple[set[str], set[str]]:
    """Keys written out in calls of `say`, and the beginnings of those put together."""
    source = sources()
    whole = set(re.findall(r'(?:say\(|words\(\)\[)\s*"([\w.]+)"', source))
    whole |= set(re.findall(r'"((?:quantity|page|tab)\.[\w.]+|\w+\.sample_name)"', source))
    begun = set(re.findall(r'(?:say\(|words\(\)\[)\s*f"([\w.]+)\{', source))
    return whole, begun | set(re.findall(r'f"(\w+\.sample_)\{', source))


def test_every_sentence_asked_for_is_there_and_every_sentence_there_is_asked_for() -> None:
    whole, beginnings = asked_keys()
    assert whole - set(words()) == set()
    begun = {key for key in ENGLISH if any(key.startswith(start) for start in beginnings)}
    assert set(ENGLISH) - whole - begun - {"dial.exact"} == set()


def test_no_two_places_share_a_key() -> None:
    assert set(ENGLISH) & set(ENGLISH_WIDGETS) == set()
    assert {key.split(".")[0] for key in ENGLISH} & {key.split(".")[0] for key in ENGLISH_WIDGETS} == set()


def test_a_brace_in_somebodys_text_stays_a_brace() -> None:
    assert say("runs.remove_question", name="{evil} {0}").startswith("Remove {evil} {0} and")


def literal_words(file: Path) -> Iterator[str]:
    """String literals that a component is given to show."""
    for node in ast.walk(ast.parse(file.read_text(encoding="utf-8"))):
        if not (isinstance(node, ast.Call) and ast.unparse(node.func).startswith("gr.")):
            continue
        shown = [keyword.value for keyword in node.keywords if keyword.arg in SPOKEN]
        for value in (*node.args, *shown):
            written = value.value if isinstance(value, ast.Constant) else None
            if isinstance(written, str) and re.search(r"[A-Za-z]", written):
                yield f"{file.name}: {written!r}"


def test_no_component_is_given_a_word_that_is_written_in_the_code() -> None:
    found = [word for file in sorted(FOLDER.rglob("*.py")) for word in literal_words(file)]
    assert found == []


def strings_in(value: Any) -> Iterator[str]:
    if isinstance(value, str):
        yield value
    elif isinstance(value, dict):
        for part in value.values():
            yield from strings_in(part)
    elif isinstance(value, list | tuple):
        for part in value:
            yield from strings_in(part)


def said_by(component: dict[str, Any]) -> Iterator[str]:
    """What a component shows; of a choice its name, not the value that stands for it."""
    shown = {key: component["props"].get(key) for key in SPOKEN}
    if choices := shown.pop("choices"):
        del shown["value"]
        yield from (name for name, _ in choices)
    yield from strings_in(shown)


@pytest.fixture
def page_config(tmp_path: Path) -> dict[str, Any]:
    return Studio(Workspace(tmp_path)).blocks.get_config_file()


def test_all_that_the_page_says_comes_from_the_words_or_from_a_setting(page_config: dict[str, Any]) -> None:
    groups = (RunSettings, FineTuneSettings, AskingSettings)
    knobs = [known for group in groups for known in knobs_of(group)]
    allowed = set(words().values())
    allowed |= {text for known in knobs for text in (known.label, known.help, *known.choices)}
    lines = [(one.label, f"{one.help} {one.reaches}".strip()) for one in PRESETS.values()]
    allowed |= {say("sizing.preset_line", label=label, help=line) for label, line in lines}
    said = {
        text
        for component in page_config["components"]
        if component["type"] not in ("html", "form", "row", "column")
        for text in said_by(component)
    }
    assert {
        text for text in said if any(letter in string.ascii_letters for letter in text)
    } - allowed == set()
