"""What Gradio's own markup leaves out: arrow keys between tabs, and names in the visitor's language."""

from __future__ import annotations

import gradio as gr

from studio.text import say
from studio.widgets.assembly import widget

# What Gradio 6.31 calls its parts, whatever the language → the key of our words.
NAMED_BY_GRADIO = {
    "Click to upload or drop files": "manners.upload",
    "File upload": "manners.upload_field",
    "Uploading": "manners.uploading",
    "Remove this file": "manners.remove",
    "More tabs": "manners.more_tabs",
    "Loading Progress": "manners.loading",
    "Dismiss": "manners.dismiss",
    "Download": "manners.download",
}


def manners(elem_id: str) -> gr.HTML:
    """Draws nothing; looks after the whole page."""
    names = {theirs: say(ours) for theirs, ours in NAMED_BY_GRADIO.items()}
    return widget(elem_id, ("manners.js",), names=names)
