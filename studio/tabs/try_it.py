"""The fifth tab: ask a trained model, and take it away."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Any

import gradio as gr

from electra_engine import RunStatus, UserError, list_runs, status_of
from studio.board import Board
from studio.page import Page, Updates
from studio.places import Places
from studio.refresh import View
from studio.run_views import choice_view, model_choices
from studio.taking_away import take_away
from studio.text import say, words
from studio.widgets.bars import bars, class_bars_value, fill_bars_value
from studio.widgets.fact_sheet import fact_sheet, facts
from studio.widgets.verdict_strip import verdict_strip, verdict_strip_value

MASK = "[MASK]"
KINDS = ("pretrain", "finetune")
CANDIDATES = 8
WORDS_OFFERED = 40
LONGEST = 5_000  # characters


class TryTab:
    """Builds the tab; `wire` connects it."""

    def __init__(self, page: Page, board: Board) -> None:
        self._page = page
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
                self._export = gr.Button(say("export.button"), size="md", elem_id="try-export")
                self._download = gr.DownloadButton(
                    say("export.download"), visible=False, elem_id="try-download"
                )
            with gr.Column(scale=8, min_width=300):
                self._none = fact_sheet("try-none", say("try.none_title"))
                with gr.Column(visible=False) as self._pair:
                    self._build_pair()
                with gr.Column(visible=False) as self._classifier:
                    self._build_classifier()
        board.keep(self.model, self._model_view)

    def _build_pair(self) -> None:
        self._sentence = gr.Textbox(
            value=say("try.example"), label=say("try.sentence"), lines=2, elem_id="try-sentence"
        )
        with gr.Row(elem_classes="actions"):
            self._judge = gr.Button(say("try.judge"), variant="primary", elem_id="try-judge")
            self._guess = gr.Button(say("try.guess"), elem_id="try-guess")
        self._hide = gr.Radio(
            [], label=say("try.hide"), info=say("try.hide_help"), elem_id="try-hide", visible=False
        )
        self._verdict = verdict_strip("try-verdict")
        self._verdict.value = verdict_strip_value([], words())
        self._candidates = bars("try-candidates", say("try.candidates"))
        self._candidates.value = fill_bars_value([], words())

    def _build_classifier(self) -> None:
        self._text = gr.Textbox(label=say("try.text"), lines=3, elem_id="try-text")
        self._text_pair = gr.Textbox(
            label=say("try.text_pair"), lines=2, visible=False, elem_id="try-text-pair"
        )
        with gr.Row(elem_classes="actions"):
            self._classify = gr.Button(say("try.classify"), variant="primary", elem_id="try-classify")
        self._classes = bars("try-classes", say("try.classes"))
        self._classes.value = class_bars_value({}, words())

    @property
    def outputs(self) -> list[Any]:
        """What choosing a model changes."""
        return [self._none, self._pair, self._classifier, self._text_pair, self._export, self._download]

    def wire(self, places: Places) -> None:
        """Connects the tab."""
        self._places = places
        common: dict[str, Any] = {"place": "try", "fields": _pair_field}
        asked = [self.model, self._sentence]
        offered = [self._sentence, self._hide]
        self._page.on([self.model.change], self.show, [self.model], self.outputs, **common)
        self._page.on(
            [self._judge.click, self._sentence.submit],
            self._detect,
            asked,
            [self._verdict, self._hide],
            waiting=True,
            **common,
        )
        self._page.on([self._guess.click], self._fill, asked, [self._candidates], waiting=True, **common)
        self._page.on(
            [self._hide.input],
            self._hide_word,
            [self.model, self._hide, self._sentence],
            [*offered, self._candidates],
            waiting=True,
            **common,
        )
        self._page.on(
            [self._classify.click, self._text.submit],
            self._predict,
            [self.model, self._text, self._text_pair],
            [self._classes],
            place="try",
            fields=_classifier_field,
            waiting=True,
        )
        self._page.on(
            [self._export.click], self._take_away, [self.model], [self._download], waiting=True, **common
        )

    def open(self, model: str) -> Updates:
        """The tab as it was left: with the model last asked, or the newest."""
        choices = model_choices(self._page.workspace, list_runs(self._page.workspace), KINDS)
        names = [name for _, name in choices]
        chosen = model if model in names else next(iter(names), None)
        return {self.model: gr.update(choices=choices, value=chosen), **self.show(chosen)}

    def show(self, model: str | None) -> Updates:
        """The form that suits the model."""
        status = status_of(self._page.workspace, model) if model else None
        if model:
            self._page.drafts.change(model=model)
        pairs = status is not None and bool(status.request.extra.get("text_pair"))
        return {
            self._none: facts() if status else facts(say("try.none_title"), say("try.none")),
            self._export: gr.update(visible=status is not None),
            self._pair: gr.update(visible=status is not None and status.kind == "pretrain"),
            self._classifier: gr.update(visible=status is not None and status.kind == "finetune"),
            self._text_pair: gr.update(visible=pairs),
            self._download: gr.update(visible=False, value=None),
        }

    def _model_view(self, statuses: Sequence[RunStatus], value: object) -> View:
        choices = model_choices(self._page.workspace, statuses, KINDS)
        # A run that was removed cannot be asked any more.
        return choice_view(choices, value if value in [name for _, name in choices] else None)

    def _detect(self, model: str, sentence: str) -> Updates:
        text = _checked(sentence)
        found = self._page.predictor.detect(_chosen(model), text)
        choices = hidden_choices(text)
        return {
            self._verdict: verdict_strip_value(found["tokens"], words()),
            self._hide: gr.update(choices=choices, value=None, visible=bool(choices)),
        }

    def _fill(self, model: str, sentence: str) -> Updates:
        text = _checked(sentence)
        if MASK not in text:
            raise UserError(say("try.no_mask", mask=MASK), "text")
        blanks = self._page.predictor.fill(_chosen(model), text, CANDIDATES)["blanks"]
        return {self._candidates: fill_bars_value(blanks, words(), CANDIDATES)}

    def _hide_word(self, model: str, place: int, sentence: str) -> Updates:
        text = with_hidden_word(_checked(sentence), place)
        return {self._sentence: text, self._hide: gr.update(value=None), **self._fill(model, text)}

    def _predict(self, model: str, text: str, text_pair: str) -> Updates:
        pair = _checked(text_pair) if text_pair and text_pair.strip() else None
        answer = self._page.predictor.predict(_chosen(model), _checked(text), pair)
        return {self._classes: class_bars_value(answer["probabilities"], words())}

    def _take_away(self, model: str) -> Updates:
        folder, archive = take_away(self._places, _chosen(model))
        label = say("export.download_named", name=folder.name)
        return {self._download: gr.update(value=str(archive), label=label, visible=True)}


def hidden_choices(text: str) -> list[tuple[str, int]]:
    """The words of a sentence that can be hidden, with their places among its words."""
    spans = list(re.finditer(r"\S+", text))
    return [(span.group(), at) for at, span in enumerate(spans[:WORDS_OFFERED]) if MASK not in span.group()]


def with_hidden_word(text: str, place: int) -> str:
    """The sentence with its word number `place` hidden; marks around the word stay."""
    spans = list(re.finditer(r"\S+", text))
    if not isinstance(place, int) or not 0 <= place < len(spans):
        raise UserError(say("try.no_such_word"), "hide")
    span = spans[place]
    bare = re.search(r"\w(?:.*\w)?", span.group())
    start, end = (span.start() + bare.start(), span.start() + bare.end()) if bare else span.span()
    return f"{text[:start]}{MASK}{text[end:]}"


def _checked(text: str) -> str:
    if not text or not text.strip():
        raise UserError(say("try.empty"), "text")
    if len(text) > LONGEST:
        raise UserError(say("try.too_long", most=f"{LONGEST:,}"), "text")
    return text


def _chosen(model: str | None) -> str:
    if not model:
        raise UserError(say("try.no_model"), "model")
    return model


def _pair_field(field: str) -> str:
    known = {"text": "try-sentence", "model": "try-model", "run": "try-model", "hide": "try-hide"}
    return known.get(field, field)


def _classifier_field(field: str) -> str:
    known = {"text": "try-text", "text_pair": "try-text-pair", "model": "try-model", "run": "try-model"}
    return known.get(field, field)
