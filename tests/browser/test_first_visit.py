"""What somebody meets who opens the studio for the first time: the tour, the recorded run, the game."""

from __future__ import annotations

import re
import time
from collections.abc import Iterator

import pytest
from playwright.sync_api import Page, expect

from electra_engine import RunSettings, find_workspace, status_of, to_flat
from studio.text import LANGUAGES
from tests.browser.conftest import Visitor
from tests.browser.open_studio import (
    PATIENCE,
    OpenStudio,
    complaint,
    drawn,
    expect_sentence,
    go_to,
    open_page,
    write_in,
)

pytestmark = pytest.mark.browser
TEXT = LANGUAGES["en"]
HOSTILE = "the dog <img src=x onerror=window.pwned=1> ${window.pwned=1} {{a}} ran"


@pytest.fixture(autouse=True)
def script_errors(page: Page) -> Iterator[None]:
    errors: list[str] = []
    page.on("pageerror", lambda error: errors.append(str(error)))
    yield
    assert errors == []


def stage(page: Page) -> str:
    return page.locator("#welcome-tour [aria-current=step]").inner_text().split()[-1]


def test_curves_and_theatre_are_alive_before_any_training(page: Page, studio: OpenStudio) -> None:
    open_page(page, studio.address)
    step = page.locator("#welcome-replay .replay-step")
    page.locator("#welcome-replay .replay-play").scroll_into_view_if_needed()
    expect(page.locator("#welcome-replay .replay-done")).to_have_count(3)
    expect(page.locator("#welcome-replay .strip-card").first).to_be_visible()
    seen = step.inner_text()
    expect(step).not_to_have_text(seen)
    page.locator("#welcome-replay .replay-play").click()
    seen = step.inner_text()
    page.wait_for_timeout(600)
    assert step.inner_text() == seen
    go_to(page, "Train")
    expect(page.locator("#pretrain-runs")).to_contain_text("recorded · step")
    expect(page.locator("#train-theatre .theatre-column").first).to_be_visible()
    expect(page.locator("#train-chart .main-svg").first).to_be_visible()
    expect(page.locator("#pretrain-head")).to_contain_text(TEXT["runs.recorded_note"])
    for action in ("stop", "resume", "remove"):
        expect(page.locator(f"#pretrain-{action}")).to_have_count(0)


def test_the_tour_is_turned_by_keys_and_played_and_paused(page: Page, studio: OpenStudio) -> None:
    open_page(page, studio.address)
    play = page.locator("#welcome-tour .tour-play")
    caption = page.locator("#welcome-tour .tour-caption")
    expect(caption).to_contain_text("cut into")
    play.focus()
    page.keyboard.press("ArrowRight")
    assert stage(page) == "Hide"
    assert "stage=hide" in page.url
    expect(page.locator("#welcome-tour .strip-masked").first).to_have_text(re.compile(r"^\?, hidden"))
    page.keyboard.press("ArrowLeft")
    assert stage(page) == "Read"
    page.keyboard.press("ArrowLeft")  # there is nothing before the first
    assert stage(page) == "Read"
    page.keyboard.press("Space")
    expect(play).to_have_attribute("aria-pressed", "true")
    expect(caption).to_contain_text("hidden")  # it goes on by itself
    page.keyboard.press("Space")
    expect(play).to_have_attribute("aria-pressed", "false")
    for _ in range(5):
        page.keyboard.press("ArrowRight")
    assert stage(page) == "Score"
    expect(page.locator("#welcome-tour .strip-share").first).to_contain_text("%")
    expect(play).to_have_text(re.compile(TEXT["tour.again"]))


def test_a_link_opens_the_tour_at_its_stage(page: Page, studio: OpenStudio) -> None:
    open_page(page, f"{studio.address}?stage=guess")
    expect(page.locator("#welcome-tour .tour-caption")).to_have_text(TEXT["tour.guess_caption"])
    expect(page.locator("#welcome-tour .strip-guesses:not(.strip-shut)").first).to_be_visible()


def test_who_wants_no_motion_gets_none(visitor: Visitor, studio: OpenStudio) -> None:
    page = visitor(reduced_motion="reduce")
    open_page(page, studio.address)
    step = page.locator("#welcome-replay .replay-step")
    expect(step).to_have_text(re.compile(r"Step (\d+) of \1$"))
    expect(page.locator("#welcome-replay .replay-play")).to_have_text(re.compile(TEXT["replay.play"]))


def test_the_recorded_pair_plays_ones_own_sentence(page: Page, studio: OpenStudio) -> None:
    open_page(page, studio.address)
    write_in(page, "welcome-sentence", " ")
    page.locator("#welcome-play").click()
    expect_sentence(complaint(page, "welcome-sentence"), "Write a sentence")
    write_in(page, "welcome-sentence", HOSTILE)
    page.locator("#welcome-play").click()
    expect(page.locator("#welcome-tour h3")).to_have_text(TEXT["tour.title_own"])
    expect(page.locator("#welcome-tour .tour-play")).to_have_attribute("aria-pressed", "true")
    page.locator("#welcome-tour .tour-stage-button").last.click()
    assert page.locator("#welcome-tour .strip-card").count() > 10
    assert page.locator("#welcome-tour img").count() == 0
    assert page.evaluate("window.pwned") is None
    page.locator("#welcome-back").click()
    expect(page.locator("#welcome-tour h3")).to_have_text(TEXT["tour.title"])


def test_a_round_of_the_game_is_played_with_the_keyboard(page: Page, studio: OpenStudio) -> None:
    open_page(page, f"{studio.address}?tab=play")
    page.locator("#play-game .game-word").first.focus()
    page.keyboard.press("ArrowRight")
    page.keyboard.press("Space")
    expect(page.locator("#play-game .game-word").nth(1)).to_have_attribute("aria-pressed", "true")
    expect(page.locator("#play-game .game-marked")).to_have_text("1 marked")
    page.keyboard.press("Space")
    expect(page.locator("#play-game .game-marked")).to_have_text("0 marked")
    page.locator("#play-game .game-word").nth(2).click()
    page.locator("#play-game .game-check").press("Enter")
    expect(page.locator("#play-game .game-table")).to_have_count(1)
    expect(page.locator("#play-game .game-model")).to_have_count(3)
    expect(page.locator("#play-game .game-was").first).to_be_visible()
    assert "round=1" in page.url
    page.keyboard.press("Enter")  # the focus went on to "next"
    expect(page.locator("#play-game .game-head")).to_contain_text("Sentence 2")
    page.locator("#play-game .game-check").click()
    expect(page.locator("#play-game .game-table")).to_have_count(2)
    expect(page.locator("#play-game caption").last).to_have_text("All 2 sentences so far")
    assert "round=2" in page.url
    page.reload()
    expect(page.locator("#play-game .game-head")).to_contain_text("Sentence 2")
    expect(page.locator("#play-game .game-table")).to_have_count(0)


def test_after_its_last_sentence_the_game_says_who_won(page: Page, studio: OpenStudio) -> None:
    open_page(page, f"{studio.address}?tab=play")
    head, outcome = page.locator("#play-game .game-head"), page.locator("#play-game .game-outcome")
    expect(head).to_contain_text("Sentence 1 of")
    rounds = int(head.inner_text().rsplit(" ", 1)[1])
    for number in range(1, rounds + 1):
        expect(head).to_contain_text(f"Sentence {number} of")
        expect(outcome).not_to_contain_text("the last of")
        page.locator("#play-game .game-check").click()  # without a mark: no points
        expect(outcome).to_contain_text("points")
        if number < rounds:
            page.locator("#play-game .game-button").last.click()
    points = int(page.locator("#play-game .game-model").last.locator("td").last.inner_text())
    expect(outcome).to_contain_text(f"the last of the {rounds} sentences")
    expect(outcome).to_contain_text(re.compile(rf"together\. The detective wins: its points {points},"))


@pytest.mark.parametrize("tab", ["welcome", "play"])
def test_nothing_scrolls_sideways_on_a_phone(visitor: Visitor, studio: OpenStudio, tab: str) -> None:
    page = visitor(viewport={"width": 400, "height": 800}, has_touch=True)
    open_page(page, f"{studio.address}?tab={tab}&stage=guess")
    if tab == "play":
        page.locator("#play-game .game-word").first.tap()
        page.locator("#play-game .game-check").tap()
        page.locator("#play-game .game-table").wait_for()
        drawn(page)
    assert page.evaluate("document.documentElement.scrollWidth") <= 400


def test_train_this_yourself_starts_a_real_run_and_shows_it(page: Page, studio: OpenStudio) -> None:
    workspace = find_workspace(studio.workspace)
    name = TEXT["welcome.run_name"]
    open_page(page, studio.address)
    page.locator("#welcome-train").click()
    expect(page.locator("#pretrain-head")).to_contain_text(name)
    expect(page.locator("#pretrain-runs")).not_to_contain_text("recorded")
    page.wait_for_url("**tab=train**")
    deadline = time.monotonic() + PATIENCE / 1000
    while status_of(workspace, name).step == 0:
        assert time.monotonic() < deadline, workspace.run(name).log.read_text()
        time.sleep(0.1)
    minute = {"training.minutes": 1, "training.steps": 0}
    assert status_of(workspace, name).request.settings == to_flat(RunSettings().with_changes(minute))
