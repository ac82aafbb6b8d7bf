"""The part of the first tab that says how files are cleaned, with what that changes."""

from __future__ import annotations

from dataclasses import asdict
from typing import Any

import gradio as gr

from electra_engine import CleaningPreview, UserError, aside, cleaned_sentences
from studio.corpora import read_preview, try_cleaning
from studio.page import Page, Updates
from studio.quantities import count
from studio.tabs.pair_settings import PairSettings
from studio.tabs.reading_choice import READING
from studio.text import say
from studio.text.told import told
from studio.widgets.fact_sheet import fact_sheet, facts, table

HELD_OUT = ("corpus.held_out_share", "corpus.held_out_place")
GROUP = ("corpus.",)
FOLDS = ("vocabulary.lowercase", "vocabulary.strip_accents", "vocabulary.folder")
SHOWN = (*GROUP, *FOLDS)
PREVIEW_SECONDS = 60.0


class CleaningPart:
    """The switches of cleaning, and the preview before and after."""

    def __init__(self, page: Page, settings: PairSettings) -> None:
        self._page, self._settings = page, settings
        cleaning = [
            name
            for name in settings.controls.knobs
            if name.startswith(GROUP) and name not in (*READING, *HELD_OUT)
        ]
        with gr.Accordion(say("corpus.cleaning"), open=False, elem_id="corpus-cleaning-part"):
            gr.Markdown(say("corpus.cleaning_intro"))
            with gr.Row(equal_height=False):
                with gr.Column(scale=4, min_width=280), gr.Column(elem_classes="controls"):
                    settings.add(*cleaning)
                with gr.Column(scale=7, min_width=300):
                    self._ask = gr.Button(say("corpus.preview"), size="md", elem_id="corpus-preview")
                    self._changes = fact_sheet("corpus-changes", say("corpus.changes"))

    def wire(self, corpus: Any) -> None:
        """`corpus` holds the id of the corpus in use."""
        controls = self._settings.named(*SHOWN)
        common: dict[str, Any] = {"place": "corpus-changes", "fields": self._settings.controls.field_id}
        inputs, outputs = [corpus, *controls], [self._changes]
        self._page.on([self._ask.click], self._show, inputs, outputs, waiting=True, **common)
        changed = [control.input for control in controls]
        self._page.on(changed, self._keep_true, inputs, outputs, while_busy="latest", **common)
        shown = [self._changes, *inputs]
        self._page.on([corpus.change], self._show_anew, shown, outputs, while_busy="latest", **common)

    def _keep_true(self, id: str | None, *values: object) -> Updates:
        return self._show(id, *values) if id else {}

    def _show_anew(self, shown: object, id: str | None, *values: object) -> Updates:
        """The sentences of the corpus that is in use now, where those of another stand there."""
        if not isinstance(shown, dict) or not shown.get("sentence"):
            return {}
        return self._show(id, *values) if id else {self._changes: facts()}

    def _show(self, id: str | None, *values: object) -> Updates:
        if not id:
            raise UserError(say("corpus.none_to_clean"), "corpus")
        settings = self._settings.read_named(SHOWN, values)
        files = [str(file) for file in self._page.corpora.find(id).files]
        asked = (asdict(settings.corpus), asdict(settings.vocabulary))
        tried = aside(try_cleaning, files, *asked, seconds=PREVIEW_SECONDS)
        return {self._changes: changes_facts(read_preview(tried))}


def changes_facts(preview: CleaningPreview) -> dict[str, Any]:
    """What the cleaning does, as the fact sheet shows it."""
    read = {"documents": count(preview.documents), "characters": count(preview.characters)}
    beginning = say("corpus.changes_beginning", **read)
    steps = [told(sentence) for sentence in cleaned_sentences(preview.counts)]
    rows = [[before, after or say("corpus.goes")] for before, after in preview.pairs]
    return facts(
        sentence=say("corpus.changes_all", **read) if preview.is_whole else beginning,
        warnings=steps or [say("corpus.no_changes")],
        table=table([say("corpus.before"), say("corpus.after")], rows) if rows else None,
    )
