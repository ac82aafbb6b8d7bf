"""Carries new values to the widgets of an open page.

Gradio copies the value of every component that an event may change, each time the event is sent and
answered, and hands a widget its value wrapped so that each number read leaves a listener behind: once a
second, with curves and strips, that is a third of a core and half a gigabyte a page. So what the clock
brings travels as one text through one component, and widgets are given plain objects.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import gradio as gr
import orjson

from studio.widgets.assembly import widget


def courier(elem_id: str) -> gr.HTML:
    """Draws nothing; its value is made by `posted`."""
    return widget(elem_id, ("courier.js",))


def posted(values: Mapping[str, Any]) -> dict[str, Any]:
    """A value that gives each widget, by its element's id, the value it is to show."""
    return {"posts": orjson.dumps(values, option=orjson.OPT_NON_STR_KEYS).decode()} if values else {}
