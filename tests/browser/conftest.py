"""A real headless Chromium and an open studio for the tests that need them.

Without a browser they are skipped with a reason; where CI=true is set they fail instead.
"""

from __future__ import annotations

import contextlib
import os
import shutil
from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, BrowserContext, Error, Page, Playwright, expect, sync_playwright

from electra_engine import UserError, find_workspace, kill_worker, list_runs, remove_run
from studio.places import Places
from tests.browser.open_studio import OpenStudio, opened

ARGUMENTS = ["--no-sandbox", "--disable-gpu", "--disable-background-networking"]
PATIENCE = 60_000  # milliseconds that a page or a worker may take on a busy machine


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
    context = browser.new_context(viewport={"width": 1280, "height": 900})
    context.set_default_timeout(PATIENCE)
    yield context
    context.close()


@pytest.fixture
def page(profile: BrowserContext) -> Iterator[Page]:
    """A fresh page, 1280 pixels wide, of a visitor of whom nothing is remembered."""
    profile.clear_cookies()
    yield profile.new_page()
    for opened_page in profile.pages:
        opened_page.close()


@pytest.fixture(scope="session")
def visited(tmp_path_factory: pytest.TempPathFactory) -> Iterator[OpenStudio]:
    """The studio that most tests share; `studio` hands it to them as new."""
    with opened(tmp_path_factory.mktemp("visited") / "workspace") as running:
        yield running


@pytest.fixture
def studio(visited: OpenStudio) -> Iterator[OpenStudio]:
    """An open studio without runs and drafts, in which nothing may go wrong."""
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
        remove_run(workspace, status.name)
    Places(workspace).draft.unlink(missing_ok=True)


def _launch(playwright: Playwright) -> Browser:
    """Chromium from the system, else the one that Playwright itself has installed."""
    installed = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")
    try:
        return playwright.chromium.launch(executable_path=installed, args=ARGUMENTS)
    except Error as error:
        reason = f"No browser could be started: {error.message.splitlines()[0]}"
    if os.environ.get("CI") == "true":
        pytest.fail(reason)
    pytest.skip(reason)
