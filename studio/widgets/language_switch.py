"""The languages of the page, one of them spoken now."""

from __future__ import annotations

import gradio as gr

from studio.languages import OWN_NAMES, TAGS
from studio.text import language, say
from studio.widgets.assembly import widget


def language_switch(elem_id: str) -> gr.HTML:
    """Links that open the same page in another language; each name stands in its own language."""
    offered = [{"key": key, "tag": TAGS[key], "name": name} for key, name in OWN_NAMES.items()]
    label = say("page.languages")
    return widget(elem_id, ("language_switch.js",), label=label, offered=offered, spoken=language())
