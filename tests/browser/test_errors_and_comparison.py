"""Errors, who gets caught and the comparison of runs in the real studio, over runs of made records."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Literal

import pytest
from playwright.sync_api import Page, expect

from electra_engine import Workspace
from studio.text import LANGUAGES
from tests.browser.barriers import serious_barriers
from tests.browser.conftest import Visitor
from tests.browser.open_studio import OpenStudio, drawn, go_to, opened
from tests.browser.widget_demo import HOSTILE
from tests.studio.made_runs import make_run

pytestmark = pytest.mark.browser
TEXT = LANGUAGES["en"]


@pytest.fixture(scope="module")
def studio(tmp_path_factory: pytest.TempPathFactory) -> Iterator[OpenStudio]:
    folder: Path = tmp_path_factory.mktemp("comparison") / "workspace"
    folder.mkdir()
    make_run(Workspace(folder), "plain")
    make_run(Workspace(folder), "wider", points=200, easier=0.5, discriminator__hidden_size=256)
    make_run(Workspace(folder), "third", points=60)
    with opened(folder) as running:
        yield running
        assert "Traceback" not in running.log


@pytest.fixture(autouse=True)
def no_script_fails(page: Page) -> Iterator[None]:
    errors: list[str] = []
    page.on("pageerror", lambda error: errors.append(str(error)))
    yield
    assert errors == []


def test_a_pressed_cell_shows_its_sentences_and_stands_in_the_address(page: Page, studio: OpenStudio) -> None:
    page.goto(f"{studio.address}?tab=train&run=plain")
    missed = page.locator("#train-errors .errors-missed")
    missed.focus()
    page.keyboard.press("Enter")
    expect(missed).to_have_attribute("aria-pressed", "true")
    sentences = page.locator("#train-errors .errors-sentence")
    expect(sentences).to_have_count(3)
    mark = sentences.first.locator("mark")
    expect(mark).to_have_text(HOSTILE[0])
    expect(sentences.first.locator(".errors-about")).to_contain_text(
        f"“{HOSTILE[2]}” stood there · 10% replaced"
    )
    assert page.locator("#train-errors img, #train-errors b").count() == 0
    assert page.evaluate("window.pwned") is None
    page.wait_for_url("**cell=missed**")
    page.reload()
    expect(sentences).to_have_count(3)
    page.locator("#train-errors .errors-caught").click()
    expect(page.locator("#train-errors .errors-behind-title")).to_contain_text(TEXT["errors.caught"])
    expect(missed).to_have_attribute("aria-pressed", "false")


def test_who_gets_caught_is_drawn_and_said(page: Page, studio: OpenStudio) -> None:
    page.goto(f"{studio.address}?tab=train&run=plain")
    rows = page.locator("#train-who .caught-row")
    expect(rows).to_have_count(8)
    expect(rows.first.locator(".unseen")).to_contain_text("fakes, surely between")
    dot = rows.first.locator(".caught-dot").bounding_box()
    interval = rows.first.locator(".caught-interval").bounding_box()
    assert dot is not None
    assert interval is not None
    middle = dot["x"] + dot["width"] / 2
    assert interval["x"] <= middle <= interval["x"] + interval["width"]


def drawn_runs(page: Page) -> set[str]:
    return set(
        page.evaluate("document.querySelector('#compare-chart .live-chart-plot').data.map((t) => t.name)")
    )


def test_two_runs_are_compared_and_a_third_is_added(page: Page, studio: OpenStudio) -> None:
    page.goto(f"{studio.address}?tab=compare&compare=plain,wider")
    page.wait_for_selector("#compare-chart .main-svg")
    assert drawn_runs(page) == {"plain", "wider"}
    expect(page.locator("#compare-chart .live-chart-note").first).to_contain_text("“wider” tells best")
    expect(page.locator("#compare-settings tbody tr")).to_have_count(1)
    expect(page.locator("#compare-settings tbody")).to_contain_text("256")
    expect(page.locator("#compare-scores tbody tr").first).to_contain_text(TEXT["compare.frozen"])
    expect(page.locator("#compare-strips .pinned-row")).to_have_count(2)
    page.get_by_role("checkbox", name="third").check()
    expect(page.locator("#compare-strips .pinned-row")).to_have_count(3)
    page.wait_for_function("document.querySelector('#compare-chart .live-chart-plot').data.length === 9")
    page.wait_for_url("**compare=plain%2Cwider%2Cthird**")
    page.locator("#compare-axis input").nth(2).check()
    title = "document.querySelector('#compare-chart .live-chart-plot').layout.xaxis.title.text"
    page.wait_for_function(f"{title} === '{TEXT['chart.minutes']}'")
    page.get_by_role("checkbox", name="third").uncheck()  # its curves go, and the others stay alive
    page.wait_for_function("document.querySelector('#compare-chart .live-chart-plot').data.length === 6")
    expect(page.locator("#compare-chart .main-svg .scatterlayer .trace")).to_have_count(6)
    page.locator("#compare-axis input").nth(0).check()
    page.wait_for_function(f"{title} === '{TEXT['chart.steps']}'")
    expect(page.locator("#compare-chart")).to_contain_text(TEXT["chart.steps"])


def test_a_pinned_sentence_stays_literal_and_stands_in_the_address(page: Page, studio: OpenStudio) -> None:
    page.goto(f"{studio.address}?tab=compare&compare=plain,wider")
    page.locator("#compare-strips select").select_option(index=1)
    faces = page.locator("#compare-strips .pinned-row").first.locator(".strip-face")
    expect(faces.nth(1)).to_have_text(HOSTILE[0] + "!")
    page.wait_for_url("**sentence=1**")
    page.reload()
    expect(faces.nth(1)).to_have_text(HOSTILE[0] + "!")
    assert page.locator("#compare-strips img, #compare-strips b").count() == 0
    assert page.evaluate("window.pwned") is None


def test_the_words_of_the_game_stay_literal(page: Page, studio: OpenStudio) -> None:
    told = []
    for number in (1, 2):
        page.goto(f"{studio.address}?tab=play&run=plain&round={number}")
        page.locator("#play-game .game-check").click()
        page.locator("#play-game .game-table").first.wait_for()
        told += page.locator("#play-game .game-was").all_text_contents()
    assert [word for word in HOSTILE if not any(word in was for was in told)] == []
    assert page.locator("#play-game img, #play-game b").count() == 0
    assert page.evaluate("window.pwned") is None


def test_whoever_opens_the_tab_sees_the_newest_runs_compared(page: Page, studio: OpenStudio) -> None:
    page.goto(studio.address)
    go_to(page, TEXT["tab.compare"])
    page.wait_for_selector("#compare-chart .main-svg")
    assert len(drawn_runs(page)) == 2
    expect(page.get_by_role("checkbox", checked=True)).to_have_count(2)


@pytest.mark.parametrize("place", ["tab=train&run=plain&cell=caught", "tab=compare&compare=plain,wider"])
def test_nothing_scrolls_sideways_on_a_phone(visitor: Visitor, studio: OpenStudio, place: str) -> None:
    page = visitor(viewport={"width": 400, "height": 800}, has_touch=True, is_mobile=True)
    page.goto(f"{studio.address}?{place}")
    chart = "#compare-chart" if "compare" in place else "#train-chart"
    page.wait_for_selector(f"{chart} .main-svg")
    page.wait_for_selector("#compare-strips .strip-card" if "compare" in place else ".errors-sentence")
    drawn(page)
    assert page.evaluate("document.documentElement.scrollWidth") == 400
    wide = page.evaluate(
        """() => [...document.querySelectorAll(".errors *, .caught *, .run-choice *, .pinned *")]
            .filter((node) => node.getBoundingClientRect().right > 400.5).map((node) => node.className)"""
    )
    assert wide == []


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_what_is_opened_by_a_press_has_no_serious_barrier(
    page: Page, studio: OpenStudio, scheme: Literal["light", "dark"]
) -> None:
    page.emulate_media(color_scheme=scheme, reduced_motion="reduce")
    page.goto(f"{studio.address}?tab=train&run=plain&lang=en")
    page.locator("#train-errors .errors-missed").click()
    expect(page.locator("#train-errors .errors-sentence").first).to_be_visible()
    page.locator("#train-chart .term").first.press("Enter")
    expect(page.locator("#page-glossary-card")).to_be_visible()
    drawn(page)
    found = [f"errors and glossary: {barrier}" for barrier in serious_barriers(page)]
    page.goto(f"{studio.address}?tab=compare&compare=plain,wider,third&lang=en")
    expect(page.locator("#compare-strips .pinned-row")).to_have_count(3)
    drawn(page)
    found += [f"comparison: {barrier}" for barrier in serious_barriers(page)]
    page.goto(f"{studio.address}?tab=play&run=plain&round=1&lang=en")
    page.locator("#play-game .game-check").click()
    expect(page.locator("#play-game .game-table").first).to_be_visible()
    drawn(page)
    found += [f"a finished round: {barrier}" for barrier in serious_barriers(page)]
    assert found == []
