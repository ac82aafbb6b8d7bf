"""The button that copies a link to the page as it is, settings included, and without what a teacher hides."""

from __future__ import annotations

from collections.abc import Mapping

import gradio as gr

from studio.lesson import NAMES
from studio.text import words
from studio.widgets.assembly import widget, words_for


def lesson_link(elem_id: str, controls: Mapping[str, str]) -> gr.HTML:
    """Its value is what `studio.lesson.lesson_address` makes of the settings shown.

    `controls` are the labels, by name, of those that whoever opens the link need not see.
    """
    said = words_for("lesson", words())
    return widget(
        elem_id,
        ("lesson_link.js",),
        label=said["copy"],
        said=said,
        names=list(NAMES),
        controls=[[name, label] for name, label in controls.items()],
    )
