"""A page is told what it does not show, once, whatever order the answers come in."""

from __future__ import annotations

import json
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import gradio as gr
import pytest

from electra_engine import RunStatus, Workspace
from studio.board import Board
from studio.refresh import View, shown


class Lamp:
    """Something that is on or off, how bright is up to the reader, and a button beside it."""

    kind = "lamp"

    def __init__(self) -> None:
        self.is_on = False
        self.can_switch = True
        self.inputs: list[Any] = [gr.Textbox("", visible=False), gr.Number(1)]
        self.components: dict[str, Any] = {"light": gr.HTML(elem_id="light"), "button": gr.Button()}

    def settle(self, _: Sequence[RunStatus], __: object) -> str:
        return "lamp"

    def views(self, _: Sequence[RunStatus], __: str, *looks: object) -> dict[str, View]:
        can = self.can_switch
        button = View(can, lambda: gr.update(visible=can))
        return {"light": shown({"on": self.is_on, "bright": looks[0]}), "button": button}


class PageOf:
    """What the courier of an open page does with answers."""

    def __init__(self, board: Board) -> None:
        self.board = board
        self.cursor: dict[str, Any] = {}
        self.posts: dict[str, Any] = {}

    def take(self, answer: dict[str, Any]) -> None:
        digests = {**self.cursor.get("digests", {}), **answer["brought"]}
        values = dict(enumerate(self.cursor.get("values", [])))
        values |= {int(place): value for place, value in answer["values"].items()}
        self.cursor = {"digests": digests, "values": [values[place] for place in sorted(values)]}
        self.posts |= json.loads(answer["posts"])

    def redraw(self, *values: object) -> dict[str, Any]:
        """The answer to a handler's redraw, not taken in yet; empty where there is none."""
        courier, *_ = self.board.inputs
        return self.board.redraw(self.cursor, *values).get(courier, {})

    def ask(self) -> dict[str, Any]:
        return self.board.news(self.cursor)


@pytest.fixture
def lamp_and_page(tmp_path: Path) -> tuple[Lamp, PageOf]:
    with gr.Blocks():
        board, lamp = Board(Workspace(tmp_path)), Lamp()
        board.watch(lamp)
        page = PageOf(board)
        page.take(page.redraw(*board.first_values({})))
    return lamp, page


def test_what_is_shown_is_not_sent_again(lamp_and_page: tuple[Lamp, PageOf]) -> None:
    lamp, page = lamp_and_page
    assert page.posts == {"light": {"on": False, "bright": 1}}
    assert page.ask() == {}
    lamp.is_on = True
    news = page.ask()
    assert json.loads(news["posts"]) == {"light": {"on": True, "bright": 1}}
    page.take(news)
    assert page.ask() == {}


def test_what_the_courier_cannot_bring_makes_it_knock(lamp_and_page: tuple[Lamp, PageOf]) -> None:
    lamp, page = lamp_and_page
    lamp.can_switch = False
    assert page.ask() == {"knock": True}


def test_a_changed_look_is_all_that_is_noted_of_the_values(lamp_and_page: tuple[Lamp, PageOf]) -> None:
    _, page = lamp_and_page
    answer = page.redraw("lamp", 0)
    assert answer["values"] == {"1": 0}
    page.take(answer)
    assert page.posts == {"light": {"on": False, "bright": 0}}
    assert page.ask() == {}


def test_what_a_late_answer_undid_is_new_again(lamp_and_page: tuple[Lamp, PageOf]) -> None:
    lamp, page = lamp_and_page
    lamp.is_on = True
    late = page.ask()
    lamp.is_on = False
    assert page.ask() == {}
    page.take(late)
    assert page.posts["light"]["on"]
    page.take(page.ask())
    assert not page.posts["light"]["on"]
    assert page.ask() == {}


@pytest.mark.parametrize("cursor", [None, "x", [], {"digests": 1}, {"digests": {}, "values": [1]}])
def test_a_cursor_that_is_none_gets_no_answer(lamp_and_page: tuple[Lamp, PageOf], cursor: object) -> None:
    _, page = lamp_and_page
    assert page.board.news(cursor) == {}
