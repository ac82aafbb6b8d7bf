"""The same question to a second model, its answer beside the first one's."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import gradio as gr

from electra_engine import RunStatus, UserError, status_of
from studio.board import Board
from studio.page import Page, Updates
from studio.refresh import View
from studio.run_views import choice_view, model_choices
from studio.tabs.trying.answers import FIELDS, answer_bars, answer_figure, answer_marked, read_parts
from studio.tabs.trying.asking import beside, checked, chosen
from studio.text import say, words
from studio.widgets.bars import bars, no_bars_value
from studio.widgets.fact_sheet import fact_sheet, facts
from studio.widgets.marked_text import marked_text, marked_text_value
from studio.widgets.verdict_strip import verdict_strip, verdict_strip_value

KINDS = ("pretrain", "finetune")


class SideBySide:
    """A second choice of model, and two sheets for each kind of answer."""

    def __init__(self, page: Page, board: Board) -> None:
        self._page = page
        gr.Markdown(say("try.side_intro"), elem_classes="quiet")
        self._other = gr.Dropdown(
            [], value=None, label=say("try.side_other"), elem_id="try-other", allow_custom_value=True
        )
        with gr.Row(elem_classes="actions"):
            self._ask = gr.Button(say("try.side"), elem_id="try-side")
        with gr.Row(equal_height=False, visible=False) as self._row:
            self._sheets = [_Sheets(number) for number in (1, 2)]
        board.keep(self._other, self._other_view)

    @property
    def outputs(self) -> list[Any]:
        return [self._row, *(part for sheets in self._sheets for part in sheets.outputs)]

    def wire(self, model: Any, sentence: Any, parts: Sequence[Any]) -> None:
        """Connects the button; `sentence` is a pair's box, `parts` are those of the answer form."""
        self._page.on(
            [self._ask.click],
            self._both,
            [model, self._other, sentence, *parts],
            self.outputs,
            place="try-side",
            fields=beside(**FIELDS, other="try-other"),
            waiting=True,
        )

    def show(self) -> Updates:
        """Nothing asked yet."""
        return {self._row: gr.update(visible=False)}

    def _other_view(self, statuses: Sequence[RunStatus], value: object) -> View:
        choices = model_choices(self._page.workspace, statuses, KINDS)
        return choice_view(choices, value if value in [name for _, name in choices] else None)

    def _both(self, model: str, other: str, sentence: str, *parts: str) -> Updates:
        names = [chosen(model), _second(other)]
        kinds = {status_of(self._page.workspace, name).kind for name in names}
        if len(kinds) > 1:
            raise UserError(say("try.side_kinds"), "other")
        updates: Updates = {self._row: gr.update(visible=True)}
        for name, sheets in zip(names, self._sheets, strict=True):
            if kinds == {"pretrain"}:
                found = self._page.predictor.detect(name, checked(sentence))
                updates |= sheets.judged(name, found["tokens"])
            else:
                given = read_parts(*parts)
                said = self._page.predictor.predict(name, **given)
                updates |= sheets.answered(name, said, given)
        return updates


class _Sheets:
    """One model's answer, of whatever kind."""

    def __init__(self, number: int) -> None:
        label = say("try.side_answer", number=number)
        with gr.Column(scale=1, min_width=280):
            self._name = fact_sheet(f"try-side-name-{number}", say("try.side_name", number=number))
            self._verdict = verdict_strip(f"try-side-verdict-{number}")
            self._classes = bars(f"try-side-classes-{number}", label)
            self._marked = marked_text(f"try-side-answer-{number}", label)
            self._figure = fact_sheet(f"try-side-figure-{number}", label)

    @property
    def outputs(self) -> list[Any]:
        return [self._name, self._verdict, self._classes, self._marked, self._figure]

    def judged(self, name: str, tokens: Sequence[dict[str, Any]]) -> Updates:
        """A pair's verdict."""
        return {
            self._name: facts(name),
            self._verdict: gr.update(value=verdict_strip_value(tokens, words()), visible=True),
            self._classes: no_bars_value(),
            self._marked: marked_text_value("", []),
            self._figure: facts(),
        }

    def answered(self, name: str, said: dict[str, Any], given: dict[str, Any]) -> Updates:
        """A fine-tuned model's answer."""
        return {
            self._name: facts(name),
            self._verdict: gr.update(visible=False),
            self._classes: answer_bars(said, given),
            self._marked: answer_marked(said, given),
            self._figure: answer_figure(said),
        }


def _second(other: object) -> str:
    if not isinstance(other, str) or not other:
        raise UserError(say("try.side_none"), "other")
    return other
