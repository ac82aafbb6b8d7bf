"""A sentence of the reader's own, for a run at work to watch from now on."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import gradio as gr

from electra_engine import RunStatus, can_watch, watch_sentence
from studio.board import Board
from studio.page import Page, Updates
from studio.refresh import View
from studio.text import say
from studio.widgets.turn_to import turn_to


class OwnSentence:
    """A box and a button while a run trains; otherwise the sentence that says where to go instead."""

    def __init__(self, page: Page, board: Board) -> None:
        self._page, self._board = page, board
        with gr.Row(elem_classes=["controls", "own-sentence"], equal_height=False) as self._asking:
            with gr.Column(scale=5, min_width=240):
                self._text = gr.Textbox(
                    label=say("own_sentence.label"),
                    info=say("own_sentence.help"),
                    elem_id="train-own",
                    max_lines=1,
                )
            with gr.Column(scale=1, min_width=120, elem_classes="at-end"):
                self._add = gr.Button(say("own_sentence.add"), elem_id="train-own-add")
        self._turned = turn_to("train-own-turned")
        self._instead = gr.Markdown(say("own_sentence.ended"), visible=False, elem_classes="quiet")
        self.components: Mapping[str, Any] = {"own": self._asking, "own_instead": self._instead}

    def views(self, status: RunStatus) -> dict[str, View]:
        """What is offered for this run."""
        offered = can_watch(status)
        # A run that is only being made ready will take one soon, so neither is said.
        return {"own": _visible(offered), "own_instead": _visible(not offered and not status.at_work)}

    def wire(self, selected: Any) -> None:
        """`selected` holds the name of the run that is shown."""
        self._page.on(
            [self._add.click, self._text.submit],
            self._watch,
            [self._text, selected, *self._board.inputs],
            [self._text, self._turned, *self._board.outputs],
            place="train",
            fields=lambda field: "train-own" if field == "sentence" else "",
        )

    def _watch(self, text: str, run: str, cursor: object, *values: object) -> Updates:
        index = watch_sentence(self._page.workspace, run, text)
        turned = {self._text: "", self._turned: {"sentence": index}}
        return {**turned, **self._board.redraw(cursor, *values)}


def _visible(offered: bool) -> View:
    return View(offered, lambda: gr.update(visible=offered))
