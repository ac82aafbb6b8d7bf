"""The generator writes: words drawn for the blanks, a text hidden and filled in pass after pass."""

from __future__ import annotations

from typing import Any

import gradio as gr

from electra_engine import AskingSettings, knobs_of
from studio.page import Page, Updates
from studio.tabs.knob_controls import KnobControls
from studio.tabs.trying.asking import beside, checked, chosen
from studio.tabs.trying.pair import with_mask
from studio.text import say
from studio.widgets.fact_sheet import excerpt, fact_sheet, facts
from studio.widgets.marked_text import Mark, marked_text, marked_text_value

DRAWING = ("temperature", "seed")
REWRITING = ("passes", "kept")


class Writing:
    """Dials for the dice, and what comes of them."""

    def __init__(self, page: Page) -> None:
        self._page = page
        known = {one.name: one for one in knobs_of(AskingSettings) if one.name in (*DRAWING, *REWRITING)}
        self._controls = KnobControls("try", known)
        gr.Markdown(say("try.writing_intro"), elem_classes="quiet")
        with gr.Row(equal_height=False, elem_classes="advanced"):
            for names in (DRAWING, REWRITING):
                with gr.Column(scale=1, min_width=220):
                    for name in names:
                        self._controls.add(name)
        with gr.Row(elem_classes="actions"):
            self._draw = gr.Button(say("try.draw"), elem_id="try-draw")
            self._rewrite = gr.Button(say("try.rewrite"), elem_id="try-rewrite")
        self._written = marked_text("try-written", say("try.written"))
        self._written.value = marked_text_value("", [])
        self._versions = fact_sheet("try-versions", say("try.versions"))

    def wire(self, model: Any, sentence: Any) -> None:
        """Connects the buttons; `sentence` holds the text that is rewritten."""
        asked = [model, sentence, *self._controls.inputs]
        outputs = [self._written, self._versions]
        fields = {name: self._controls.field_id(name) for name in self._controls.components}
        common: dict[str, Any] = {
            "place": "try-writing",
            "fields": beside(text="try-sentence", **fields),
            "waiting": True,
        }
        self._page.on([self._draw.click], self._fill, asked, outputs, **common)
        self._page.on([self._rewrite.click], self._write, asked, outputs, **common)

    def _fill(self, model: str, sentence: str, *values: object) -> Updates:
        text, dice = with_mask(sentence), self._controls.changes(values)
        said = self._page.predictor.fill(
            chosen(model), text, temperature=dice["temperature"], seed=dice["seed"]
        )
        marks, moved = [], 0
        for blank in said["blanks"]:
            start = blank["start"] + moved
            marks.append(Mark(start, start + len(blank["drawn"]), "changed"))
            moved += len(blank["drawn"]) - (blank["end"] - blank["start"])
        return {self._written: self._shown(said["text"], marks), self._versions: facts()}

    def _write(self, model: str, sentence: str, *values: object) -> Updates:
        said = self._page.predictor.rewrite(
            chosen(model), checked(sentence), **self._controls.changes(values)
        )
        marks = [
            Mark(token["start"], token["end"], "changed") for token in said["tokens"] if token["changed"]
        ]
        return {
            self._written: self._shown(said["text"], marks),
            self._versions: facts(excerpts=[excerpt(say("try.versions"), said["versions"])]),
        }

    def _shown(self, text: str, marks: list[Mark]) -> dict[str, Any]:
        return marked_text_value(text, marks, say("try.written"), say("try.written_reading"))
