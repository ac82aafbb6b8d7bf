"""The glossary: words that need it are explained where they stand, simply first, exactly on request."""

from __future__ import annotations

from collections.abc import Mapping

import gradio as gr

from studio.text import words
from studio.widgets.assembly import widget, words_for

# Each term, and whose hue it is written in.
TERMS: Mapping[str, str] = {
    "generator": "generator",
    "discriminator": "discriminator",
    "token": "",
    "loss": "",
    "auc": "",
    "frozen": "",
    "held_out": "",
    "step": "",
    "vocabulary": "",
    "table": "",
    "layer": "",
    "width": "",
    "parameters": "",
    "precision": "",
    "recall": "",
    "alarm": "",
    "replaced": "",
    "wilson": "",
    "f1": "",
}


def glossary(elem_id: str) -> gr.HTML:
    """Draws nothing itself; makes the terms in the page's standing sentences into buttons with a card."""
    said = words_for("glossary", words())
    terms = [
        {
            "key": term,
            "owner": owner,
            "forms": said[f"{term}_forms"].split("|"),
            "plain": said[f"{term}_plain"],
            "exact": said[f"{term}_exact"],
        }
        for term, owner in TERMS.items()
    ]
    return widget(elem_id, ("glossary.js",), terms=terms, card=said["card"], more=said["more"])
