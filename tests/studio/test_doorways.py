"""What comes in through each address is counted as it comes, and a page's scripts carry its one-time word."""

from __future__ import annotations

import asyncio
import json
import re
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
    assert "16 MB" in refused.json()["error"]
    assert visitor.post(path, content=b"", headers={"content-length": "-1"}).status_code == 413


def test_an_upload_is_cut_off_where_the_room_ends_even_if_it_never_said_how_large_it_is() -> None:
    visitor = TestClient(Doorways(inside(), room=lambda: 20 << 20))
    path = "/gradio_api/upload"
    assert visitor.post(path, content=pieces(20 << 20)).text == str(20 << 20)
    refused = visitor.post(path, content=pieces(21 << 20))
    assert (refused.status_code, refused.text) == (507, say("door.no_room"))
    assert visitor.post(path, content=bytes(21 << 20)).status_code == 507
    assert visitor.post(path, content=bytes(20 << 20)).status_code == 200, "what was not needed is given back"


@pytest.mark.parametrize(("gap", "status"), [(0.0, 200), (0.02, 408)])
def test_who_sends_byte_after_byte_slowly_does_not_hold_a_place(
    monkeypatch: pytest.MonkeyPatch, gap: float, status: int
) -> None:
    """No single silence is long: what ends it is that all of them together are."""
    monkeypatch.setattr(doorways, "PATIENCE", 0.5)
    said: list[Message] = []
    sent = 0

    async def receive() -> Message:
        nonlocal sent
        await asyncio.sleep(gap)
        sent += 1
        return {"type": "http.request", "body": b"a", "more_body": sent < 1_000}

    async def send(message: Message) -> None:
        said.append(message)

    scope = {"type": "http", "method": "POST", "path": "/gradio_api/run/predict", "headers": []}
    scope |= {"query_string": b"", "http_version": "1.1", "root_path": ""}
    finish(Doorways(inside())(scope, receive, send))
    assert said[0]["status"] == status
    if status == 408:
        assert json.loads(said[1]["body"]) == {"error": say("door.silent")}
        assert sent < 1_000


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


@pytest.mark.parametrize("path", ["/gradio_api/run/predict", "/gradio_api/upload"])
def test_what_cannot_be_read_is_told_in_a_sentence_and_a_missing_password_as_it_is(path: str) -> None:
    def refuses(request: Request) -> JSONResponse:
        return JSONResponse({"detail": [{"type": "missing"}]}, int(request.query_params["status"]))

    visitor = TestClient(Doorways(Starlette(routes=[Route(path, refuses, methods=["POST"])])))
    for status in (400, 404, 422, 500):
        refused = visitor.post(f"{path}?status={status}")
        assert (refused.status_code, say("door.misfit") in refused.text) == (422, True)
        assert "detail" not in refused.text
    assert visitor.post(f"{path}?status=401").json() == {"detail": [{"type": "missing"}]}


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
