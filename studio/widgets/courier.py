"""Carries new values to the widgets of an open page.

Gradio copies the value of every component that an event may change, each time the event is sent and
answered, goes twice through every component that ever took part in one, and hands a widget its value
wrapped so that each number read leaves a listener behind: every second, with curves and strips, that is a
third of a core and half a gigabyte a page. So every second or so the courier itself asks for what is new
(`studio.questions`) and gives the widgets plain objects. A page that nobody looks at asks nothing.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import gradio as gr
import orjson

from studio.widgets.assembly import widget

SECONDS = 1.5  # between two questions: what is recorded is on the page within two


def courier(elem_id: str, notices: str, unanswered: str) -> gr.HTML:
    """Draws nothing; a handler gives it a value made by `posted`, and gets the page's cursor from it.

    The cursor is ``{"digests": {id: digest}, "values": [...]}``: what answers brought to this page so far.
    It asks for ``news`` every `SECONDS`, with the cursor alone; the answer is `posted`, `knock` or empty. A
    knock triggers ``select``. `unanswered` is what is said through the widget with the id `notices` when
    nobody answers.
    """
    return widget(
        elem_id, ("asking.js", "courier.js"), seconds=SECONDS, notices=notices, unanswered=unanswered
    )


def posted(posts: Mapping[str, Any], brought: Mapping[str, str], values: Mapping[int, Any]) -> dict[str, Any]:
    """A value that gives each widget, by its element's id, the value it is to show.

    `brought` are digests of all that the answer brings, `values` what it chose anew, by place; both move
    the page's cursor on.
    """
    written = orjson.dumps(posts, option=orjson.OPT_NON_STR_KEYS).decode()
    return {"posts": written, "brought": dict(brought), "values": {str(n): v for n, v in values.items()}}


def knock() -> dict[str, Any]:
    """What lets the page ask for everything that is new, by an event that reaches every component."""
    return {"knock": True}
