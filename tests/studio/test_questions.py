"""Questions of open pages are answered past Gradio, whatever they are."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import gradio as gr
import pytest
from starlette.applications import Starlette
from starlette.responses import PlainTextResponse
from starlette.routing import Route
from starlette.testclient import TestClient

from electra_engine import UserError
from studio.idle_queue import SECONDS, let_queue_rest
from studio.questions import Questions


def echo(asked: object) -> Mapping[str, Any]:
    return {"asked": asked}


def refuse(_: object) -> Mapping[str, Any]:
    raise UserError("There is no such run.")


def fail(_: object) -> Mapping[str, Any]:
    raise KeyError("a fault inside")


@pytest.fixture
def visitor() -> TestClient:
    inside = Starlette(
        routes=[Route("/{path:path}", lambda _: PlainTextResponse("Gradio"), methods=["POST"])]
    )
    return TestClient(Questions(inside, {"echo": echo, "refuse": refuse, "fail": fail}))


def test_an_answer_is_that_of_its_answerer_and_every_other_address_gradio_s(visitor: TestClient) -> None:
    assert visitor.post("/asked/echo", json={"a": [1, None, "名"]}).json() == {
        "asked": {"a": [1, None, "名"]}
    }
    for path in ("/asked/nothing", "/asked/", "/echo", "/gradio_api/run/predict"):
        assert visitor.post(path, json={}).text == "Gradio"


@pytest.mark.parametrize(
    "body", [b"", b"{", b"\xff", b"[" * 100_000, b'{"a": 1} 2', b'"\\ud800"', b"[" * 400 + b"]" * 400]
)
def test_what_is_no_question_is_refused(visitor: TestClient, body: bytes) -> None:
    assert visitor.post("/asked/echo", content=body).status_code == 422


def test_a_question_that_cannot_be_answered_is_refused_and_a_fault_is_logged(
    visitor: TestClient, caplog: pytest.LogCaptureFixture
) -> None:
    assert visitor.post("/asked/refuse", json={}).status_code == 422
    assert not caplog.records
    assert visitor.post("/asked/fail", json={}).status_code == 422
    assert "a fault inside" in caplog.text


def test_a_number_that_is_none_is_told_as_nothing(visitor: TestClient) -> None:
    assert visitor.post("/asked/echo", content=b'{"a": NaN}').json() == {"asked": {"a": None}}


def test_a_queue_that_nothing_goes_through_is_hardly_looked_into() -> None:
    with gr.Blocks() as blocks:
        gr.Textbox()
    assert blocks._queue.sleep_when_free < SECONDS
    let_queue_rest(blocks)
    assert (blocks._queue.sleep_when_free, blocks._queue.progress_update_sleep_when_free) == (
        SECONDS,
        SECONDS,
    )
