"""A real headless Chromium and an open studio for the tests that need them.

Without a browser they are skipped with a reason; where CI=true is set they fail instead.
"""

from __future__ import annotations

import contextlib
import os
import shutil
import time
from collections.abc import Callable, Iterator
from typing import Any

import pytest
from playwright.sync_api import Browser, BrowserContext, Error, Page, Playwright, expect, sync_playwright

from electra_engine import UserError, Workspace, find_workspace, kill_worker, list_runs, remove_run
from studio.places import Places
from tests.browser.open_studio import PATIENCE, UNDER_WAY, OpenStudio, opened

ARGUMENTS = ["--no-sandbox", "--disable-gpu", "--disable-background-networking"]
Visitor = Callable[..., Page]


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    expect.set_options(timeout=PATIENCE)
    with sync_playwright() as playwright:
        chromium = _launch(playwright)
        yield chromium
        chromium.close()


@pytest.fixture(scope="session")
def profile(browser: Browser) -> Iterator[BrowserContext]:
    """One profile for most tests, so that the page's scripts are fetched and compiled once."""
    context = _patient(browser.new_context(viewport={"width": 1280, "height": 900}))
    yield context
    context.close()


@pytest.fixture
def page(profile: BrowserContext) -> Iterator[Page]:
    """A fresh page, 1280 pixels wide, of a visitor of whom nothing is remembered."""
    profile.clear_cookies()
    yield profile.new_page()
    for opened_page in profile.pages:
        opened_page.close()


@pytest.fixture
def visitor(browser: Browser) -> Iterator[Visitor]:
    """Opens a page in a profile of its own, to which Playwright's options for one apply."""
    made: list[BrowserContext] = []

    def visit(**options: Any) -> Page:
        made.append(_patient(browser.new_context(**options)))
        return made[-1].new_page()

    yield visit
    for context in made:
        context.close()


@pytest.fixture(scope="session")
def visited(tmp_path_factory: pytest.TempPathFactory) -> Iterator[OpenStudio]:
    """The studio that most tests share; `studio` hands it to them as new."""
    with opened(tmp_path_factory.mktemp("visited") / "workspace") as running:
        yield running


@pytest.fixture
def studio(visited: OpenStudio) -> Iterator[OpenStudio]:
    """An open studio without runs and drafts, in which nothing may go wrong."""
    clear(visited)  # a page that was being closed may have left something
    said = len(visited.log)
    yield visited
    clear(visited)
    assert "Traceback" not in visited.log[said:]


def clear(studio: OpenStudio) -> None:
    """Takes away the runs and drafts that a test has left, so that the next finds none."""
    workspace = find_workspace(studio.workspace)
    for status in list_runs(workspace):
        with contextlib.suppress(UserError):  # it has ended by itself
            kill_worker(workspace, status.name)
        _remove_when_free(workspace, status.name)
    Places(workspace).draft.unlink(missing_ok=True)


def _patient(context: BrowserContext) -> BrowserContext:
    context.set_default_timeout(PATIENCE)
    context.add_init_script(UNDER_WAY)
    return context


def _remove_when_free(workspace: Workspace, run: str) -> None:
    """A worker that was killed may need seconds until it lets go of its run."""
    deadline = time.monotonic() + PATIENCE / 1000
    while workspace.run(run).path.exists():
        with contextlib.suppress(UserError):
            remove_run(workspace, run)
        assert time.monotonic() < deadline
        time.sleep(0.05)


def _launch(playwright: Playwright) -> Browser:
    """Chromium from the system, else the one that Playwright itself has installed."""
    installed = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")
    try:
        return playwright.chromium.launch(executable_path=installed, args=ARGUMENTS, timeout=PATIENCE)
    except Error as error:
        reason = f"No browser could be started: {error.message.splitlines()[0]}"
    if os.environ.get("CI") == "true":
        pytest.fail(reason)
    pytest.skip(reason)
