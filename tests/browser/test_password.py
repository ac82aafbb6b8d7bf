"""A studio with a password: nothing is answered before it is given, and it can be given in a browser."""

from __future__ import annotations

import json
import urllib.error
import urllib.request
from collections.abc import Iterator

import pytest
from playwright.sync_api import Page, expect

from tests.browser.open_studio import OpenStudio, opened

pytestmark = pytest.mark.browser

API = "gradio_api"


@pytest.fixture(scope="module")
def studio(tmp_path_factory: pytest.TempPathFactory) -> Iterator[OpenStudio]:
    root = tmp_path_factory.mktemp("password") / "workspace"
    with opened(root, "--auth", "anna:a secret", "--quota", "0.01") as running:
        yield running


def status(studio: OpenStudio, method: str, path: str, body: bytes | None = None, kind: str = "") -> int:
    headers = {"content-type": kind or "application/json"}
    request = urllib.request.Request(studio.address + path, body, headers, method=method)
    try:
        with urllib.request.urlopen(request, timeout=60) as answer:
            return answer.status
    except urllib.error.HTTPError as refusal:
        return refusal.code


FILE = b'--cut\r\nContent-Disposition: form-data; name="files"; filename="a.txt"\r\n\r\ntext\r\n--cut--\r\n'
FORM = "multipart/form-data; boundary=cut"


def test_without_the_password_nothing_is_told_taken_or_done(studio: OpenStudio) -> None:
    for path in ("config", f"{API}/info", f"{API}/file=/etc/passwd", f"{API}/upload_progress?upload_id=a"):
        assert status(studio, "GET", path) == 401, path
    assert status(studio, "POST", f"{API}/upload", FILE, FORM) == 401
    for number in range(80):
        call = json.dumps({"fn_index": number, "data": [], "session_hash": "a"}).encode()
        assert status(studio, "POST", f"{API}/run/predict", call) == 401
        assert status(studio, "POST", f"{API}/api/predict", call) == 401
    for path in ("cancel", "reset", "queue/join", "component_server", "call/predict", "stream/a"):
        assert status(studio, "POST", f"{API}/{path}", b"{}") == 404, path
    assert not list(studio.workspace.rglob("a.txt"))


def test_the_password_is_asked_for_and_taken_under_the_page_s_own_policy(
    page: Page, studio: OpenStudio
) -> None:
    broken: list[str] = []
    page.on("console", lambda said: broken.append(said.text) if "Content Security" in said.text else None)
    page.goto(studio.address)
    password = page.locator("input[type=password]")
    for tried in ("a guess", "a secret"):
        expect(password).to_have_value("")
        page.locator("input:not([type=password])").first.fill("anna")
        password.fill(tried)
        page.get_by_role("button", name="Login").click()
        if tried == "a guess":
            expect(page.get_by_text("Incorrect")).to_be_visible()
            assert status(studio, "GET", "config") == 401
    page.get_by_role("tab", name="Corpus").click()
    expect(page.locator("#workspace-room")).to_contain_text("10 MB")
    page.locator("#corpus-upload input[type=file]").set_input_files(
        {"name": "large.txt", "mimeType": "text/plain", "buffer": b"The dog barks.\n" * 800_000}
    )
    expect(page.get_by_text("does not fit into the workspace").first).to_be_visible()
    page.locator("#corpus-sample").click()
    expect(page.locator("#corpus-summary .fact-tiles")).to_be_visible()
    page.locator("#corpus-remove").click()
    page.locator("#corpus-really").click()
    expect(page.locator("#corpus-summary .fact-tiles")).not_to_be_visible()
    assert not list((studio.workspace / "corpora").iterdir())
    assert broken == []
