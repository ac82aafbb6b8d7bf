"""What a page says of its own events, which anybody can say anything of."""

from __future__ import annotations

import gradio as gr

from electra_engine import UserError
from studio.text import say


def sent(event: gr.EventData, name: str) -> object:
    """What was sent under a name with an event; raises `UserError` where nothing was."""
    data = event._data
    if not isinstance(data, dict) or name not in data:
        raise UserError(say("door.misfit"))
    return data[name]


def sent_list(event: gr.EventData, name: str) -> list[object]:
    """The same, for a list."""
    value = sent(event, name)
    if not isinstance(value, list):
        raise UserError(say("door.misfit"))
    return value
