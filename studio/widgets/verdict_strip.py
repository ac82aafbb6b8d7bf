"""A typed sentence as the discriminator sees it: each token with its chance of being replaced."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import gradio as gr

from studio.widgets.assembly import Words, widget, words_for


def verdict_strip(elem_id: str) -> gr.HTML:
    """Tokens on a line, with a threshold the reader moves; its value is made by `verdict_strip_value`."""
    return widget(elem_id, ("verdict_strip.js",))


def verdict_strip_value(tokens: Sequence[Mapping[str, Any]], text: Words) -> dict[str, Any]:
    """From the tokens that `detect` answers with: ``text``, ``start``, ``end`` and ``p_replaced``."""
    drawn = []
    previous_end = None
    for token in tokens:
        drawn.append(
            {"text": token["text"], "glued": token["start"] == previous_end, "share": token["p_replaced"]}
        )
        previous_end = token["end"]
    return {"tokens": drawn, "words": words_for("verdict", text)}
