"""The sentences that mean most nearly the same, among those the run learned from or one's own."""

from __future__ import annotations

from typing import Any

import gradio as gr

from electra_engine import UserError, status_of
from studio.page import Page, Updates
from studio.tabs.trying.asking import LONGEST, beside, checked, chosen
from studio.text import say
from studio.widgets.fact_sheet import fact_sheet, facts, table

MOST_LINES = 2_000
MOST_CHARACTERS = 400_000  # of all lines together; at the door one call may bring five bytes for each
SHOWN = 8


class Neighbours:
    """A box for sentences to compare with, which may stay empty, and the nearest ones."""

    def __init__(self, page: Page) -> None:
        self._page = page
        gr.Markdown(say("try.near_intro"), elem_classes="quiet")
        self._among = gr.Textbox(
            label=say("try.near_among"), info=say("try.near_help"), lines=3, elem_id="try-among"
        )
        with gr.Row(elem_classes="actions"):
            self._find = gr.Button(say("try.near"), elem_id="try-near")
        self._found = fact_sheet("try-nearest", say("try.near_found"))

    def wire(self, model: Any, sentence: Any, text: Any) -> None:
        """Connects the button; a pair is asked about `sentence`, a fine-tuned model about `text`."""
        self._page.on(
            [self._find.click],
            self._nearest,
            [model, self._among, sentence, text],
            [self._found],
            place="try-near",
            fields=beside(text="try-near", sentences="try-among"),
            waiting=True,
        )

    def _nearest(self, model: str, among: str, sentence: str, text: str) -> Updates:
        kind = status_of(self._page.workspace, chosen(model)).kind
        asked = checked(sentence if kind == "pretrain" else text)
        lines = [line for line in among.splitlines() if line.strip()]
        lengths = [len(line) for line in lines]
        if len(lines) > MOST_LINES or max(lengths, default=0) > LONGEST or sum(lengths) > MOST_CHARACTERS:
            most = {"lines": MOST_LINES, "most": LONGEST, "together": MOST_CHARACTERS}
            told = {name: f"{number:,}" for name, number in most.items()}
            raise UserError(say("try.near_too_many", **told), "sentences")
        said = self._page.predictor.nearest(model, asked, lines, SHOWN)
        rows = [(one["text"], f"{one['similarity']:.2f}") for one in said["nearest"]]
        headers = (say("try.near_sentence"), say("try.near_cosine"))
        found = table(headers, rows, say("try.near_caption", read=f"{said['read']:,}"))
        return {self._found: facts(say("try.near_to", text=asked), say("try.near_reading"), table=found)}
