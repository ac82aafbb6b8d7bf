"""Attacks on an open studio: none runs anything, reads anything, or keeps others from being served."""

from __future__ import annotations

import http.client
import json
import socket
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from tests.browser.open_studio import OpenStudio, expect_sentence, go_to, opened, write_in

pytestmark = pytest.mark.browser

API = "/gradio_api"
JSON = {"content-type": "application/json"}
PAYLOAD = (
    '<img src=x onerror="window.hurt=1"><script>window.hurt=1</script>${window.hurt=1}{{constructor}}'
    "<svg onload=window.hurt=1></svg>"
)
Answer = tuple[int, dict[str, str], bytes]


@pytest.fixture(scope="module")
def studio(tmp_path_factory: pytest.TempPathFactory) -> Iterator[OpenStudio]:
    with opened(tmp_path_factory.mktemp("attacks") / "workspace") as running:
        yield running


def ask(studio: OpenStudio, method: str, path: str, body: bytes = b"", **headers: str) -> Answer:
    """One raw request; header names are written with _ for -."""
    line = http.client.HTTPConnection("127.0.0.1", studio.port, timeout=60)
    try:
        line.request(method, path, body or None, {name.replace("_", "-"): v for name, v in headers.items()})
        answer = line.getresponse()
        return answer.status, {name.lower(): value for name, value in answer.getheaders()}, answer.read()
    finally:
        line.close()


def upload(studio: OpenStudio, name: str, content: bytes, **headers: str) -> Answer:
    body = b'--cut\r\nContent-Disposition: form-data; name="files"; filename="%s"\r\n\r\n%s\r\n--cut--\r\n'
    kind = "multipart/form-data; boundary=cut"
    return ask(studio, "POST", f"{API}/upload", body % (name.encode(), content), content_type=kind, **headers)


def call(studio: OpenStudio, number: int, data: list[Any]) -> Answer:
    body = json.dumps({"fn_index": number, "data": data, "session_hash": "attacker"}).encode()
    return ask(studio, "POST", f"{API}/run/predict", body, **JSON)


def handlers(studio: OpenStudio) -> list[dict[str, Any]]:
    """Every event that has a handler on the server."""
    _, _, config = ask(studio, "GET", "/config")
    return [event for event in json.loads(config)["dependencies"] if event["backend_fn"]]


def alive(studio: OpenStudio) -> bool:
    return ask(studio, "GET", "/")[0] == 200


@pytest.mark.parametrize(
    ("method", "path"),
    [
        ("POST", f"{API}/queue/join"),
        ("GET", f"{API}/queue/data?session_hash=a"),
        ("POST", f"{API}/cancel"),
        ("POST", f"{API}/reset"),
        ("POST", f"{API}/call/predict"),
        ("POST", f"{API}/component_server"),
        ("POST", f"{API}/stream/a"),
        ("GET", f"{API}/proxy=http://127.0.0.1:1/"),
        ("GET", f"{API}/heartbeat/a"),
        ("GET", f"{API}/runs"),
        ("GET", "/monitoring"),
        ("GET", "/docs"),
        ("GET", "/openapi.json"),
        ("PUT", "/"),
    ],
)
def test_what_the_page_does_not_use_is_not_there(studio: OpenStudio, method: str, path: str) -> None:
    status, _, body = ask(studio, method, path, b"{}" if method == "POST" else b"", **JSON)
    assert status == 404
    assert json.loads(body)["error"].endswith(".")


def test_no_file_of_the_workspace_or_the_machine_is_served(studio: OpenStudio) -> None:
    root = studio.workspace
    (root / "runs").mkdir(exist_ok=True)
    (root / "runs" / "records.sqlite").write_bytes(b"SQLite format 3\x00 secret")
    (root / "studio" / "served").mkdir(parents=True, exist_ok=True)
    (root / "studio" / "served" / "way-out").symlink_to(root / "runs")
    for path in (
        "/etc/passwd",
        f"{root}/runs/records.sqlite",
        f"{root}/studio/studio.log",
        f"{root}/studio/served/../../runs/records.sqlite",
        f"{root}/studio/served/%2e%2e/%2e%2e/runs/records.sqlite",
        f"{root}/studio/served/way-out/records.sqlite",
        "file:///etc/passwd",
        "http://127.0.0.1:1/",
        "..%2f..%2fetc%2fpasswd",
    ):
        status, _, body = ask(studio, "GET", f"{API}/file={path}")
        assert status in (403, 404), path
        assert b"secret" not in body
        assert b"root:" not in body


@pytest.mark.parametrize("name", ["page.html", "picture.svg", "page.xhtml", "code.js", "frame.xml", "a.pdf"])
def test_what_was_uploaded_is_only_ever_saved(studio: OpenStudio, name: str) -> None:
    content = b'<svg xmlns="http://www.w3.org/2000/svg" onload="window.hurt=1"><script>hurt=1</script></svg>'
    status, _, body = upload(studio, name, content)
    assert status == 200
    status, headers, _ = ask(studio, "GET", f"{API}/file={json.loads(body)[0]}")
    assert status == 200
    assert headers["content-disposition"].startswith("attachment")
    assert headers["content-type"] == "application/octet-stream"
    assert headers["x-content-type-options"] == "nosniff"
    assert "sandbox" in headers["content-security-policy"]


def test_other_pages_and_other_names_are_turned_away(studio: OpenStudio) -> None:
    for headers in (
        {"origin": "http://evil.example"},
        {"origin": "null"},
        {"host": f"evil.example:{studio.port}"},
        {"sec_fetch_site": "cross-site", "sec_fetch_mode": "no-cors"},
    ):
        assert upload(studio, "a.txt", b"text", **headers)[0] == 403
        assert ask(studio, "GET", "/config", **headers)[0] == 403
    assert not list(studio.workspace.glob("studio/served/*/a.txt"))


def test_garbage_sent_to_every_handler_is_told_in_a_sentence(studio: OpenStudio) -> None:
    for event in handlers(studio):
        for worth in (PAYLOAD, 10**400, float("nan"), -(10**9), [[[]]], {"path": "/etc/passwd"}):
            status, _, body = call(studio, event["id"], [worth] * len(event["inputs"]))
            assert status in (200, 422), (event["id"], body[:500])
            assert b"Traceback" not in body
            assert b"root:" not in body
    for number, data in ((10**6, []), (-1, []), (7, [1] * 5_000)):
        status, _, body = call(studio, number, data)
        assert status in (200, 422)
        assert b"Traceback" not in body
    assert alive(studio)


def test_too_much_at_once_is_refused_and_others_are_served(studio: OpenStudio) -> None:
    length = str(1 << 40)
    status, _, body = ask(studio, "POST", f"{API}/upload", content_length=length)
    assert (status, json.loads(body)["error"][-1]) == (413, ".")
    assert ask(studio, "POST", f"{API}/run/predict", content_length=length)[0] == 413
    stuck = [socket.create_connection(("127.0.0.1", studio.port)) for _ in range(8)]
    for line in stuck:  # uploads that say they will go on and then say nothing
        line.sendall(
            f"POST {API}/upload HTTP/1.1\r\nHost: 127.0.0.1:{studio.port}\r\nContent-Length: 99999\r\n"
            "Content-Type: multipart/form-data; boundary=cut\r\n\r\n--cut\r\n".encode()
        )
    deadline = time.monotonic() + 20
    while upload(studio, "a.txt", b"text")[0] != 429:
        assert time.monotonic() < deadline
    assert alive(studio)
    for line in stuck:
        line.close()


def test_a_flood_of_uploads_and_calls_leaves_the_page_alive(studio: OpenStudio) -> None:
    with ThreadPoolExecutor(40) as crowd:
        uploads = [crowd.submit(upload, studio, f"{n}.txt", b"text") for n in range(200)]
        calls = [crowd.submit(call, studio, number, []) for number in range(1_000)]
        assert alive(studio)
        assert {job.result()[0] for job in uploads} <= {200, 429}
        assert {job.result()[0] for job in calls} <= {200, 422, 429}
    assert alive(studio)


def test_inline_handlers_inline_scripts_and_other_hosts_are_dead(page: Page, studio: OpenStudio) -> None:
    page.goto(studio.address)
    go_to(page, "Corpus")
    dead = page.evaluate(
        """async () => {
            const box = document.createElement("div");
            box.innerHTML =
                '<img src="data:," onerror="hurt=1"><a id=trap href="javascript:hurt=1">x</a>';
            document.body.append(box);
            document.getElementById("trap").click();
            const script = document.createElement("script");
            script.textContent = "window.hurt=1";
            document.body.append(script);
            const left = await fetch("http://127.0.0.1:1/").catch(() => "refused");
            await new Promise(done => setTimeout(done, 500));
            return [window.hurt === undefined, left];
        }"""
    )
    assert dead == [True, "refused"]


def test_payloads_are_shown_literally_on_every_tab(
    page: Page, studio: OpenStudio, tmp_path_factory: pytest.TempPathFactory
) -> None:
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    folder = tmp_path_factory.mktemp("payloads")
    corpus = folder / "<img src=x onerror=hurt=1>.txt"
    corpus.write_text(f"The dog barks at the gate {PAYLOAD} and Anna runs home.\n\n" * 200)
    labelled = folder / "${hurt=1}.csv"
    rows = "".join(f'"{PAYLOAD.replace(chr(34), chr(39))} number {n}",<b>{n % 2}\n' for n in range(40))
    labelled.write_text("text,<img src=x onerror=hurt=1>\n" + rows)
    page.goto(studio.address)
    go_to(page, "Corpus")
    page.locator("#corpus-upload input[type=file]").set_input_files(corpus)
    page.locator("#corpus-summary .fact-tiles").wait_for()
    write_in(page, "corpus-sentence", PAYLOAD)
    go_to(page, "Fine-tune")
    page.locator("#tune-upload input[type=file]").set_input_files(labelled)
    expect(page.locator("#tune-preview")).to_contain_text("onerror")
    go_to(page, "Train")
    write_in(page, "train-name", "<img src=x onerror=hurt=1>")
    page.locator("#train-start").click()
    expect_sentence(page.locator("#train-name .field-note"), "cannot be used for a run")
    for tab in ("Pair", "Try", "Play", "Corpus", "Train"):
        go_to(page, tab)
    page.goto(f"{studio.address}?tab=train&run={PAYLOAD}&model={PAYLOAD}&pair.seed={PAYLOAD}")
    page.get_by_role("tab", name="Train").wait_for()
    assert page.evaluate("window.hurt") is None
    assert {url for url in asked if url.split("?")[0].endswith("/x")} == set()


def test_the_log_file_has_the_trace(studio: OpenStudio) -> None:
    call(studio, 10**6, [])
    assert "Traceback" in (studio.workspace / "studio" / "studio.log").read_text()
