"""The first thing to ask a pair: which words of a sentence look replaced, and what fits a hidden one."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Any

import gradio as gr

from electra_engine import UserError
from studio.page import Page, Updates
from studio.tabs.trying.asking import beside, checked, chosen
from studio.text import say, words
from studio.widgets.bars import bars, fill_bars_value
from studio.widgets.verdict_strip import verdict_strip, verdict_strip_value

MASK = "[MASK]"
CANDIDATES = 8
WORDS_OFFERED = 40


class PairQuestions:
    """A sentence, judged word by word or filled in."""

    def __init__(self, page: Page) -> None:
        self._page = page
        self.sentence = gr.Textbox(
            value=say("try.example"), label=say("try.sentence"), lines=2, elem_id="try-sentence"
        )
        with gr.Row(elem_classes="actions"):
            self._judge = gr.Button(say("try.judge"), variant="primary", elem_id="try-judge")
            self._guess = gr.Button(say("try.guess"), elem_id="try-guess")
        self._hide = gr.Radio(
            [], label=say("try.hide"), info=say("try.hide_help"), elem_id="try-hide", visible=False
        )
        self._verdict = verdict_strip("try-verdict")
        self._candidates = bars("try-candidates", say("try.candidates"))
        self._verdict.value = verdict_strip_value([], words())
        self._candidates.value = fill_bars_value([], words())

    @property
    def _answers(self) -> list[Any]:
        return [self._verdict, self._candidates]

    def wire(self, model: Any) -> None:
        """Connects the questions; `model` holds the name of the model that is asked."""
        asked = [model, self.sentence]
        common: dict[str, Any] = {
            "place": "try",
            "fields": beside(text="try-sentence", hide="try-hide"),
            "waiting": True,
        }
        self._page.on(
            [self._judge.click, self.sentence.submit],
            self._detect,
            asked,
            [self._hide, *self._answers],
            **common,
        )
        self._page.on([self._guess.click], self._fill, asked, self._answers, **common)
        self._page.on(
            [self._hide.input],
            self._hide_word,
            [model, self._hide, self.sentence],
            [self.sentence, self._hide, *self._answers],
            **common,
        )

    def _detect(self, model: str, sentence: str) -> Updates:
        text = checked(sentence)
        found = self._page.predictor.detect(chosen(model), text)
        choices = hidden_choices(text)
        return {
            self._hide: gr.update(choices=choices, value=None, visible=bool(choices)),
            **self._answered(tokens=found["tokens"]),
        }

    def _fill(self, model: str, sentence: str) -> Updates:
        text = with_mask(sentence)
        blanks = self._page.predictor.fill(chosen(model), text, CANDIDATES)["blanks"]
        return self._answered(blanks=blanks)

    def _answered(self, tokens: Sequence[Any] = (), blanks: Sequence[Any] = ()) -> Updates:
        """The answer to the question that was asked; that to another, about other words, goes."""
        judged, filled = verdict_strip_value(tokens, words()), fill_bars_value(blanks, words(), CANDIDATES)
        return {
            self._verdict: gr.update(value=judged, visible=bool(tokens)),
            self._candidates: gr.update(value=filled, visible=bool(blanks)),
        }

    def _hide_word(self, model: str, place: int, sentence: str) -> Updates:
        text = with_hidden_word(checked(sentence), place)
        return {self.sentence: text, self._hide: gr.update(value=None), **self._fill(model, text)}


def with_mask(sentence: object) -> str:
    """A text with a blank in it; raises `UserError` for another."""
    text = checked(sentence)
    if MASK not in text:
        raise UserError(say("try.no_mask", mask=MASK), "text")
    return text


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
