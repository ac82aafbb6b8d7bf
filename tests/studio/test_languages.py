"""The page speaks two languages, all of it, to each visitor their own."""

from __future__ import annotations

import string
from collections.abc import Iterator
from contextvars import copy_context
from pathlib import Path
from typing import Any

import pytest
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import HTMLResponse, PlainTextResponse
from starlette.routing import Route
from starlette.testclient import TestClient

from electra_engine import PRESETS, AskingSettings, FineTuneSettings, RunSettings, Workspace, knobs_of
from studio.app import Studio
from studio.interpreter import COOKIE, Interpreter
from studio.languages import OWN_NAMES, TAGS, choose_language
from studio.text import LANGUAGES, language, say, speak
from studio.text.told import TRANSLATIONS

ENGLISH, CHINESE = LANGUAGES["en"], LANGUAGES["zh"]


def gaps(sentence: str) -> list[tuple[str, str]]:
    parts = string.Formatter().parse(sentence)
    return sorted((name, form or "") for _, name, form, _ in parts if name is not None)


def test_no_sentence_is_missing_in_either_language() -> None:
    assert ENGLISH.keys() == CHINESE.keys()
    assert OWN_NAMES.keys() == TAGS.keys() == LANGUAGES.keys()


@pytest.mark.parametrize("key", sorted(ENGLISH))
def test_a_sentence_has_the_same_gaps_in_both_languages(key: str) -> None:
    assert gaps(ENGLISH[key]) == gaps(CHINESE[key])


def spoken_by_settings() -> Iterator[str]:
    for known in (*knobs_of(RunSettings), *knobs_of(FineTuneSettings), *knobs_of(AskingSettings)):
        yield from (text for text in (known.label, known.help, known.unit, *known.choices) if text)
    for preset in PRESETS.values():
        yield from (preset.label, preset.help)


def test_every_setting_choice_and_preset_has_chinese_words() -> None:
    assert [text for text in spoken_by_settings() if text not in TRANSLATIONS["zh"]] == []


@pytest.mark.parametrize(
    ("asked", "remembered", "accepted", "chosen"),
    [
        ("zh", "en", "en", "zh"),
        ("", "zh", "en", "zh"),
        ("", "", "zh-CN,zh;q=0.9,en;q=0.8", "zh"),
        ("", "", "de,en;q=0.5,zh;q=0.7", "zh"),
        ("", "", "zh;q=0,en", "en"),
        ("", "", "de-DE,fr", "en"),
        ("", "", "", "en"),
        ("xx", "<script>", "zh;q=wild", "en"),
    ],
)
def test_the_address_comes_before_the_cookie_and_that_before_the_browser(
    asked: str, remembered: str, accepted: str, chosen: str
) -> None:
    assert choose_language(asked, remembered, accepted) == chosen


def page(_: Request) -> HTMLResponse:
    return HTMLResponse('<!doctype html><html\n lang="en" style="margin:0"><head></head></html>')


def answer(request: Request) -> PlainTextResponse:
    return PlainTextResponse(f"{language()} {request.url.path}")


@pytest.fixture
def visitor() -> TestClient:
    routes = [Route("/", page), Route("/gradio_api/run", answer)]
    app = Starlette(routes=routes)
    return TestClient(Interpreter(app))


def test_a_page_is_marked_with_its_language_and_the_choice_is_remembered(visitor: TestClient) -> None:
    opened = visitor.get("/?lang=zh")
    assert '<html\n lang="zh-CN" style="margin:0"><head><script>' in opened.text
    assert opened.headers["content-language"] == "zh-CN"
    assert visitor.cookies[COOKIE] == "zh"
    assert visitor.get("/").headers["content-language"] == "zh-CN"
    assert visitor.get("/gradio_api/run").text == "zh /gradio_api/run"


def test_an_open_page_is_answered_in_its_own_language_whatever_was_chosen_since(visitor: TestClient) -> None:
    visitor.get("/?lang=zh")
    assert visitor.get("/en/gradio_api/run").text == "en /gradio_api/run"
    assert visitor.get("/xx/gradio_api/run").status_code == 404


def test_a_language_that_there_is_not_is_not_remembered(visitor: TestClient) -> None:
    opened = visitor.get("/?lang=xx", headers={"accept-language": "en"})
    assert opened.headers["content-language"] == "en"
    assert COOKIE not in visitor.cookies


def config_in(studio: Studio, spoken: str) -> dict[str, Any]:
    def look() -> dict[str, Any]:
        speak(spoken)
        return studio.blocks.config

    return copy_context().run(look)


def test_both_languages_are_one_page_with_the_same_components_and_events(tmp_path: Path) -> None:
    studio = Studio(Workspace(tmp_path))
    english, chinese = config_in(studio, "en"), config_in(studio, "zh")
    assert english["dependencies"] == chinese["dependencies"]
    assert [part["id"] for part in english["components"]] == [part["id"] for part in chinese["components"]]
    assert english["title"] == ENGLISH["page.title"]
    assert chinese["title"] == CHINESE["page.title"]
    assert config_in(studio, "zh")["components"] is chinese["components"]  # built once, then kept
    assert say("page.title") == ENGLISH["page.title"]  # this context still speaks English
