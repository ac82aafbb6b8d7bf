"""Everybody can use the page: by keyboard, with a screen reader, on any screen, in light and dark."""

from __future__ import annotations

from typing import Literal

import pytest
from playwright.sync_api import Page, expect

from studio.app import TABS
from studio.text import LANGUAGES
from tests.browser.barriers import serious_barriers
from tests.browser.open_studio import OpenStudio, drawn, open_page, unfold

pytestmark = pytest.mark.browser
MOST_PRESSES = 400
# Of every tab some of what the Tab key must reach, the last of them far down.
REACHED = {
    "welcome": ("page-languages", "page-link", "tabs", "welcome-tour", "welcome-sentence", "welcome-replay"),
    "corpus": ("corpus-sample", "corpus-sentence", "corpus-cut"),
    "pair": ("pair-preset", "pair-measure", "pair-advanced"),
    "train": ("train-name", "train-until", "train-start", "pretrain-runs", "train-theatre"),
    "compare": ("compare-runs",),
    "tune": ("tune-task", "tune-upload", "tune-base", "tune-name", "tune-start"),
    "try": ("try-model",),
    "play": ("play-run", "play-game"),
}
FOCUSED = """() => {
  const at = document.activeElement;
  const style = getComputedStyle(at);
  const box = at.getBoundingClientRect();
  const seen = style.outlineStyle !== "none" || style.boxShadow !== "none" || at.type === "file";
  return {key: at.outerHTML.slice(0, 200), page: at === document.body, seen, wide: box.width > 0,
          id: at.closest("[id]:not([id^=component-], [id^=html-], [id^=modebar-])")?.id ?? ""};
}"""
# What a screen reader reads out by itself in the open tab, whenever it changes.
SPEAKING = """() => [...document.querySelectorAll(
  "[role=tabpanel] :is(output, [role=status], [role=alert], [role=log], [role=timer], [aria-live])")]
  .filter((node) => node.checkVisibility() && node.getAttribute("aria-live") !== "off")
  .map((node) => node.className)"""
# Characters in the longest line of each text that the page shows.
LONG_LINES = """() => [...document.querySelectorAll("p, li, label > span")].flatMap((node) => {
  if (!node.checkVisibility() || node.closest(".unseen") || node.textContent.length < 90) return [];
  const range = document.createRange();
  range.selectNodeContents(node);
  const lines = new Set([...range.getClientRects()].map((box) => Math.round(box.top / 8)));
  const longest = node.textContent.length / Math.max(lines.size, 1);
  return longest > 100 ? [node.textContent] : [];
})"""


# Colours do not depend on the language, so each is scanned once.
@pytest.mark.parametrize(("scheme", "language"), [("light", "en"), ("dark", "zh")])
def test_no_tab_has_a_serious_barrier(
    page: Page, studio: OpenStudio, scheme: Literal["light", "dark"], language: str
) -> None:
    page.emulate_media(color_scheme=scheme, reduced_motion="reduce")
    open_page(page, f"{studio.address}?lang={language}")
    found = []
    for tab in TABS:
        unfold(page, LANGUAGES[language][f"tab.{tab}"])
        found += [f"{tab}: {barrier}" for barrier in serious_barriers(page)]
    assert found == []


def test_the_arrow_keys_go_from_tab_to_tab(page: Page, studio: OpenStudio) -> None:
    open_page(page, f"{studio.address}?tab=corpus&lang=en")
    page.get_by_role("tab", name="1 Corpus").focus()
    last = LANGUAGES["en"][f"tab.{TABS[-1]}"]
    for key, name in (("ArrowRight", "2 Pair"), ("End", last), ("ArrowRight", "Start"), ("ArrowLeft", last)):
        page.keyboard.press(key)
        tab = page.get_by_role("tab", name=name, exact=True)
        expect(tab).to_be_focused()
        expect(tab).to_have_attribute("aria-selected", "true")


@pytest.mark.parametrize("tab", REACHED)
def test_the_tab_key_reaches_everything_and_its_place_is_always_seen(
    page: Page, studio: OpenStudio, tab: str
) -> None:
    open_page(page, f"{studio.address}?tab={tab}&lang=en")
    wanted = REACHED[tab]
    expect(page.locator(f"#{wanted[-1]}")).to_be_visible()
    reached: list[dict[str, object]] = []
    page.locator("body").focus()
    for _ in range(MOST_PRESSES):
        page.keyboard.press("Tab")
        at = page.evaluate(FOCUSED)
        if at["page"]:
            break
        reached.append(at)
    assert len(reached) < MOST_PRESSES, "the keys never leave the page"
    assert {at["key"] for at in reached if not at["seen"]} == set()
    ids = " ".join(str(at["id"]) for at in reached)
    assert [id for id in wanted if id not in ids] == []


# English, whose words are the longer ones.
@pytest.mark.parametrize("language", ["en"])
def test_every_width_is_used_without_sideways_scrolling_or_endless_lines(
    page: Page, studio: OpenStudio, language: str
) -> None:
    open_page(page, f"{studio.address}?lang={language}")
    wrong = []
    for tab in TABS:
        page.set_viewport_size({"width": 1280, "height": 900})
        unfold(page, LANGUAGES[language][f"tab.{tab}"])
        for width in (400, 3840):
            page.set_viewport_size({"width": width, "height": 500})
            drawn(page)
            wrong += [f"{tab}, {width}: {text}" for text in page.evaluate(LONG_LINES)]
            if page.evaluate("document.documentElement.scrollWidth") > width:
                wrong.append(f"{tab}, {width}: scrolls sideways")
    assert wrong == []


def test_a_term_is_explained_where_it_stands_and_exactly_one_press_further(
    page: Page, studio: OpenStudio
) -> None:
    open_page(page, f"{studio.address}?tab=train&lang=en")
    words = LANGUAGES["en"]
    term = page.locator("#train-chart .term[data-term=auc]")
    expect(term).to_have_count(1)  # its second mention is left alone
    card = page.locator("#page-glossary-card")
    term.press("Enter")
    expect(card.locator(".glossary-plain")).to_have_text(words["glossary.auc_plain"])
    exact = card.get_by_text(words["glossary.auc_exact"])
    expect(exact).to_be_hidden()
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    expect(exact).to_be_visible()
    other = page.locator("#train-theatre .term[data-term=discriminator]")
    other.press("Enter")
    expect(card.locator(".glossary-plain")).to_have_text(words["glossary.discriminator_plain"])
    page.keyboard.press("Escape")
    expect(card).to_be_hidden()
    expect(page.locator("#train-chart figcaption")).to_contain_text(words["duel.reading"])


def test_progress_is_said_politely_and_each_tab_has_one_place_for_it(page: Page, studio: OpenStudio) -> None:
    open_page(page, f"{studio.address}?tab=train&lang=en")
    spoken = page.locator("#pretrain-status [aria-live]")
    expect(spoken).to_have_count(1)
    expect(spoken).to_have_attribute("aria-live", "polite")


def test_what_moves_by_itself_is_not_read_out_while_it_moves(page: Page, studio: OpenStudio) -> None:
    """On the first tab only the tour's caption speaks; the replay's counter changes twenty times a second."""
    open_page(page, f"{studio.address}?lang=en")
    step = page.locator("#welcome-replay .replay-step")
    before = step.inner_text()
    page.wait_for_function(
        "before => document.querySelector('.replay-step').textContent !== before", arg=before
    )
    assert page.evaluate(SPEAKING) == ["tour-caption"]
    unfold(page, LANGUAGES["en"]["tab.pair"])  # a slider says its own value, and one voice is enough
    assert page.evaluate(SPEAKING) == []


def test_who_wants_no_motion_sees_none(page: Page, studio: OpenStudio) -> None:
    page.emulate_media(reduced_motion="reduce")
    open_page(page, studio.address)
    moving = "document.getAnimations().filter((one) => one.playState === 'running').length"
    page.wait_for_function(f"{moving} === 0")
    slider = page.locator("#welcome-replay input[type=range]")
    before = slider.input_value()
    page.wait_for_timeout(1_000)
    assert slider.input_value() == before
