"""Why a fine-tuned model answers so: the weight of each word, and the words whose loss turns the answer."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

import gradio as gr

from studio.page import Page, Updates
from studio.tabs.trying.answers import FIELDS, read_parts
from studio.tabs.trying.asking import beside, checked, chosen
from studio.text import say
from studio.widgets.fact_sheet import fact_sheet, facts, table
from studio.widgets.marked_text import (
    Mark,
    MarkedPart,
    heaviest,
    marked_text,
    marked_text_value,
    weighed,
)

WAYS = ("leave-one-out", "gradient")
# Tasks that a gradient reaches, and those whose answer can turn.
BY_GRADIENT = ("classification", "multi_label", "similarity")
TURNED = ("classification", "multiple_choice")


class Reasons:
    """Two buttons over one text."""

    def __init__(self, page: Page) -> None:
        self._page = page
        gr.Markdown(say("try.why_intro"), elem_classes="quiet")
        self._way = gr.Radio(
            [(say("try.way_leave"), WAYS[0]), (say("try.way_gradient"), WAYS[1])],
            value=WAYS[0],
            label=say("try.way"),
            elem_id="try-way",
        )
        self._about = gr.Textbox(
            "", label=say("try.about"), info=say("try.about_help"), visible=False, elem_id="try-about"
        )
        with gr.Row(elem_classes="actions"):
            self._explain = gr.Button(say("try.explain"), elem_id="try-explain")
            self._flip = gr.Button(say("try.flip"), elem_id="try-flip")
        self._no_flip = gr.Markdown(
            say("try.no_flip"), visible=False, elem_classes="quiet", elem_id="try-no-flip"
        )
        self._marked = marked_text("try-reasons", say("try.why"))
        self._marked.value = marked_text_value("", [])
        self._steps = fact_sheet("try-flips", say("try.flip"))

    @property
    def outputs(self) -> list[Any]:
        return [self._way, self._about, self._flip, self._no_flip, self._marked, self._steps]

    def wire(self, model: Any, parts: Sequence[Any]) -> None:
        """Connects the buttons; `parts` are the boxes of the answer form."""
        common: dict[str, Any] = {
            "place": "try-why",
            "fields": beside(**FIELDS, method="try-way", about="try-about"),
            "waiting": True,
        }
        asked, drawn = [model, self._way, self._about, *parts], [self._marked, self._steps]
        self._page.on([self._explain.click], self._weigh, asked, drawn, **common)
        self._page.on([self._flip.click], self._delete, [model, *parts], drawn, **common)

    def show(self, task: str) -> Updates:
        """What suits the task, and nothing asked yet."""
        return {
            self._way: gr.update(value=WAYS[0], visible=task in BY_GRADIENT),
            self._about: gr.update(value="", visible=task == "tagging"),
            self._flip: gr.update(visible=task in TURNED),
            self._no_flip: gr.update(visible=task not in TURNED),
            self._marked: marked_text_value("", []),
            self._steps: facts(),
        }

    def _weigh(self, model: str, way: str, about: str, *parts: str) -> Updates:
        given = read_parts(*parts)
        word = checked(about, "about").strip() if about and about.strip() else None
        said = self._page.predictor.explain(chosen(model), **given, method=str(way), about=word)
        answer = f"{said['about']['text']}: {said['answer']}" if "about" in said else said["answer"]
        title = say("try.why_title", answer=answer, value=f"{said['value']:.2f}")
        reading = say("try.why_leave" if way == WAYS[0] else "try.why_gradient")
        most = heaviest(said["words"])
        marked = _marked(given, said["words"], lambda words: weighed(words, most), title, reading)
        return {self._marked: marked, self._steps: facts()}

    def _delete(self, model: str, *parts: str) -> Updates:
        given = read_parts(*parts)
        said = self._page.predictor.flip(chosen(model), **given)
        last = said["deleted"][-1]
        title = (
            say("try.flipped", words=len(said["deleted"]), before=said["answer"], after=last["answer"])
            if said["flipped"]
            else say("try.not_flipped", answer=said["answer"])
        )
        rows = [(one["text"], one["answer"], f"{one['value']:.0%}") for one in said["deleted"]]
        headers = (say("try.flip_without"), say("try.flip_answer"), say("try.flip_share"))
        return {
            self._marked: _marked(given, said["deleted"], _gone, title, say("try.flip_reading")),
            self._steps: facts(table=table(headers, rows)),
        }


Draw = Callable[[Sequence[dict[str, Any]]], Sequence[Mark]]


def _marked(
    given: dict[str, Any], words: Sequence[dict[str, Any]], draw: Draw, title: str, reading: str
) -> dict[str, Any]:
    """All texts that were read, each with the marks of its own words."""

    def own(part: str, number: int = 0) -> Sequence[Mark]:
        wanted = (part, number)
        return draw([one for one in words if (one.get("part", "text"), one.get("number", 0)) == wanted])

    choices = given.get("choices") or () if any(one.get("part") == "choices" for one in words) else ()
    further = [
        MarkedPart(say("try.choice_number", number=number + 1), choice, own("choices", number))
        for number, choice in enumerate(choices)
    ]
    if given.get("text_pair"):
        further.insert(0, MarkedPart(say("try.second_text"), given["text_pair"], own("text_pair")))
    return marked_text_value(given["text"], own("text"), title, reading, further=further)


def _gone(words: Sequence[dict[str, Any]]) -> Sequence[Mark]:
    return [Mark(one["start"], one["end"], "gone") for one in words]
