"""Any number of open pages shows the same truth, whoever changed it."""

from __future__ import annotations

import pytest
from playwright.sync_api import APIResponse, Page, Route, expect

from electra_engine import RunRequest, RunSettings, Workspace, create_run, remove_run, to_flat
from studio.text import LANGUAGES
from tests.browser.open_studio import PATIENCE, OpenStudio, drawn, go_to, open_page, unfold

pytestmark = pytest.mark.browser
PAGES = 7  # more than the connections a browser keeps to one host


def test_more_pages_than_connections_all_stay_live(page: Page, studio: OpenStudio) -> None:
    workspace = Workspace(studio.workspace)
    pages = [page, *(page.context.new_page() for _ in range(PAGES - 1))]
    for one in pages:
        one.goto(f"{studio.address}?tab=train")
        expect(one.locator("#pretrain-runs")).to_contain_text("recorded · step")
    create_run(workspace, RunRequest("made elsewhere", "pretrain", to_flat(RunSettings())))
    for one in pages:
        expect(one.locator("#pretrain-head")).to_contain_text("made elsewhere")
    remove_run(workspace, "made elsewhere")
    for one in pages:
        expect(one.locator("#pretrain-runs")).to_contain_text("recorded · step")


def test_a_page_that_nobody_looks_at_asks_nothing_until_somebody_does(page: Page, studio: OpenStudio) -> None:
    workspace = Workspace(studio.workspace)
    page.goto(f"{studio.address}?tab=train")
    expect(page.locator("#pretrain-runs")).to_contain_text("recorded · step")
    page.evaluate("Object.defineProperty(document, 'hidden', { configurable: true, get: () => true })")
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    for _ in range(10):  # until the last question from before is answered, and what it led to
        asked.clear()
        page.wait_for_timeout(2_000)
        if not asked:
            break
    assert not asked
    run = create_run(workspace, RunRequest("made elsewhere", "pretrain", to_flat(RunSettings())))
    page.wait_for_timeout(3_000)
    assert asked == []
    page.evaluate("delete document.hidden; document.dispatchEvent(new Event('visibilitychange'))")
    expect(page.locator("#pretrain-head")).to_contain_text("made elsewhere")
    remove_run(workspace, run.name)


def test_a_page_comes_to_rest(page: Page, studio: OpenStudio) -> None:
    page.add_init_script(
        """window.framesAsked = 0;
        const native = window.requestAnimationFrame.bind(window);
        window.requestAnimationFrame = (draw) => { window.framesAsked += 1; return native(draw); };"""
    )
    open_page(page, f"{studio.address}?tab=corpus")
    assert any(frames_in_a_second(page) == 0 for _ in range(20))


def test_settings_that_change_while_their_answers_are_on_the_way_come_to_rest(
    page: Page, studio: OpenStudio
) -> None:
    """Several parts follow one setting; none may set off the others by having had to wait."""
    page.add_init_script(
        """window.asked = 0;
        const native = window.fetch.bind(window);
        window.fetch = async (address, options) => {
            const answer = await native(address, options);
            if (!String(address).includes("/run/predict?")) return answer;  // those of Gradio's own events
            window.asked += 1;
            await new Promise((done) => setTimeout(done, 500));
            return answer;
        };"""
    )
    open_page(page, f"{studio.address}?tab=corpus")
    before = page.evaluate("window.asked")
    for _ in range(4):
        page.locator("#pair-vocabulary-lowercase input").click()
        page.wait_for_timeout(200)
    page.wait_for_function("before => window.asked > before", arg=before)
    assert any(asked_for_a_while(page) == 0 for _ in range(10))


def test_what_is_chosen_while_the_last_choice_is_answered_is_what_is_shown(
    page: Page, studio: OpenStudio
) -> None:
    workspace = Workspace(studio.workspace)
    for created, name in enumerate(("oldest", "older", "newest"), start=1):
        request = RunRequest(name, "pretrain", to_flat(RunSettings()), created=float(created))
        create_run(workspace, request)
    open_page(page, f"{studio.address}?tab=train&lang=en")
    held = page.context.new_cdp_session(page)
    slow = {"offline": False, "latency": 700, "downloadThroughput": -1, "uploadThroughput": -1}
    held.send("Network.emulateNetworkConditions", slow)
    for name in ("older", "oldest"):  # the choice comes with the event
        page.locator("#pretrain-runs button", has_text=name).click()
    expect(page.locator("#pretrain-head")).to_contain_text("oldest")
    unfold(page, LANGUAGES["en"]["tab.pair"])
    for preset in ("mini", "medium"):  # a control holds the choice
        page.locator(f"#pair-preset input[value={preset}]").check()
    expect(page.locator("#pair-blocks")).to_contain_text("256 wide")
    for objective in ("bert", "electra-15"):  # and its answer concerns other controls
        page.locator(f"#pair-objective-name input[value={objective}]").check()
    drawn(page)
    expect(page.locator("#pair-objective-name input:checked")).to_have_value("electra-15")


def asked_for_a_while(page: Page) -> int:
    before = page.evaluate("window.asked")
    page.wait_for_timeout(3_000)
    return int(page.evaluate("window.asked") - before)


def frames_in_a_second(page: Page) -> int:
    before = page.evaluate("window.framesAsked")
    page.wait_for_timeout(1_000)
    return int(page.evaluate("window.framesAsked") - before)


def test_a_reload_shows_the_chosen_run_and_the_open_tab(page: Page, studio: OpenStudio) -> None:
    workspace = Workspace(studio.workspace)
    for name in ("older", "newer"):
        create_run(workspace, RunRequest(name, "pretrain", to_flat(RunSettings())))
    page.goto(studio.address)
    go_to(page, "Train")
    expect(page.locator("#pretrain-head")).to_contain_text("newer")
    page.locator("#pretrain-runs button", has_text="older").click()
    expect(page.locator("#pretrain-head")).to_contain_text("older")
    page.reload()
    expect(page.locator("#pretrain-head")).to_contain_text("older")
    assert "tab=train" in page.url


def test_an_answer_that_comes_late_leaves_nothing_wrong_for_long(page: Page, studio: OpenStudio) -> None:
    workspace = Workspace(studio.workspace)
    for name in ("older", "newer"):
        create_run(workspace, RunRequest(name, "pretrain", to_flat(RunSettings())))
    page.goto(f"{studio.address}?tab=train")
    expect(page.locator("#pretrain-head")).to_contain_text("newer")
    held: list[Route] = []
    late: list[APIResponse] = []

    def hold_the_first(route: Route) -> None:
        if held:
            return route.continue_()
        held.append(route)
        return late.append(route.fetch(timeout=PATIENCE))

    page.route("**/run/predict?*", hold_the_first)
    page.locator("#train-axis label").last.click()
    for _ in range(PATIENCE // 100):
        if late:
            break
        page.wait_for_timeout(100)
    page.locator("#pretrain-runs button", has_text="older").click()
    expect(page.locator("#pretrain-head")).to_contain_text("older")
    held[0].fulfill(response=late[0])  # made while "newer" was looked at
    remove_run(workspace, "older")
    expect(page.locator("#pretrain-runs")).not_to_contain_text("older")
    expect(page.locator("#pretrain-head")).to_contain_text("newer")


def test_a_run_is_removed_only_after_a_question(page: Page, studio: OpenStudio) -> None:
    workspace = Workspace(studio.workspace)
    run = create_run(workspace, RunRequest("old", "pretrain", to_flat(RunSettings()), created=1.0))
    page.goto(f"{studio.address}?tab=train")
    page.locator("#pretrain-remove").click()
    expect(page.locator("#pretrain-really")).to_be_visible()
    assert run.path.exists()
    page.locator("#pretrain-really").click()
    expect(page.locator("#pretrain-runs")).to_contain_text("recorded · step")
    assert not run.path.exists()
