"""One sentence as several runs judge it at their ends, a strip a run below one another."""

from __future__ import annotations

import difflib
from collections.abc import Sequence
from typing import Any

import gradio as gr

from electra_engine import ProbeSentence, ProbeSnapshot
from studio.widgets.assembly import Words, widget, words_for
from studio.widgets.strip import outcomes, strip_tokens

Pinned = tuple[int, str, ProbeSnapshot | None]  # a run's place and name, and the newest it watched


def pinned_strips(elem_id: str) -> gr.HTML:
    """The strips below a list of sentences.

    A sentence chosen here, in another view or in the address triggers ``select`` with its index as the
    event's ``sentence``.
    """
    return widget(elem_id, ("selection.js", "strip.js", "run_line.js", "pinned_strips.js"))


def pinned_strips_value(runs: Sequence[Pinned], wanted: int, text: Words) -> dict[str, Any]:
    """The strips of the offered sentence whose index is `wanted`, or of the first."""
    offered = offered_sentences(runs)
    chosen = wanted if wanted in offered else next(iter(offered), 0)
    words = {**words_for("tour", text), **words_for("pinned", text)}
    rows = [_row(*run, offered[chosen], words) for run in runs] if offered and len(runs) > 1 else []
    return {
        "sentences": [{"index": index, "text": sentence} for index, sentence in offered.items()],
        "chosen": chosen,
        "rows": rows,
        "words": words,
    }


def offered_sentences(runs: Sequence[Pinned]) -> dict[int, str]:
    """The sentences that all runs watched; where there is none, those of the first run that has any.

    By their index in that first run, which is how the other views know them.
    """
    watched = [snapshot.sentences for _, _, snapshot in runs if snapshot]
    if not watched:
        return {}
    others = [{one.text for one in sentences} for sentences in watched[1:]]
    first = {one.index: one.text for one in watched[0]}
    shared = {index: text for index, text in first.items() if all(text in texts for texts in others)}
    return shared or first


def _row(place: int, name: str, snapshot: ProbeSnapshot | None, text: str, words: Words) -> dict[str, Any]:
    if snapshot is None or not snapshot.sentences:
        return {"place": place, "title": name, "note": words["none"], "now": "", "tokens": []}
    sentence = _nearest(snapshot.sentences, text)
    counts = outcomes(sentence.tokens)
    return {
        "place": place,
        "title": words["at"].format(run=name, step=f"{snapshot.step:,}"),
        "note": "" if sentence.text == text else words["nearest"],
        "now": words["now"].format(run=name, fakes=counts["caught"] + counts["missed"], **counts),
        "tokens": strip_tokens(sentence.text, sentence.tokens),
    }


def _nearest(sentences: Sequence[ProbeSentence], text: str) -> ProbeSentence:
    """The same sentence, else the one with the most words in common in the same order."""
    words = text.split()
    return max(sentences, key=lambda one: (one.text == text, _likeness(one.text.split(), words)))


def _likeness(some: list[str], others: list[str]) -> float:
    return difflib.SequenceMatcher(None, some, others, autojunk=False).ratio()
