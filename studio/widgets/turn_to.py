"""Turns what the reader looks at, where a handler knows what they want to see next."""

from __future__ import annotations

import gradio as gr

from studio.widgets.assembly import widget


def turn_to(elem_id: str) -> gr.HTML:
    """Draws nothing; its value ``{"sentence": index}`` is what the strips of the page show as soon as they
    have it, until the reader chooses another."""
    return widget(elem_id, ("turn_to.js",))
