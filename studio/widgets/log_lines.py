"""A run's log: plain lines that scroll, the newest in sight."""

from __future__ import annotations

import gradio as gr

from studio.widgets.assembly import widget


def log_lines(elem_id: str, label: str) -> gr.HTML:
    """The widget; its value is made by `log_value`, `label` is what a screen reader calls it."""
    return widget(elem_id, ("log_lines.js",), label=label)


def log_value(run: str, text: str) -> dict[str, str]:
    """Any text, shown as it is; of another `run` it is shown from its end."""
    return {"run": run, "text": text}
