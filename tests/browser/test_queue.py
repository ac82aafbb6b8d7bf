"""Several runs on the page: they wait, change places, pause and go on, whoever closes what."""

from __future__ import annotations

import contextlib
import re
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from electra_engine import (
    RunSettings,
    UserError,
    Workspace,
    find_workspace,
    kill_worker,
    list_runs,
    new_pretraining,
    start_worker,
    status_of,
)
from tests.browser.conftest import Visitor
from tests.browser.open_studio import PATIENCE, OpenStudio, go_to, open_page, opened
from tests.engine.jobs.tiny_run import TINY, write_text

pytestmark = pytest.mark.browser


@pytest.fixture
def studio(tmp_path: Path) -> Iterator[OpenStudio]:
    folder = tmp_path / "文件 夹" / "workspace"
    with opened(folder) as running:
        yield running
        assert "Traceback" not in running.log
    for status in list_runs(find_workspace(folder)):
        with contextlib.suppress(UserError):  # it has ended by itself
            kill_worker(find_workspace(folder), status.name)


def start(workspace: Workspace, name: str) -> None:
    text = write_text(workspace.root.parent / "stories.txt")
    settings = RunSettings().with_changes({**TINY, "training.minutes": 30})
    start_worker(new_pretraining(workspace, name, [text], settings))


def choose_run(page: Page, name: str) -> None:
    page.locator("#pretrain-runs button", has_text=name).click()
    expect(page.locator("#pretrain-head")).to_contain_text(name)


def test_runs_wait_change_places_pause_and_go_on(page: Page, visitor: Visitor, studio: OpenStudio) -> None:
    workspace = Workspace(studio.workspace)
    for name in ("first", "second", "third"):
        start(workspace, name)
    with opened(studio.workspace) as other:  # a second studio on the same workspace shows and does the same
        page.goto(f"{studio.address}?tab=train")
        second = visitor()
        second.goto(f"{other.address}?tab=train")
        expect(page.locator("#pretrain-runs")).to_contain_text("number 2 of 2 that wait")
        choose_run(second, "third")
        second.locator("#pretrain-earlier").click()
        expect(second.locator("#pretrain-runs button", has_text="third")).to_contain_text("number 1 of 2")
        expect(page.locator("#pretrain-runs button", has_text="third")).to_contain_text("number 1 of 2")
        choose_run(page, "second")
        page.locator("#pretrain-cancel").click()
        expect(page.locator("#pretrain-status")).to_contain_text("left the queue")
        choose_run(second, "first")
        expect(second.locator("#pretrain-status")).to_contain_text("Next sign of life")
        second.locator("#pretrain-pause").click()
        expect(second.locator("#pretrain-status")).to_contain_text("Paused and saved")
        second.close()  # a tab that is closed takes nothing with it
    expect(page.locator("#pretrain-runs button", has_text="third")).to_contain_text("left")
    choose_run(page, "first")
    page.locator("#pretrain-resume").click()
    expect(page.locator("#pretrain-runs button", has_text="first")).to_contain_text("number 1 of 1")
    page.locator("#pretrain-log-fold button.label-wrap").click()
    expect(page.locator("#pretrain-log pre")).to_have_text(re.compile("Checkpoint saved"))


def test_a_double_click_and_another_tab_start_one_run(page: Page, studio: OpenStudio) -> None:
    workspace = Workspace(studio.workspace)
    open_page(page, f"{studio.address}?tab=corpus")
    page.locator("#corpus-sample").click()
    expect(page.locator("#corpus-summary .fact-tiles")).to_be_visible()
    other = page.context.new_page()
    for one in (page, other):
        if one is other:
            open_page(one, studio.address)
        go_to(one, "Train")
    page.locator("#train-start").dblclick()
    other.locator("#train-start").click()
    for one in (page, other):
        # Before it there is the recorded run, which is also one.
        expect(one.locator("#pretrain-head")).to_contain_text("stories.txt")
        expect(one.locator("#pretrain-runs button")).to_have_count(1)
        expect(one.locator("#pretrain-status")).to_contain_text("Step")
    (status,) = [status for status in list_runs(workspace) if not status.recorded]
    assert status_of(workspace, status.name).at_work


def test_a_run_goes_on_when_the_last_tab_is_closed_and_is_shown_by_the_next(
    page: Page, studio: OpenStudio
) -> None:
    workspace, context = Workspace(studio.workspace), page.context
    start(workspace, "alone")
    open_page(page, f"{studio.address}?tab=train")
    expect(page.locator("#pretrain-status")).to_contain_text("Step")
    page.close()
    assert context.pages == []
    left = status_of(workspace, "alone")
    wait_until(lambda: status_of(workspace, "alone").step > left.step + 10)
    found = status_of(workspace, "alone")
    assert found.at_work
    assert found.pid == left.pid
    after = context.new_page()
    open_page(after, studio.address)
    go_to(after, "Train")
    expect(after.locator("#pretrain-head")).to_contain_text("alone")
    wait_until(lambda: step_in(after) > found.step)
    after.locator("#pretrain-stop").click()
    expect(after.locator("#pretrain-status")).to_contain_text("Stopped")


def wait_until(holds: Callable[[], bool]) -> None:
    deadline = time.monotonic() + PATIENCE / 1000
    while not holds():
        assert time.monotonic() < deadline
        time.sleep(0.1)


def step_in(page: Page) -> int:
    """The step that the list of runs shows."""
    found = re.search(r"step ([\d,]+)", page.locator("#pretrain-runs").inner_text())
    return int(found[1].replace(",", "")) if found else 0
