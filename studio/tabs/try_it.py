"""The fifth tab: ask a trained model, and take it away.

One question stands open, the one that a beginner asks; the others are folded up below it, each in a
file of its own in `trying`.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import gradio as gr

from electra_engine import RunStatus, list_runs, status_of
from studio.board import Board
from studio.page import Page, Updates
from studio.places import Places
from studio.refresh import View
from studio.run_views import choice_view, model_choices
from studio.tabs.trying.answers import AnswerForm, taught
from studio.tabs.trying.asking import beside
from studio.tabs.trying.away import Away
from studio.tabs.trying.neighbours import Neighbours
from studio.tabs.trying.pair import PairQuestions
from studio.tabs.trying.reasons import Reasons
from studio.tabs.trying.side_by_side import SideBySide
from studio.tabs.trying.whole_file import WholeFile
from studio.tabs.trying.writing import Writing
from studio.text import say
from studio.widgets.fact_sheet import fact_sheet, facts

KINDS = ("pretrain", "finetune")


class TryTab:
    """Builds the tab; `wire` connects it."""

    def __init__(self, page: Page, board: Board) -> None:
        self._page, self._board = page, board
        gr.Markdown(say("try.intro"))
        with gr.Row(equal_height=False):
            with gr.Column(scale=4, min_width=280):
                self.model = gr.Dropdown(
                    [],
                    value=None,
                    label=say("try.model"),
                    info=say("try.model_help"),
                    elem_id="try-model",
                    # A name may leave the list while an answer that holds it is on its way to the server.
                    allow_custom_value=True,
                )
            with gr.Column(scale=8, min_width=300):
                self._none = fact_sheet("try-none", say("try.none_title"))
                with gr.Column(visible=False) as self._pair:
                    self._questions = PairQuestions(page)
                with gr.Column(visible=False) as self._tuned:
                    self._answers = AnswerForm(page)
        with gr.Column(visible=False, elem_id="try-more", elem_classes="lower") as self._more:
            self._build_more(board)
        board.keep(self.model, self._model_view)

    def _build_more(self, board: Board) -> None:
        with gr.Accordion(say("try.writing"), open=False, visible=False, elem_id="try-writing") as box:
            self._writing_box, self._writing = box, Writing(self._page)
        with gr.Accordion(say("try.why"), open=False, visible=False, elem_id="try-why") as box:
            self._reasons_box, self._reasons = box, Reasons(self._page)
        with gr.Accordion(say("try.whole_file"), open=False, visible=False, elem_id="try-whole-file") as box:
            self._file_box, self._file = box, WholeFile(self._page, board)
        with gr.Accordion(say("try.nearest"), open=False, elem_id="try-neighbours"):
            self._neighbours = Neighbours(self._page)
        with gr.Accordion(say("try.side_title"), open=False, elem_id="try-beside"):
            self._beside = SideBySide(self._page, board)
        with gr.Accordion(say("export.title"), open=False, elem_id="try-away"):
            self._away = Away(self._page)

    @property
    def outputs(self) -> list[Any]:
        """What choosing a model changes."""
        boxes = [self._more, self._writing_box, self._reasons_box, self._file_box]
        parts = (self._answers, self._reasons, self._beside, self._away)
        return [self._none, self._pair, self._tuned, *boxes, *(one for part in parts for one in part.outputs)]

    def wire(self, places: Places) -> None:
        """Connects the tab."""
        sentence, parts = self._questions.sentence, self._answers.parts
        self._questions.wire(self.model)
        self._answers.wire(self.model)
        self._writing.wire(self.model, sentence)
        self._reasons.wire(self.model, parts)
        self._file.wire(self.model)
        self._neighbours.wire(self.model, sentence, self._answers.text)
        self._beside.wire(self.model, sentence, parts)
        self._away.wire(self.model, places)
        self._page.on(
            [self.model.change],
            self._show_anew,
            [self.model, *self._board.inputs],
            [*self.outputs, *self._board.outputs],
            place="try/model",  # a question that was refused while this was under way stays refused
            fields=beside(),
            while_busy="latest",
        )

    def open(self, model: str) -> Updates:
        """The tab as it was left: with the model last asked, or the newest."""
        choices = model_choices(self._page.workspace, list_runs(self._page.workspace), KINDS)
        names = [name for _, name in choices]
        now = model if model in names else next(iter(names), None)
        return {self.model: gr.update(choices=choices, value=now), **self.show(now)}

    def show(self, model: str | None) -> Updates:
        """The form that suits the model."""
        status = status_of(self._page.workspace, model) if model else None
        if model:
            self._page.drafts.change(model=model)
        kind = status.kind if status else ""
        task, _ = taught(self._page, status)
        is_tuned = kind == "finetune"
        return {
            self._none: facts() if status else facts(say("try.none_title"), say("try.none")),
            self._pair: gr.update(visible=kind == "pretrain"),
            self._tuned: gr.update(visible=is_tuned),
            self._more: gr.update(visible=bool(kind)),
            self._writing_box: gr.update(visible=kind == "pretrain"),
            self._reasons_box: gr.update(visible=is_tuned),
            self._file_box: gr.update(visible=is_tuned),
            **self._answers.show(status),
            **self._reasons.show(task),
            **self._beside.show(),
            **self._away.show(),
        }

    def _show_anew(self, model: str | None, *shown: object) -> Updates:
        """The form for another model; what was answered by the one before is gone."""
        return {**self._file.forget(*shown), **self.show(model)}

    def _model_view(self, statuses: Sequence[RunStatus], value: object) -> View:
        choices = model_choices(self._page.workspace, statuses, KINDS)
        # A run that was removed cannot be asked any more.
        return choice_view(choices, value if value in [name for _, name in choices] else None)
