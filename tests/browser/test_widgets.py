"""The widgets in a real Chromium, fed with made records by a small page of their own."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from studio import theme
from studio.text.en.widgets import WORDS as TEXT
from tests.browser.conftest import Visitor
from tests.browser.widget_demo import HOSTILE, build_demo, snapshot

pytestmark = pytest.mark.browser
READABLE = 7.8  # contrast of a token on the deepest blue; WCAG's strictest level asks for 7


@pytest.fixture(scope="module")
def address() -> Iterator[str]:
    demo = build_demo()
    _, url, _ = demo.launch(
        prevent_thread_lock=True,
        quiet=True,
        _frontend=False,  # else it looks whether its page answers, and gives up after three seconds
        ssr_mode=False,
        theme=theme.theme(),
        head=theme.head(),
        footer_links=[],
    )
    yield url
    demo.close()


@pytest.fixture(autouse=True)
def script_errors(page: Page) -> Iterator[list[str]]:
    """No widget's script may fail, whatever else a test looks at."""
    errors: list[str] = []
    page.on("pageerror", lambda error: errors.append(str(error)))
    yield errors
    assert errors == []


def open_page(page: Page, address: str, dark: bool = False) -> Page:
    page.goto(f"{address}?__theme={'dark' if dark else 'light'}")
    page.wait_for_selector("#duel .main-svg")
    page.wait_for_selector("#theatre .theatre-column")
    return page


def plot_state(page: Page) -> dict[str, Any]:
    """What plotly holds: points of the first measured curve, the zoomed range, what is hidden."""
    return page.evaluate(
        """() => {
            const plot = document.querySelector('#duel .live-chart-plot');
            return {
                points: plot.data[1].x.length,
                range: plot.layout.xaxis.range,
                hidden: plot._fullData.filter((trace) => trace.visible === 'legendonly')
                    .map(({ meta, name }) => `${meta.panel}/${name}`),
                mark: plot.dataset.mark,
                hover: plot.querySelectorAll('.hoverlayer .legend').length,
            };
        }"""
    )


def update(page: Page, times: int = 1) -> None:
    for _ in range(times):
        before = plot_state(page)["points"]
        page.locator("#more").dispatch_event("click")
        page.wait_for_function(
            "before => document.querySelector('#duel .live-chart-plot').data[1].x.length > before", arg=before
        )


def test_a_chart_keeps_its_node_zoom_hidden_curve_and_hover_over_ten_updates(
    page: Page, address: str
) -> None:
    open_page(page, address)
    page.evaluate("document.querySelector('#duel .live-chart-plot').dataset.mark = 'same node'")
    page.locator("#duel .legendtoggle").nth(2).click()
    page.wait_for_function(
        "document.querySelector('#duel .live-chart-plot')._fullData.some(t => t.visible === 'legendonly')"
    )
    box = page.locator("#duel .nsewdrag").first.bounding_box()
    assert box is not None
    middle = box["y"] + box["height"] / 2
    page.mouse.move(box["x"] + 200, middle)
    page.mouse.down()
    page.mouse.move(box["x"] + 500, middle, steps=5)
    page.mouse.up()
    page.wait_for_function("document.querySelector('#duel .live-chart-plot').layout.xaxis.range[0] > 100")
    page.mouse.move(box["x"] + 400, middle + 5, steps=3)
    page.wait_for_selector("#duel .hoverlayer .legend")
    before = plot_state(page)
    update(page, times=10)
    after = plot_state(page)
    assert after["points"] == before["points"] + 400
    assert after["mark"] == "same node"
    assert after["range"] == before["range"]
    assert after["hidden"] == before["hidden"]
    assert len(after["hidden"]) == 1
    assert after["hover"] == 1


def test_a_curve_is_hidden_and_all_are_read_by_the_keyboard(page: Page, address: str) -> None:
    open_page(page, address)
    page.locator("#duel .live-chart-switch").first.focus()
    page.keyboard.press("ArrowRight")
    switch = page.get_by_role("button", name=f"{TEXT['duel.generator']}, {TEXT['duel.training']}")
    expect(switch).to_be_focused()
    page.keyboard.press("Enter")
    expect(switch).to_have_attribute("aria-pressed", "false")
    update(page)
    assert plot_state(page)["hidden"] == [f"{TEXT['duel.generator']}/{TEXT['duel.training']}"]
    page.keyboard.press("Tab")
    cursor = page.locator("#duel").get_by_label(TEXT["chart_keys.cursor"])
    expect(cursor).to_be_focused()
    expect(page.locator("#duel .hoverlayer .legend")).to_have_count(1)
    page.keyboard.press("Home")
    said = cursor.get_attribute("aria-valuetext") or ""
    assert said.startswith("Steps: 10. ")
    assert f"{TEXT['duel.discriminator']}, {TEXT['duel.training']}: 0.44" in said
    assert f"{TEXT['duel.generator']}, {TEXT['duel.training']}" not in said
    page.keyboard.press("ArrowRight")
    expect(cursor).to_have_attribute("aria-valuetext", re.compile("^Steps: 20. "))


def test_a_chart_offers_no_button_that_sends_it_elsewhere(page: Page, address: str) -> None:
    open_page(page, address)
    page.locator("#duel .live-chart-plot").hover()
    names = page.locator("#duel .modebar-btn").evaluate_all("nodes => nodes.map((n) => n.dataset.title)")
    offered = ("zoom", "pan", "zoom_in", "zoom_out", "reset", "picture")
    assert names == [TEXT[f"chart_button.{name}"] for name in offered]


def test_the_card_opens_by_mouse_and_by_keyboard(page: Page, address: str) -> None:
    open_page(page, address)
    card = page.locator("#theatre .theatre-card")
    expect(card.locator(".theatre-card-now")).to_have_text("meow")
    expect(card.locator(".theatre-bar-name").first).to_have_text("meow" + TEXT["theatre.card_chosen"])
    page.locator("#theatre .theatre-corrupted").nth(1).hover()
    expect(card.locator(".theatre-card-now")).to_have_text("old")
    page.mouse.move(0, 0)
    expect(card.locator(".theatre-card-now")).to_have_text("meow")
    page.locator("#theatre .theatre-verdict").nth(9).click()
    page.mouse.move(0, 0)
    expect(card.locator(".theatre-card-now")).to_have_text("moon")
    page.keyboard.press("ArrowRight")
    expect(card.locator(".theatre-card-now")).to_have_text("man")
    page.keyboard.press("ArrowUp")
    expect(page.locator(":focus")).to_have_attribute("aria-label", "Seen by the discriminator: man")
    page.keyboard.press("Home")
    expect(card.locator(".theatre-card-now")).to_have_text("The")
    page.keyboard.press("End")
    expect(card.locator(".theatre-card-now")).to_have_text(".")


def test_the_card_says_what_the_record_says(page: Page, address: str) -> None:
    """Five words the generator thought of, the one it took marked, and the two probabilities beside them."""

    def percents(*shares: float) -> list[str]:
        return [f"{int(100 * share + 0.5)}%" for share in shares]

    token = snapshot().sentences[0].tokens[16]
    assert (token.text, token.sampled, len(token.candidates)) == ("parcel", "river", 5)
    assert token.p_original is not None
    open_page(page, address)
    card = page.locator("#theatre .theatre-card")
    page.locator("#theatre .theatre-verdict").nth(16).click()
    expect(card.locator(".theatre-card-now")).to_have_text("river")
    expect(card.locator(".theatre-card-was")).to_have_text("parcel")
    guesses = card.locator(".theatre-guesses .theatre-bar")
    expect(guesses).to_have_count(5)
    names = [candidate.text.removeprefix("##") for candidate in token.candidates]
    names[0] += TEXT["theatre.card_chosen"]
    expect(guesses.locator(".theatre-bar-name")).to_have_text(names)
    shares = percents(*(candidate.probability for candidate in token.candidates))
    expect(guesses.locator(".theatre-bar-share")).to_have_text(shares)
    expect(card.locator(".theatre-chosen .theatre-bar-share")).to_have_text(shares[:1])
    odds = TEXT["theatre.card_p_original"].format(share=percents(token.p_original)[0])
    expect(card.locator(".theatre-odds")).to_have_text(odds)
    expect(card.locator(".theatre-judge-result strong")).to_have_text(percents(token.p_replaced)[0])


def test_each_strip_is_one_tab_stop(page: Page, address: str) -> None:
    open_page(page, address)
    stops = page.locator("#theatre .theatre-cell[tabindex='0']")
    rows = stops.evaluate_all("cells => cells.map((cell) => cell.dataset.row)")
    assert rows == ["original", "corrupted", "verdict"]


def test_what_the_reader_chose_in_the_theatre_survives_updates(page: Page, address: str) -> None:
    open_page(page, address)
    page.get_by_role("button", name=TEXT["theatre.next"]).click()
    page.get_by_role("button", name=TEXT["theatre.frozen"], exact=True).click()
    page.locator("#theatre .theatre-verdict").nth(3).click()
    page.locator("#theatre input[type=range]").fill("95")
    counts = page.locator("#theatre .theatre-counts")
    expect(counts).to_have_text("0 of 4 fakes caught, 4 missed; 0 of 2 honest words wrongly accused.")
    page.locator("#theatre .theatre-verdict").nth(3).focus()
    update(page)
    expect(page.locator("#theatre .theatre-step")).to_have_text("Step 1,600")
    expect(counts).to_have_text("0 of 4 fakes caught, 4 missed; 0 of 2 honest words wrongly accused.")
    assert page.locator("#theatre .theatre-column").nth(3).get_attribute("class") == (
        "theatre-column theatre-hidden theatre-replaced theatre-selected"
    )
    assert page.evaluate("document.activeElement.dataset.index") == "3"
    page.locator("#theatre input[type=range]").fill("50")
    expect(counts).to_have_text("4 of 4 fakes caught, 0 missed; 0 of 2 honest words wrongly accused.")


def test_the_thresholds_name_stands_on_one_line(page: Page, address: str) -> None:
    open_page(page, address)
    lines = page.locator("#theatre .theatre-dial > span").first.evaluate(
        "name => { const range = document.createRange(); range.selectNodeContents(name);"
        " return range.getClientRects().length; }"
    )
    assert lines == 1


def test_sentence_and_token_stand_in_the_address_and_come_from_it(page: Page, address: str) -> None:
    open_page(page, address)
    page.get_by_role("button", name=TEXT["theatre.next"]).click()
    page.locator("#theatre .theatre-verdict").nth(2).focus()
    page.wait_for_url("**sentence=1&token=2")
    page.reload()
    expect(page.locator("#theatre .theatre-card-was")).to_have_text(HOSTILE[1])
    page.locator("#theatre .theatre-select").select_option(index=0)
    page.wait_for_function("location.search.includes('sentence=0') && !location.search.includes('token')")
    expect(page.locator("#theatre .theatre-card-now")).to_have_text("meow")


def test_verdicts_are_told_in_words_and_signs_not_by_colour_alone(page: Page, address: str) -> None:
    open_page(page, address)
    verdicts = page.locator("#theatre .theatre-verdict")
    labels = verdicts.evaluate_all("cells => cells.map((cell) => cell.getAttribute('aria-label'))")
    assert labels[3] == "Verdict on meow: 93% replaced, caught"
    assert labels[9] == "Verdict on moon: 31% replaced, missed"
    assert labels[10] == "Verdict on man: 57% replaced, false alarm"
    signs = verdicts.evaluate_all(
        "cells => cells.map((cell) => cell.querySelector('.theatre-sign').textContent)"
    )
    assert [signs[3], signs[9], signs[10], signs[0]] == ["✓", "✕", "!", ""]


def test_hostile_tokens_are_shown_as_they_are_and_do_nothing(page: Page, address: str) -> None:
    open_page(page, address)
    page.get_by_role("button", name=TEXT["theatre.next"]).click()
    shown = page.locator("#theatre .theatre-original").all_text_contents()
    assert shown == ["see", *HOSTILE, "end"]
    page.locator("#theatre .theatre-verdict").nth(1).hover()
    expect(page.locator("#theatre .theatre-card-was")).to_have_text(HOSTILE[0])
    assert page.locator("#verdict .verdict-text").last.text_content() == HOSTILE[0]
    assert page.locator("#fill .bars-name").first.text_content() == HOSTILE[1]
    assert page.locator("#classes .bars-name").last.text_content() == HOSTILE[0]
    update(page)
    assert page.locator(".widget img, .widget b").count() == 0
    assert page.evaluate("window.pwned") is None


def test_a_hostile_token_is_literal_on_a_charts_hover_card(page: Page, address: str) -> None:
    open_page(page, address)
    page.wait_for_selector("#frequencies .points")
    page.locator("#frequencies .point").first.scroll_into_view_if_needed()
    page.locator("#frequencies .point").first.hover(force=True)
    text = page.locator("#frequencies .hoverlayer .hovertext")
    expect(text).to_contain_text(HOSTILE[0])


def test_nothing_scrolls_sideways_on_a_phone(visitor: Visitor, address: str) -> None:
    page = visitor(viewport={"width": 400, "height": 800}, has_touch=True, is_mobile=True)
    errors: list[str] = []
    page.on("pageerror", lambda error: errors.append(str(error)))
    open_page(page, address)
    page.wait_for_selector("#frequencies .main-svg")
    page.wait_for_function("document.documentElement.scrollWidth === 400")
    wide = page.evaluate(  # the confusion matrix alone scrolls, in a frame of its own that fits
        """() => [...document.querySelectorAll('.widget *')].filter((node) =>
            node.getBoundingClientRect().right > 400.5 && !node.closest('svg, .confusion-frame *'))
            .map((node) => node.className)"""
    )
    assert wide == []
    for index, word in ((3, "meow"), (16, "river")):
        token = page.locator("#theatre .theatre-verdict").nth(index)
        token.tap()
        expect(page.locator("#theatre .theatre-card-now")).to_have_text(word)
        below = page.locator("#theatre .theatre-card").bounding_box()
        above = token.bounding_box()
        assert below is not None
        assert above is not None
        assert 0 < below["y"] - (above["y"] + above["height"]) < 40, "the card stands below the tapped line"
    assert errors == []


def test_the_page_asks_no_other_host_for_anything(page: Page, address: str) -> None:
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    open_page(page, address)
    update(page)
    here = ("data:", "blob:", address.rstrip("/"))
    assert [url for url in asked if not url.startswith(here)] == []


def still(page: Page, widget: str) -> None:
    """Waits until a widget is drawn, and its colours and sizes have glided to what they are to be."""
    page.wait_for_selector(f"{widget} .sheet :nth-child(2)")
    page.wait_for_function(
        "name => !document.querySelector(name).getAnimations({subtree: true}).length", arg=widget
    )


def luminance(colour: str) -> float:
    """Relative luminance (WCAG 2) of an ``rgb(…)`` or ``color(srgb …)`` computed by the browser."""
    inside = colour[colour.index("(") + 1 : -1].replace(",", " ").replace("srgb", "").split("/")[0].split()
    scale = 1.0 if colour.startswith("color(") else 255.0
    channels = [float(part) / scale for part in inside[:3]]
    linear = [c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in channels]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


@pytest.mark.parametrize("dark", [False, True], ids=["light", "dark"])
def test_tokens_stay_readable_on_every_depth_of_blue(page: Page, address: str, dark: bool) -> None:
    open_page(page, address, dark)
    still(page, "#verdict")
    pairs = page.locator("#verdict .verdict-text").evaluate_all(
        "nodes => nodes.map((node) => [getComputedStyle(node).color, getComputedStyle(node).backgroundColor])"
    )
    assert len({fill for _, fill in pairs}) == len(pairs)
    for ink, fill in pairs:
        bright, dim = sorted((luminance(ink), luminance(fill)), reverse=True)
        assert (bright + 0.05) / (dim + 0.05) >= READABLE


def test_a_chart_follows_the_change_from_light_to_dark(page: Page, address: str) -> None:
    open_page(page, address)
    colour = "document.querySelector('#duel .live-chart-plot')._fullData[1].line.color"
    assert page.evaluate(colour) == theme.COLOURS["generator"][0]
    page.evaluate("document.body.classList.add('dark')")
    page.wait_for_function(f"{colour} === '{theme.COLOURS['generator'][1]}'")


def test_the_status_is_read_out_at_most_every_thirty_seconds(visitor: Visitor, address: str) -> None:
    page = visitor()
    page.clock.install()
    open_page(page, address)
    page.clock.run_for(1000)
    spoken = page.locator("#status [aria-live=polite]")
    expect(spoken).to_have_text("Training. 30% done, 2 min 20 s left.")
    update(page, times=2)
    expect(page.locator("#status .status-figure dd").first).to_have_text("2,000 of 4,000")
    expect(spoken).to_have_text("Training. 30% done, 2 min 20 s left.")
    page.clock.run_for(30_000)
    expect(spoken).to_have_text("Training. 50% done, 1 min 40 s left.")


def test_the_pair_is_drawn_to_scale(page: Page, address: str) -> None:
    open_page(page, address)
    still(page, "#pair")
    width = "element => element.getBoundingClientRect().width"
    generator = page.locator("#pair .pair-generator .pair-layer")
    discriminator = page.locator("#pair .pair-discriminator .pair-layer")
    assert (generator.count(), discriminator.count()) == (2, 4)
    ratio = generator.first.evaluate(width) / discriminator.first.evaluate(width)
    assert ratio == pytest.approx(0.5, abs=0.01)


def test_a_cell_of_the_confusion_matrix_opens_the_rows_behind_it(page: Page, address: str) -> None:
    open_page(page, address)
    cells, behind = page.locator("#confusion button"), page.locator("#confusion .confusion-behind")
    expect(cells).to_have_text(["3", "1", "0", "4"])
    expect(behind).to_be_hidden()
    cells.nth(1).click()
    expect(behind).to_contain_text(f"glad taken for {HOSTILE[0]}: 1 of 1")
    expect(page.locator("#confusion .confusion-text")).to_have_text([HOSTILE[1]])
    expect(behind).to_contain_text("93% sure")
    expect(cells.nth(1)).to_have_attribute("aria-pressed", "true")
    page.locator("#more").click()  # new values leave the reader's cell open
    expect(cells.nth(1)).to_have_attribute("aria-pressed", "true")
    cells.nth(3).click()
    expect(behind).to_contain_text("No rows of this kind were kept.")
    expect(cells.nth(2)).to_be_disabled()
    cells.nth(3).click()
    expect(behind).to_be_hidden()
    assert page.evaluate("window.pwned") is None
