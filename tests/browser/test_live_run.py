"""A real run at work: a sentence of one's own is added to it, and it is compared while it learns."""

from __future__ import annotations

from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from electra_engine import (
    RunSettings,
    Workspace,
    find_workspace,
    new_pretraining,
    start_worker,
    status_of,
    stop_run,
)
from studio.text import LANGUAGES
from tests.browser.open_studio import OpenStudio, complaint, expect_sentence, write_in
from tests.engine.jobs.tiny_run import TINY, write_text

pytestmark = pytest.mark.browser
TEXT = LANGUAGES["en"]
OWN = "the cat <img src=x onerror=window.pwned=1> ${window.pwned=1} {{a}}"
LONG = {
    **TINY,
    "training.steps": 1_000_000,
    "training.sequence_length": 96,
    "watching.checkpoint_seconds": 20,
}


@pytest.fixture
def workspace(studio: OpenStudio, tmp_path: Path) -> Workspace:
    """The studio's workspace, in which a run called "tiny" is at work."""
    text = write_text(tmp_path / "stories.txt")
    made = find_workspace(studio.workspace)
    start_worker(new_pretraining(made, "tiny", [text], RunSettings().with_changes(LONG)))
    return made


def test_a_run_at_work_is_compared_and_its_curve_grows(
    page: Page, studio: OpenStudio, workspace: Workspace
) -> None:
    while not status_of(workspace, "tiny").step:
        page.wait_for_timeout(100)
    page.goto(f"{studio.address}?tab=compare&compare=tiny,recorded&lang=en")
    curves = "(document.querySelector('#compare-chart .live-chart-plot')?.data ?? [])"
    newest = f"Math.max(0, ...{curves}.filter((t) => t.name === 'tiny').map((t) => t.x.at(-1) ?? 0))"
    page.wait_for_function(f"{newest} > 0")
    seen = page.evaluate(newest)
    page.wait_for_function(f"seen => {newest} > seen", arg=seen)
    expect(page.get_by_role("checkbox", name="tiny")).to_be_checked()
    expect(page.locator("#compare-strips .pinned-row")).to_have_count(2)


def test_an_own_sentence_is_judged_by_the_running_run_from_then_on(
    page: Page, studio: OpenStudio, workspace: Workspace
) -> None:
    page.goto(f"{studio.address}?tab=train&run=tiny")
    expect(page.locator("#train-own-add")).to_be_visible()
    expect(page.locator("#train-theatre .theatre-column").first).to_be_visible()
    endless = "document.getAnimations().filter((one) => one.effect.getTiming().iterations === Infinity)"
    page.wait_for_function(f"{endless}.length === 0")  # nothing takes the machine from the training
    page.locator("#train-own-add").click()
    expect_sentence(complaint(page, "train-own"), "0 characters")
    write_in(page, "train-own", OWN)
    page.locator("#train-own-add").click()
    expect(page.locator("#train-own textarea, #train-own input").first).to_have_value("")
    expect(complaint(page, "train-own")).to_have_count(0)

    picker = page.locator("#train-theatre .theatre-select")
    own = f"3/3 · {TEXT['own_sentence.mark']} · {OWN}"
    expect(picker.locator("option").last).to_have_text(own)
    expect(picker.locator("option:checked")).to_have_text(own)  # whoever adds one wants to see it
    for strip in ("#train-theatre", "#train-machine"):
        page.locator(strip).scroll_into_view_if_needed()
        letters = page.locator(f"{strip} .theatre-original .theatre-text")
        expect(letters.first).to_have_text("the")
        expect(page.locator(f"{strip} .theatre-verdict").first).to_contain_text("%")
        pieces = f"[...document.querySelectorAll('{strip} .theatre-original .theatre-text')]"
        drawn = f"{pieces}.map((piece) => piece.textContent).join('')"
        page.wait_for_function(f"own => {drawn} === own", arg=OWN.replace(" ", ""))
    page.wait_for_url("**sentence=100**")
    assert page.evaluate("window.pwned") is None

    page.reload()
    expect(page.locator("#train-theatre .theatre-original .theatre-text").nth(1)).to_have_text("cat")
    stop_run(workspace, "tiny")
    expect(page.get_by_text(TEXT["own_sentence.ended"])).to_be_visible()
    expect(page.locator("#train-own-add")).to_be_hidden()
    expect(picker.locator("option").last).to_have_text(own)
