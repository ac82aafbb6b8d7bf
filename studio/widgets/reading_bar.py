"""How far the reading of a file has come, with a button that ends it."""

from __future__ import annotations

from typing import Any

import gradio as gr

from studio.widgets.assembly import widget


def reading_bar(elem_id: str, label: str) -> gr.HTML:
    """A bar that is there while something is read. Its event ``stop`` cancels, ``end`` says that it is over;
    both bring the ``number``."""
    return widget(elem_id, ("reading_bar.js",), label=label)


def reading_bar_value(
    number: str = "", said: str = "", share: float | None = None, cancel: str = "", is_over: bool = False
) -> dict[str, Any]:
    """What `said` tells above the bar; `share` from 0 to 1, None while that is not known; `cancel` is the
    button's word. Without a `number` there is nothing to see."""
    return {"number": number, "said": said, "share": share, "cancel": cancel, "is_over": is_over}
