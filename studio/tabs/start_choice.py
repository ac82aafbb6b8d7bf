"""What a run begins with: fresh weights, a run that was trained before, or a model from elsewhere."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import gradio as gr

from electra_engine import RunStatus, Workspace
from studio.board import Board
from studio.refresh import View
from studio.run_views import model_choices
from studio.tabs.knob_controls import element_id
from studio.text import say

START = "pair.start_from"
FRESH = ""


def start_choice(workspace: Workspace, board: Board) -> Any:
    """The control; its list follows the runs that have saved something, and any other text may be typed."""
    control = gr.Dropdown(
        [(say("starting.fresh"), FRESH)],
        value=FRESH,
        label=say("starting.label"),
        info=say("starting.help"),
        allow_custom_value=True,
        elem_id=element_id("pair", START),
    )

    def view(statuses: Sequence[RunStatus], _: object) -> View:
        choices = [(say("starting.fresh"), FRESH), *model_choices(workspace, statuses, ("pretrain",))]
        return View(choices, lambda: gr.update(choices=choices))

    board.keep(control, view)
    return control
