"""The 2 × 2 of what was replaced and what was called replaced; a cell opens the sentences behind it."""

from __future__ import annotations

import unicodedata
from collections.abc import Mapping, Sequence
from typing import Any

import gradio as gr

from electra_engine import OUTCOMES, Count, Evaluation, JudgedExamples, JudgedToken
from studio.quantities import of_hundred
from studio.widgets.assembly import Words, widget, words_for
from studio.widgets.pieces import piece

_ROWS = {"caught": ("caught", "missed"), "honest": ("false_alarms", "honest")}
_NO_SPACE_BEFORE = frozenset(".,;:!?%)]}’”…。，、；：！？）》」』")
_NO_SPACE_AFTER = frozenset("([{‘“¿¡（《「『")


def error_table(elem_id: str) -> gr.HTML:
    """Four buttons and the sentences of the one that is pressed; its value is made by `error_table_value`.

    The pressed cell is the reader's: it stands in the address and outlives new values.
    """
    return widget(elem_id, ("error_table.js",))


def error_table_value(
    evaluation: Evaluation | None, examples: JudgedExamples | None, text: Words
) -> dict[str, Any]:
    """The newest evaluation's counts and sentences, or one sentence where there are none."""
    words = words_for("errors", text)
    counts = total(evaluation.bands) if evaluation else None
    if evaluation is None or counts is None:
        return {"empty": words["empty" if evaluation is None else "not_counted"], "words": words}
    shown = examples.tokens if examples else []
    return {
        "cells": {outcome: _cell(outcome, counts, shown) for outcome in OUTCOMES},
        "kept": examples is not None,
        "now": _now(counts, words),
        "words": words,
    }


def total(groups: Sequence[Count]) -> dict[str, int] | None:
    """The counts of all groups together, by outcome; None where nothing was counted."""
    if not groups:
        return None
    return {outcome: sum(getattr(group, outcome) for group in groups) for outcome in OUTCOMES}


def _cell(outcome: str, counts: Mapping[str, int], shown: Sequence[JudgedToken]) -> dict[str, Any]:
    row = next(row for row in _ROWS.values() if outcome in row)
    return {
        "count": counts[outcome],
        "share": counts[outcome] / max(sum(counts[name] for name in row), 1),
        "sentences": [_sentence(token) for token in shown if token.outcome == outcome],
    }


def _now(counts: Mapping[str, int], words: Words) -> str:
    accused = counts["caught"] + counts["false_alarms"]
    if not accused:
        return words["now_silent"]
    fakes = max(counts["caught"] + counts["missed"], 1)
    return words["now"].format(
        right=of_hundred(counts["caught"] / accused), slipped=of_hundred(counts["missed"] / fakes)
    )


def _sentence(judged: JudgedToken) -> dict[str, Any]:
    """The tokens as people write them: what touches its neighbour is glued to it."""
    drawn: list[dict[str, Any]] = []
    for place, token in enumerate(judged.tokens):
        before = judged.tokens[place - 1] if place else ""
        shown = piece(token)
        glued = not place or shown["joined"] or _touch(before, token)
        drawn.append({"text": shown["text"], "glued": glued, "replaced": place in judged.replaced})
    return {
        "tokens": drawn,
        "place": judged.place,
        "original": piece(judged.original)["text"],
        "share": judged.p_replaced,
    }


def _touch(before: str, token: str) -> bool:
    """Whether two tokens that are no pieces of one word stand together, guessed from their characters."""
    if token in _NO_SPACE_BEFORE or before in _NO_SPACE_AFTER:
        return True
    wide = [unicodedata.east_asian_width(one[-1]) in "WF" for one in (before, token) if one]
    return len(wide) == 2 and all(wide)
