"""A sentence of one's own, added on the page to a real run at work."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from electra_engine import (
    RunSettings,
    find_workspace,
    kill_worker,
    list_runs,
    new_pretraining,
    start_worker,
    stop_run,
)
from studio.text import LANGUAGES
from tests.browser.open_studio import OpenStudio, complaint, expect_sentence, opened, write_in
from tests.engine.jobs.tiny_run import TINY, write_text

pytestmark = pytest.mark.browser
TEXT = LANGUAGES["en"]
PATIENCE = 60_000
OWN = "the cat <img src=x onerror=window.pwned=1> ${window.pwned=1} {{a}}"
LONG = {
    **TINY,
    "training.steps": 1_000_000,
    "training.sequence_length": 96,
    "watching.checkpoint_seconds": 20,
}


@pytest.fixture
def studio(tmp_path: Path) -> Iterator[OpenStudio]:
    workspace = find_workspace(tmp_path / "workspace")
    text = write_text(tmp_path / "stories.txt")
    run = new_pretraining(workspace, "tiny", [text], RunSettings().with_changes(LONG))
    with opened(workspace.root) as running:
        start_worker(run)
        yield running
        assert "Traceback" not in running.log
    for status in list_runs(workspace):
        if status.alive:
            kill_worker(workspace, status.name)


def test_an_own_sentence_is_judged_by_the_running_run_from_then_on(page: Page, studio: OpenStudio) -> None:
    page.goto(f"{studio.address}?tab=train&run=tiny")
    expect(page.locator("#train-own-add")).to_be_visible(timeout=PATIENCE)
    expect(page.locator("#train-theatre .theatre-column").first).to_be_visible(timeout=PATIENCE)
    page.locator("#train-own-add").click()
    expect_sentence(complaint(page, "train-own"), "0 characters")
    write_in(page, "train-own", OWN)
    page.locator("#train-own-add").click()
    expect(page.locator("#train-own textarea, #train-own input").first).to_have_value("")
    expect(complaint(page, "train-own")).to_have_count(0)

    picker = page.locator("#train-theatre .theatre-select")
    own = f"3/3 · {TEXT['own_sentence.mark']} · {OWN}"
    expect(picker.locator("option").last).to_have_text(own, timeout=PATIENCE)
    picker.select_option(own)
    for strip in ("#train-theatre", "#train-machine"):
        letters = page.locator(f"{strip} .theatre-original .theatre-text")
        expect(letters.first).to_have_text("the")
        expect(page.locator(f"{strip} .theatre-verdict").first).to_contain_text("%")
        assert "".join(letters.all_text_contents()) == OWN.replace(" ", "")
    page.wait_for_url("**sentence=100**")
    assert page.evaluate("window.pwned") is None

    page.reload()
    expect(page.locator("#train-theatre .theatre-original .theatre-text").nth(1)).to_have_text("cat")
    stop_run(find_workspace(studio.workspace), "tiny")
    expect(page.get_by_text(TEXT["own_sentence.ended"])).to_be_visible(timeout=PATIENCE)
    expect(page.locator("#train-own-add")).to_be_hidden()
    expect(picker.locator("option").last).to_have_text(own)
