"""Asking a fine-tuned model, and its answer drawn as suits its task: bars, tags, a span, a number."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import gradio as gr

from electra_engine import RunStatus, read_notes
from studio.page import Page, Updates
from studio.tabs.trying.asking import beside, checked, chosen
from studio.text import say, words
from studio.widgets.bars import bars, class_bars_value, no_bars_value
from studio.widgets.fact_sheet import fact_sheet, facts, tile
from studio.widgets.marked_text import Mark, marked_text, marked_text_value

TASK = "classification"
OUTSIDE = "O"  # the tag of a word that belongs to no entity
MOST_CHOICES = 20
FIELDS = {"text": "try-text", "text_pair": "try-text-pair", "choices": "try-choices"}


class AnswerForm:
    """The boxes that a task needs, and whatever draws its answer."""

    def __init__(self, page: Page) -> None:
        self._page = page
        self.text = gr.Textbox(label=say("try.text"), lines=3, elem_id="try-text")
        self._text_pair = gr.Textbox(
            label=say("try.text_pair"), lines=2, visible=False, elem_id="try-text-pair"
        )
        self._choices = gr.Textbox(label=say("try.choices"), lines=3, visible=False, elem_id="try-choices")
        with gr.Row(elem_classes="actions"):
            self._ask = gr.Button(say("try.classify"), variant="primary", elem_id="try-classify")
        self._classes = bars("try-classes", say("try.classes"))
        self._classes.value = class_bars_value({}, words())
        self._marked = marked_text("try-answer", say("try.classes"))
        self._marked.value = marked_text_value("", [])
        self._figure = fact_sheet("try-figure", say("try.classes"))

    @property
    def parts(self) -> list[Any]:
        """The boxes that are asked with: text, second text, choices."""
        return [self.text, self._text_pair, self._choices]

    @property
    def outputs(self) -> list[Any]:
        """What choosing a model changes."""
        return [*self.parts, self._classes, self._marked, self._figure]

    def wire(self, model: Any) -> None:
        """Connects the question; `model` holds the name of the model that is asked."""
        self._page.on(
            [self._ask.click, self.text.submit],
            self._answer,
            [model, *self.parts],
            [self._classes, self._marked, self._figure],
            place="try",
            fields=beside(**FIELDS),
            waiting=True,
        )

    def show(self, status: RunStatus | None) -> Updates:
        """The boxes for what this model was taught, and no answer yet."""
        task, pairs = taught(self._page, status)
        is_question = task == "question_answering"
        return {
            self.text: gr.update(label=say("try.question" if is_question else "try.text")),
            self._text_pair: gr.update(
                visible=pairs or is_question, label=say("try.context" if is_question else "try.text_pair")
            ),
            self._choices: gr.update(visible=task == "multiple_choice"),
            **self._drawn({}, {}),
        }

    def _answer(self, model: str, text: str, text_pair: str, choices: str) -> Updates:
        given = read_parts(text, text_pair, choices)
        return self._drawn(self._page.predictor.predict(chosen(model), **given), given)

    def _drawn(self, said: Mapping[str, Any], given: Mapping[str, Any]) -> Updates:
        return {
            self._classes: answer_bars(said, given),
            self._marked: answer_marked(said, given),
            self._figure: answer_figure(said),
        }


def taught(page: Page, status: RunStatus | None) -> tuple[str, bool]:
    """The task of a fine-tuned run's model and whether it reads two texts."""
    if status is None or status.kind != "finetune":
        return TASK, False
    notes = read_notes(page.workspace.run(status.name).model)
    asked = status.request
    task = notes.get("task") or asked.settings.get("task") or TASK
    pairs = "text_pair" in (notes.get("columns") or {}) or bool(asked.extra.get("text_pair"))
    return str(task), pairs


def read_parts(text: str, text_pair: str, choices: str) -> dict[str, Any]:
    """What was typed, checked: the choices one a line."""
    given: dict[str, Any] = {"text": checked(text), "text_pair": None, "choices": None}
    if text_pair and text_pair.strip():
        given["text_pair"] = checked(text_pair, "text_pair")
    if choices and choices.strip():
        lines = [line.strip() for line in checked(choices, "choices").splitlines() if line.strip()]
        given["choices"] = lines[:MOST_CHOICES]
    return given


def answer_bars(said: Mapping[str, Any], given: Mapping[str, Any]) -> dict[str, Any]:
    """The probabilities of labels, choices or stretches of text; nothing for an answer of another kind."""
    if said and "probabilities" not in said and "candidates" not in said:
        return no_bars_value()
    return class_bars_value(_shares(said, given), words())


def answer_marked(said: Mapping[str, Any], given: Mapping[str, Any]) -> dict[str, Any]:
    """The text with its tags, or with the answer that was found in it."""
    if "tokens" in said:
        names = sorted({_bare(token["tag"]) for token in said["tokens"]} - {OUTSIDE})
        spans = said.get("entities")
        if spans is None:
            spans = [{**token, "type": token["tag"]} for token in said["tokens"]]
        marks = [
            Mark(one["start"], one["end"], "tag", one["type"], hue=names.index(_bare(one["type"])))
            for one in spans
            if _bare(one["type"]) in names
        ]
        text = given["text"] if marks else ""
        return marked_text_value(text, marks, "", say("try.tags_reading"), say("try.no_tags"))
    if said.get("candidates") and said.get("start") is not None:
        mark = Mark(said["start"], said["end"], "answer")
        return marked_text_value(given["text_pair"], [mark], said["answer"], say("try.span_reading"))
    return marked_text_value("", [])


def _shares(said: Mapping[str, Any], given: Mapping[str, Any]) -> dict[str, float]:
    if "candidates" in said:
        found = {one["answer"]: one["probability"] for one in said["candidates"]}
        none = said.get("no_answer_probability")
        return {**found, say("try.no_answer"): none} if none else found
    shares = said.get("probabilities", {})
    if isinstance(shares, Mapping):
        return dict(shares)
    return dict(zip(given["choices"], shares, strict=True))


def answer_figure(said: Mapping[str, Any]) -> dict[str, Any]:
    """A score as a figure; a sentence where there is no answer, or no label fits."""
    if "score" in said:
        return facts(tiles=[tile(say("try.score"), f"{said['score']:.2f}", say("try.score_note"))])
    if "candidates" in said and said.get("start") is None:
        return facts(sentence=say("try.not_answered"))
    if said.get("labels") == []:
        return facts(sentence=say("try.no_label"))
    return facts()


def _bare(tag: str) -> str:
    """A tag without the B- and I- of a scheme that marks where an entity begins."""
    return tag[2:] if tag[:2] in ("B-", "I-") else tag
