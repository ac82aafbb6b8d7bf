"""A studio with a password: nothing is answered before it is given, and it can be given in a browser."""

from __future__ import annotations

import contextlib
import http.client
import json
import os
import select
import socket
import time
import urllib.error
import urllib.request
from collections.abc import Callable, Iterator

import pytest
from playwright.sync_api import Page, expect

from electra_engine import space_taken
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
BEGUN = b'--cut\r\nContent-Disposition: form-data; name="files"; filename="b.txt"\r\n\r\n'
QUOTA = 10_000_000


def test_without_the_password_nothing_is_told_taken_or_done(studio: OpenStudio, anna: dict[str, str]) -> None:
    for path in ("config", f"{API}/info", f"{API}/file=/etc/passwd", f"{API}/upload_progress?upload_id=a"):
        assert status(studio, "GET", path) == 401, path
    assert status(studio, "POST", f"{API}/upload", FILE, FORM) == 401
    line = http.client.HTTPConnection("127.0.0.1", studio.port, timeout=60)
    line.request("GET", "/config", headers=anna)
    numbers = [event["id"] for event in json.loads(line.getresponse().read())["dependencies"]]
    assert numbers
    for number in numbers:
        call = json.dumps({"fn_index": number, "data": [], "session_hash": "a"}).encode()
        assert status(studio, "POST", f"{API}/run/predict", call) == 401
        assert status(studio, "POST", f"{API}/api/predict", call) == 401
    for question in ("news", "history"):
        assert status(studio, "POST", f"asked/{question}", b"{}") == 401
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


@pytest.fixture(scope="module")
def anna(studio: OpenStudio) -> dict[str, str]:
    """What a visitor who gave the password sends with every request."""
    line = http.client.HTTPConnection("127.0.0.1", studio.port, timeout=60)
    form = {"content-type": "application/x-www-form-urlencoded"}
    line.request("POST", "/login", b"username=anna&password=a+secret", form)
    answer = line.getresponse()
    assert answer.status == 200
    return {"cookie": "; ".join(one.split(";")[0] for one in answer.headers.get_all("set-cookie"))}


def uploading(
    studio: OpenStudio, visitor: dict[str, str], *lines: str, path: str = "upload"
) -> socket.socket:
    """A connection on which an upload has begun."""
    head = [f"POST /{API}/{path} HTTP/1.1", f"Host: 127.0.0.1:{studio.port}", f"Content-Type: {FORM}"]
    head += [f"{name}: {value}" for name, value in visitor.items()]
    connection = socket.create_connection(("127.0.0.1", studio.port), timeout=60)
    connection.sendall("\r\n".join([*head, *lines, "", ""]).encode())
    return connection


def knocking(studio: OpenStudio, source: str, path: str, kind: str = "application/json") -> socket.socket:
    """A connection from some address of this machine, on which a large body has begun."""
    connection = socket.create_connection(("127.0.0.1", studio.port), 60, (source, 0))
    head = f"POST {path} HTTP/1.1\r\nHost: 127.0.0.1:{studio.port}\r\nContent-Type: {kind}\r\n"
    connection.sendall(f"{head}Content-Length: 60000\r\n\r\n".encode() + b"[")
    return connection


def calls(studio: OpenStudio, visitor: dict[str, str]) -> int:
    """What a call of the page is answered, and that an upload has room."""
    line = http.client.HTTPConnection("127.0.0.1", studio.port, timeout=60)
    line.request("GET", "/config", headers=visitor)
    events = json.loads(line.getresponse().read())["dependencies"]
    number = next(event["id"] for event in events if event["backend_fn"] and not event["inputs"])
    body = json.dumps({"fn_index": number, "data": [], "session_hash": "a"}).encode()
    line.request("POST", f"/{API}/run/predict", body, {"content-type": "application/json", **visitor})
    return line.getresponse().status


@pytest.mark.parametrize("path", [f"/{API}/run/predict", f"/{API}/api/predict/", f"/{API}/upload"])
def test_what_a_stranger_sends_is_not_waited_for_and_takes_nobody_s_place(
    studio: OpenStudio, anna: dict[str, str], path: str
) -> None:
    kind = FORM if path.endswith("upload") else "application/json"
    strangers = [knocking(studio, "127.0.0.2", path, kind) for _ in range(80)]
    for stranger in strangers:  # none of them has sent more than a byte of what it announced
        answer = b"".join(iter(lambda line=stranger: line.recv(1 << 16), b""))  # as far as the end
        assert answer.startswith(b"HTTP/1.1 401")
        assert b"Not authenticated" in answer
    assert calls(studio, anna) == 200
    for stranger in strangers:
        stranger.close()


def test_what_a_stranger_sends_is_not_read(studio: OpenStudio, anna: dict[str, str]) -> None:
    assert calls(studio, anna) == 200
    before = studio.most_memory
    body = b'{"fn_index": 0, "data": [' + b"[]," * 600_000 + b"0]}"
    for _ in range(8):
        stranger = uploading(studio, {}, "Transfer-Encoding: chunked", path="run/predict")
        with contextlib.suppress(ConnectionError):  # whoever is refused may still be sending
            stranger.sendall(chunk(body))
            assert stranger.recv(1 << 16).startswith(b"HTTP/1.1 401")
        stranger.close()
    assert studio.most_memory - before < 10 << 20
    assert calls(studio, anna) == 200


def test_wrong_passwords_from_one_address_do_not_lock_out_those_who_come_from_another(
    studio: OpenStudio,
) -> None:
    form = "application/x-www-form-urlencoded"
    strangers = [knocking(studio, "127.0.0.2", "/login", form) for _ in range(80)]
    said = [stranger for stranger in strangers[1:] if select.select([stranger], [], [], 0.05)[0]]
    assert said, "not all find a place"
    assert {stranger.recv(1 << 16)[:12] for stranger in said} == {b"HTTP/1.1 429"}
    line = http.client.HTTPConnection("127.0.0.1", studio.port, timeout=60)
    line.request("POST", "/login", b"username=anna&password=a+secret", {"content-type": form})
    assert line.getresponse().status == 200
    for stranger in strangers:
        stranger.close()


def chunk(content: bytes) -> bytes:
    return b"%x\r\n%s\r\n" % (len(content), content)


def comes_to(value: Callable[[], object], wanted: object) -> None:
    """Waits until the studio has seen what was sent."""
    deadline = time.monotonic() + 20
    while value() != wanted:
        assert time.monotonic() < deadline, value()
        time.sleep(0.02)


def temporary(studio: OpenStudio) -> int:
    return len(list(studio.workspace.glob("studio/served/tmp*")))


def test_an_upload_that_never_says_how_large_it_is_stops_where_the_quota_does(
    studio: OpenStudio, anna: dict[str, str]
) -> None:
    connection = uploading(studio, anna, "Transfer-Encoding: chunked")
    connection.sendall(chunk(BEGUN))
    largest, said = 0, b""
    with contextlib.suppress(ConnectionError):  # whoever is refused may still be sending
        for _ in range(60):
            connection.sendall(chunk(bytes(1_000_000)))
            largest = max(largest, space_taken(studio.workspace))
        said = connection.recv(1 << 16)
    connection.close()
    assert largest < QUOTA + 1_000_000
    assert said == b"" or said.startswith(b"HTTP/1.1 507")
    comes_to(lambda: temporary(studio), 0)
    assert space_taken(studio.workspace) < QUOTA / 2


def test_uploads_that_come_together_share_what_the_quota_leaves(
    studio: OpenStudio, anna: dict[str, str]
) -> None:
    first = uploading(studio, anna, f"Content-Length: {QUOTA * 7 // 10}")
    first.sendall(BEGUN)
    comes_to(lambda: temporary(studio), 1)
    second = uploading(studio, anna, f"Content-Length: {QUOTA * 7 // 10}")
    assert second.recv(1 << 16).startswith(b"HTTP/1.1 507")
    first.close()
    comes_to(lambda: temporary(studio), 0)
    third = uploading(studio, anna, f"Content-Length: {QUOTA * 7 // 10}")
    third.sendall(BEGUN)
    comes_to(lambda: temporary(studio), 1)
    third.close()
    second.close()
    comes_to(lambda: temporary(studio), 0)


def test_what_was_sent_under_another_name_does_not_stay(studio: OpenStudio, anna: dict[str, str]) -> None:
    body = FILE.replace(b'name="files"', b'name="others"')
    line = http.client.HTTPConnection("127.0.0.1", studio.port, timeout=60)
    line.request("POST", f"/{API}/upload", body, {"content-type": FORM, **anna})
    assert json.loads(line.getresponse().read()) == []
    comes_to(lambda: temporary(studio), 0)


def test_what_a_killed_studio_was_sent_is_cleared_when_it_opens_again(
    studio: OpenStudio, anna: dict[str, str]
) -> None:
    connection = uploading(studio, anna, "Content-Length: 1000")
    connection.sendall(BEGUN)
    comes_to(lambda: temporary(studio), 1)
    studio.kill()
    connection.close()
    (left,) = studio.workspace.glob("studio/served/tmp*")
    whole = studio.workspace / "studio" / "served" / "whole"
    whole.mkdir()
    (whole / "a.txt").touch()
    for old in (left, whole / "a.txt", whole):
        os.utime(old, (0, 0))
    studio.open()
    assert not left.exists()
    assert not whole.exists()
