"""The button that copies a link to the page as it is, settings included."""

from __future__ import annotations

import gradio as gr

from studio.lesson import NAMES
from studio.text import words
from studio.widgets.assembly import widget, words_for


def lesson_link(elem_id: str) -> gr.HTML:
    """Its value is what `studio.lesson.lesson_address` makes of the settings shown."""
    said = words_for("lesson", words())
    return widget(elem_id, ("lesson_link.js",), label=said["copy"], said=said, names=list(NAMES))
