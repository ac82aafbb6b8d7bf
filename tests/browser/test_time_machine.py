"""The time machine in a real Chromium, over a real records file, beside the theatre."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect
from starlette.middleware import Middleware

from studio import theme
from studio.questions import Questions
from tests.browser.conftest import Visitor
from tests.browser.time_machine_demo import STEPS, TEXT, MachineDemo
from tests.browser.widget_demo import HOSTILE

pytestmark = pytest.mark.browser
# Presses "Pause" from within, because a moment is shown for less time than a look from outside may take.
PAUSE_AT_THE_SIXTH = """pause => {
    const moment = document.querySelector('#machine .machine-moment');
    const play = document.querySelector('#machine .machine-play');
    const look = new MutationObserver(() => {
        if (!moment.textContent.includes('moment 6 ')) return;
        look.disconnect();
        window.paused = play.textContent.includes(pause);
        play.click();
    });
    look.observe(moment, {childList: true});
}"""
GRID_ROW = "#machine .machine-row:nth-child({}) .machine-cell"


@pytest.fixture
def demo(tmp_path: Path) -> Iterator[MachineDemo]:
    made = MachineDemo(tmp_path / "records.sqlite")
    made.blocks.launch(
        prevent_thread_lock=True,
        quiet=True,
        _frontend=False,  # else it looks whether its page answers, and gives up after three seconds
        ssr_mode=False,
        theme=theme.theme(),
        head=theme.head(),
        footer_links=[],
        app_kwargs={"middleware": [Middleware(Questions, answerers={"history": made.history})]},
    )
    yield made
    made.blocks.close()


@pytest.fixture(autouse=True)
def script_errors(page: Page) -> Iterator[list[str]]:
    errors: list[str] = []
    page.on("pageerror", lambda error: errors.append(str(error)))
    yield errors
    assert errors == []


def open_page(page: Page, demo: MachineDemo, address: str = "") -> Page:
    page.goto(f"{demo.blocks.local_url}{address}")
    to_the_machine(page)
    page.wait_for_selector("#machine .machine-cell")
    return page


def to_the_machine(page: Page) -> None:
    """Scrolls to it once all above it is there: out of sight it asks for nothing."""
    page.wait_for_selector("#theatre .theatre-column")
    page.locator("#machine .sheet").scroll_into_view_if_needed()


def verdicts(page: Page) -> list[str]:
    return page.locator("#machine .theatre-verdict .theatre-text").all_text_contents()


def note_moments(page: Page) -> None:
    page.evaluate(
        """() => {
            window.seen = [];
            const moment = document.querySelector('.machine-moment');
            new MutationObserver(() => window.seen.push(moment.textContent))
                .observe(moment, {childList: true});
        }"""
    )


def noted_moments(page: Page) -> list[int]:
    """The numbers of the moments that were shown since, in order."""
    return page.evaluate("window.seen.map((text) => Number(text.match(/moment (\\d+)/)[1]))")


def test_playing_turns_through_every_moment_and_stops_at_the_newest(page: Page, demo: MachineDemo) -> None:
    open_page(page, demo)
    moment, play = page.locator("#machine .machine-moment"), page.locator("#machine .machine-play")
    expect(moment).to_have_text("Step 1,000, moment 11 of 11")
    note_moments(page)
    page.evaluate(PAUSE_AT_THE_SIXTH, TEXT["time_machine.pause"])
    play.click()
    page.wait_for_function("window.paused")
    expect(moment).to_have_text("Step 20, moment 6 of 11")
    expect(play).to_contain_text(TEXT["time_machine.play"])
    page.wait_for_url("**step=**")
    play.click()
    expect(play).to_contain_text(TEXT["time_machine.play"])
    expect(moment).to_have_text("Step 1,000, moment 11 of 11")
    assert noted_moments(page) == list(range(1, len(STEPS) + 1))
    page.wait_for_function("!location.search.includes('step=')")


def test_the_slider_turns_back_strips_grid_and_curve_by_the_keyboard(page: Page, demo: MachineDemo) -> None:
    open_page(page, demo)
    late = verdicts(page)
    slider = page.locator("#machine input[type=range]")
    slider.press("Home")
    expect(slider).to_have_attribute("aria-valuetext", "Step 0, moment 1 of 11")
    assert set(verdicts(page)) == {"12%"} != set(late)
    expect(page.locator("#machine .machine-step.machine-now")).to_have_text("0")
    expect(page.locator("#machine .machine-summary")).to_contain_text("now at step 0: 12%")
    slider.press("End")
    expect(page.locator("#machine .machine-summary")).to_contain_text("now at step 1,000: 93%")
    assert verdicts(page) == late


def test_a_token_chosen_in_the_grid_draws_its_own_curve(page: Page, demo: MachineDemo) -> None:
    open_page(page, demo)
    title, summary = page.locator("#machine .machine-curve-title"), page.locator("#machine .machine-summary")
    expect(title).to_have_text("“bark” through the training")
    expect(page.locator("#machine .machine-original")).to_have_count(1)
    page.locator(GRID_ROW.format(18)).nth(3).click()  # the parcel at step 5
    expect(title).to_have_text("“parcel” through the training")
    expect(summary).to_contain_text("now at step 5")
    expect(summary).to_contain_text("The generator put “river” there")
    page.keyboard.press("ArrowDown")
    page.keyboard.press("ArrowRight")
    expect(page.locator(":focus")).to_have_attribute(
        "aria-label", "Step 10. Verdict on on: 11% replaced, rightly left alone"
    )
    page.keyboard.press("Enter")
    expect(title).to_have_text("“on” through the training")
    expect(page.locator("#machine .machine-original")).to_have_count(0)
    page.wait_for_function("location.search.includes('step=10') && location.search.includes('token=17')")
    expect(page.locator("#machine .machine-grid [tabindex='0']")).to_have_count(1)


def test_signs_and_labels_say_the_truth_of_a_cell_without_colour(page: Page, demo: MachineDemo) -> None:
    open_page(page, demo)
    barked, man = page.locator(GRID_ROW.format(5)), page.locator(GRID_ROW.format(12))
    assert barked.all_text_contents() == ["✕"] * 7 + ["✓"] * 4
    assert man.all_text_contents() == [""] * 9 + ["!"] * 2
    expect(barked.last).to_have_attribute("aria-label", "Step 1,000. Verdict on meow: 93% replaced, caught")


def test_sentence_token_and_step_come_from_the_address_and_are_shared_with_the_theatre(
    page: Page, demo: MachineDemo
) -> None:
    open_page(page, demo, "?sentence=1&token=2&step=60")
    expect(page.locator("#machine .machine-moment")).to_have_text("Step 50, moment 7 of 11")
    expect(page.locator("#machine .machine-curve-title")).to_have_text(f"“{HOSTILE[1]}” through the training")
    expect(page.locator("#theatre .theatre-card-was")).to_have_text(HOSTILE[1])
    page.locator("#theatre").get_by_role("button", name=TEXT["theatre.previous"]).click()
    expect(page.locator("#machine .machine-curve-title")).to_have_text("“bark” through the training")
    page.wait_for_function("location.search.includes('sentence=0') && !location.search.includes('token')")
    page.locator("#machine .machine-name").nth(16).click()
    expect(page.locator("#theatre .theatre-card-was")).to_have_text("parcel")
    page.wait_for_function("location.search.includes('token=16')")
    page.reload()
    to_the_machine(page)
    expect(page.locator("#machine .machine-curve-title")).to_have_text("“parcel” through the training")


def test_only_what_is_new_of_the_chosen_sentence_is_asked_for(page: Page, demo: MachineDemo) -> None:
    open_page(page, demo)
    steps = page.locator("#machine .machine-step")
    expect(steps).to_have_count(len(STEPS))
    page.locator("#machine input[type=range]").press("Home")
    page.locator("#more").click()
    expect(steps).to_have_count(len(STEPS) + 1)
    expect(page.locator("#machine .machine-moment")).to_have_text("Step 0, moment 1 of 12")
    page.locator("#machine input[type=range]").press("End")
    page.locator("#more").click()
    expect(page.locator("#machine .machine-moment")).to_have_text("Step 3,000, moment 13 of 13")
    # What takes long is asked for again.
    asked = [one for number, one in enumerate(demo.asked) if one not in demo.asked[:number]]
    assert asked == [{"sentence": 0, "since": since} for since in (-1, 1000, 2000)]
    before = len(demo.asked)
    page.locator("#machine summary").click()  # closed: it asks for nothing
    page.locator("#more").click()
    expect(page.locator("#theatre .theatre-step")).to_have_text("Step 4,000")
    assert len(demo.asked) == before
    page.locator("#machine summary").click()
    expect(page.locator("#machine .machine-moment")).to_have_text("Step 4,000, moment 14 of 14")


def test_hostile_tokens_are_shown_as_they_are_and_do_nothing(page: Page, demo: MachineDemo) -> None:
    open_page(page, demo, "?sentence=1")
    names = page.locator("#machine .machine-name")
    expect(names).to_have_count(len(HOSTILE) + 2)
    assert names.all_text_contents() == ["see", *HOSTILE, "end"]
    shown = page.locator("#machine .theatre-corrupted .theatre-text").all_text_contents()
    assert shown == ["see", *(f"{token}!" for token in HOSTILE), "end"]
    names.nth(1).click()
    expect(page.locator("#machine .machine-summary")).to_contain_text(f"“{HOSTILE[0]}!”")
    assert page.locator(".widget img, .widget b").count() == 0
    assert page.evaluate("window.pwned") is None


def test_less_motion_means_fewer_pictures(visitor: Visitor, demo: MachineDemo) -> None:
    page = visitor(reduced_motion="reduce")
    page.clock.install()
    for _ in range(14):
        demo.grow()
    open_page(page, demo)
    note_moments(page)
    page.locator("#machine .machine-play").click()
    page.clock.run_for(15_000)
    expect(page.locator("#machine .machine-play")).to_contain_text(TEXT["time_machine.play"])
    assert noted_moments(page) == list(range(1, 26, 3))


def test_on_a_phone_the_grid_shows_fewer_moments_and_nothing_scrolls_sideways(
    visitor: Visitor, demo: MachineDemo
) -> None:
    page = visitor(viewport={"width": 400, "height": 800}, has_touch=True, is_mobile=True)
    open_page(page, demo)
    for _ in range(3):
        demo.grow()
    page.reload()
    to_the_machine(page)
    steps = page.locator("#machine .machine-step")
    expect(page.locator("#machine .machine-moment")).to_have_text("Step 4,000, moment 14 of 14")
    shown = steps.all_text_contents()
    assert (shown[0], shown[-1]) == ("0", "4k")
    assert len(shown) < 14
    page.locator(GRID_ROW.format(18)).first.tap()
    expect(page.locator("#machine .machine-curve-title")).to_have_text("“parcel” through the training")
    expect(page.locator("#machine .machine-moment")).to_have_text("Step 0, moment 1 of 14")
    page.wait_for_function("document.documentElement.scrollWidth === 400")
