"""Carries new values to the widgets of an open page.

Gradio copies the value of every component that an event may change, each time the event is sent and
answered, goes twice through every component that ever took part in one, and hands a widget its value
wrapped so that each number read leaves a listener behind: every second, with curves and strips, that is a
third of a core and half a gigabyte a page. So every second or so the courier itself asks for what is new, by
the address and number of an event of its own, and gives the widgets plain objects. A page that nobody looks
at asks nothing.
"""

from __future__ import annotations

import time
from collections.abc import Mapping
from typing import Any

import gradio as gr
import orjson

from studio.widgets.assembly import widget

SECONDS = 1.5  # between two questions: what is recorded is on the page within two


def courier(elem_id: str) -> gr.HTML:
    """Draws nothing; its value is made by `posted` or `knock`.

    What answers its event ``input`` is asked every `SECONDS`, with the last cursor alone, and gives such a
    value or nothing; a knock triggers ``select``.
    """
    return widget(elem_id, ("courier.js",), seconds=SECONDS)


def posted(values: Mapping[str, Any], cursor: Mapping[str, Any]) -> dict[str, Any]:
    """A value that gives each widget, by its element's id, the value it is to show, and the next cursor."""
    return {"posts": orjson.dumps(values, option=orjson.OPT_NON_STR_KEYS).decode(), "cursor": cursor}


def knock() -> dict[str, Any]:
    """A value that lets the page ask for everything that is new; no two are the same."""
    return {"knock": time.monotonic_ns()}
