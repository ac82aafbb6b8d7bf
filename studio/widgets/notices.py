"""Sentences about what went wrong, put beside the field they are about.

One of these lives on a page; whatever is refused anywhere is said through it.
"""

from __future__ import annotations

import time
from typing import Any

import gradio as gr

from studio.widgets.assembly import widget


def notices(elem_id: str, label: str, close: str) -> gr.HTML:
    """Draws nothing itself until there is something to say; `close` labels its button."""
    return widget(elem_id, ("notices.js",), label=label, close=close)


def notice(sentence: str, field: str = "", place: str = "", tone: str = "bad") -> dict[str, Any]:
    """A value that shows one sentence under the element with the id `field`.

    Where that element is not to be seen, it shows at the foot of the page. `place` names the part of
    the page it belongs to: a later notice, or `all_well`, of the same place takes it away. `tone` is
    "bad" or "good".
    """
    # The time makes the same refusal, met twice, two different values: else it would not show again.
    return {"place": place, "field": field, "sentence": sentence, "tone": tone, "at": time.time()}


def all_well(place: str = "") -> dict[str, Any]:
    """A value that takes away what was said of a part of the page."""
    return notice("", place=place, tone="good")
