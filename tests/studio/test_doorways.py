"""What comes in through each address is counted as it comes, and a page's scripts carry its one-time word."""

from __future__ import annotations

import asyncio
import json
import re
import tracemalloc
from collections.abc import Iterator
from urllib.parse import quote

import pytest
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import HTMLResponse, JSONResponse, PlainTextResponse
from starlette.routing import Route
from starlette.testclient import TestClient
from starlette.types import Message

from studio import doorways
from studio.doorways import DOORWAYS, LARGEST_CALL, Doorways
from studio.page_headers import PageHeaders
from studio.shelf import MOST_FILES
from studio.tabs.trying.neighbours import MOST_CHARACTERS
from studio.text import say
from tests.studio.finishing import finish


async def length(request: Request) -> PlainTextResponse:
    return PlainTextResponse(str(len(await request.body())))


async def served(request: Request) -> PlainTextResponse:
    return PlainTextResponse(request.path_params["path"])


def fails(_: Request) -> PlainTextResponse:
    raise KeyError("a fault inside")


def inside() -> Starlette:
    return Starlette(
        routes=[
            Route("/gradio_api/run/predict", length, methods=["POST"]),
            Route("/gradio_api/api/predict", fails, methods=["POST"]),
            Route("/gradio_api/upload", length, methods=["POST"]),
            Route("/gradio_api/file={path:path}", served),
            Route("/", lambda _: HTMLResponse("<head><script>one</script><script src=a></script></head>")),
            Route("/cancel", length, methods=["POST"]),
        ]
    )


def pieces(total: int) -> Iterator[bytes]:
    for _ in range(total >> 20):
        yield bytes(1 << 20)


def test_more_than_was_announced_is_cut_off_where_the_room_ends() -> None:
    visitor = TestClient(Doorways(inside()))
    path = "/gradio_api/run/predict"
    assert visitor.post(path, content=pieces(LARGEST_CALL)).text == str(LARGEST_CALL)
    refused = visitor.post(path, content=pieces(LARGEST_CALL + (1 << 20)))
    assert refused.status_code == 413
    assert "2 MB" in refused.json()["error"]
    assert visitor.post(path, content=b"", headers={"content-length": "-1"}).status_code == 413


def test_an_upload_is_cut_off_where_the_room_ends_even_if_it_never_said_how_large_it_is() -> None:
    visitor = TestClient(Doorways(inside(), room=lambda: 20 << 20))
    path = "/gradio_api/upload"
    assert visitor.post(path, content=pieces(20 << 20)).text == str(20 << 20)
    refused = visitor.post(path, content=pieces(21 << 20))
    assert (refused.status_code, refused.text) == (507, say("door.no_room"))
    assert visitor.post(path, content=bytes(21 << 20)).status_code == 507
    assert visitor.post(path, content=bytes(20 << 20)).status_code == 200, "what was not needed is given back"


@pytest.mark.parametrize(("gap", "status"), [(0.0, 200), (0.1, 408)])
def test_who_sends_byte_after_byte_slowly_does_not_hold_a_place(
    monkeypatch: pytest.MonkeyPatch, gap: float, status: int
) -> None:
    """No single silence is long: what ends it is that all of them together are."""
    if gap:
        monkeypatch.setattr(doorways, "PATIENCE", 0.5)
    said: list[Message] = []
    sent = 0

    async def receive() -> Message:
        nonlocal sent
        await asyncio.sleep(gap)
        sent += 1
        return {"type": "http.request", "body": b"a", "more_body": sent < 100}

    async def send(message: Message) -> None:
        said.append(message)

    scope = {"type": "http", "method": "POST", "path": "/gradio_api/run/predict", "headers": []}
    scope |= {"query_string": b"", "http_version": "1.1", "root_path": ""}
    finish(Doorways(inside())(scope, receive, send))
    assert said[0]["status"] == status
    if status == 408:
        assert json.loads(said[1]["body"]) == {"error": say("door.silent")}
        assert sent < 100


@pytest.mark.parametrize("address", ["http://a/b", "HTTPS:a", "ftp://a/b", "file:///etc", "data:,a"])
def test_the_address_of_something_elsewhere_is_no_file_of_ours(address: str) -> None:
    visitor = TestClient(Doorways(inside()))
    assert visitor.get("/gradio_api/file=/a/file").text == "/a/file"
    refused = visitor.get(f"/gradio_api/file={quote(address)}")
    assert (refused.status_code, refused.json()) == (404, {"error": say("door.nothing_here")})


def test_an_address_that_is_not_on_the_list_is_not_there_and_a_fault_is_a_sentence() -> None:
    visitor = TestClient(Doorways(inside()))
    assert visitor.post("/cancel").status_code == 404
    failed = visitor.post("/gradio_api/api/predict")
    assert failed.status_code == 422
    assert failed.json()["error"].endswith(".")


@pytest.mark.parametrize("path", ["/gradio_api/run/predict", "/gradio_api/upload", "/asked/news"])
def test_what_cannot_be_read_is_told_in_a_sentence_and_a_missing_password_as_it_is(path: str) -> None:
    def refuses(request: Request) -> JSONResponse:
        return JSONResponse({"detail": [{"type": "missing"}]}, int(request.query_params["status"]))

    visitor = TestClient(Doorways(Starlette(routes=[Route(path, refuses, methods=["POST"])])))
    for status in (400, 404, 422, 500):
        refused = visitor.post(f"{path}?status={status}")
        assert (refused.status_code, say("door.misfit") in refused.text) == (422, True)
        assert "detail" not in refused.text
    assert visitor.post(f"{path}?status=401").json() == {"detail": [{"type": "missing"}]}


def test_a_call_has_room_for_the_most_that_is_taken_and_swells_to_little() -> None:
    name = "名" * 80
    path = f"/home/anna/.electra-studio/studio/served/{'a' * 64}/{name}.txt"
    file = {"path": path, "url": f"http://127.0.0.1:7860/gradio_api/file={path}", "orig_name": name}
    uploads = [{**file, "size": 10**9, "mime_type": "text/plain", "meta": {"_type": "gradio.FileData"}}]
    for most in (uploads * MOST_FILES, "\U0001f642" * MOST_CHARACTERS):
        assert len(json.dumps(most, ensure_ascii=False).encode()) < LARGEST_CALL * 0.9
    worst = b"[" + b"[]," * (LARGEST_CALL // 3) + b"0]"
    tracemalloc.start()
    read = json.loads(worst)
    swollen = tracemalloc.get_traced_memory()[0]
    tracemalloc.stop()
    assert len(read) > 100_000
    assert swollen < 64 << 20


def test_one_household_does_not_take_every_place_to_log_in() -> None:
    async def knock(sources: list[str]) -> list[int]:
        """What is answered to those who begin to log in, one after the other, and send nothing."""
        statuses = []
        door = Doorways(Starlette(routes=[Route("/login", length, methods=["POST"])]))

        async def send(message: Message) -> None:
            if message["type"] == "http.response.start":
                statuses.append(message["status"])

        async def silence() -> Message:
            return await asyncio.Event().wait()

        scope = {"type": "http", "method": "POST", "path": "/login", "headers": [], "query_string": b""}
        scope |= {"http_version": "1.1", "root_path": ""}
        waiting = []
        for source in sources:
            here = {**scope, "client": (source, 1)}
            waiting.append(asyncio.create_task(door(here, silence, send)))
            await asyncio.sleep(0)
        await asyncio.sleep(0)
        for one in waiting:
            one.cancel()
        await asyncio.gather(*waiting, return_exceptions=True)
        return statuses

    ours = [f"2001:db8::{n}" for n in range(10)]
    assert finish(knock(ours)) == [429] * 6
    assert finish(knock(["10.0.0.1"] * 3 + ["::ffff:10.0.0.1"] * 3)) == [429] * 2
    assert finish(knock([f"2001:db8:{n}::1" for n in range(10)])) == []


def test_every_answer_has_a_new_word_that_its_scripts_carry() -> None:
    visitor = TestClient(PageHeaders(inside()))
    first, second = visitor.get("/"), visitor.get("/")
    words = [re.findall(r'<script nonce="([\w-]+)"', answer.text) for answer in (first, second)]
    assert [len(set(found)) for found in words] == [1, 1]
    assert words[0] != words[1]
    assert f"'nonce-{words[0][0]}'" in first.headers["content-security-policy"]
    policy = first.headers["content-security-policy"].split("; ")
    assert "script-src-attr 'none'" in policy
    assert not [rule for rule in policy if rule.startswith("script-src ") and "'unsafe-inline'" in rule]
    assert len(first.content) == int(first.headers["content-length"])


def test_only_calls_uploads_and_a_login_take_anything_in() -> None:
    assert {way.name for way in DOORWAYS if way.most_bytes} == {"call", "upload", "login"}
