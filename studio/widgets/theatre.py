"""The token theatre: original, corrupted and verdict strips of the watched sentences."""

from __future__ import annotations

from typing import Any

import gradio as gr

from electra_engine import ProbeSentence, ProbeSnapshot, ProbeToken
from studio.widgets.assembly import Words, widget, words_for
from studio.widgets.pieces import piece


def theatre(elem_id: str) -> gr.HTML:
    """Three aligned strips with a card that opens on a column; its value is made by `theatre_value`.

    The chosen sentence, column, fakes and threshold belong to the reader and outlive new values.
    """
    return widget(elem_id, ("theatre_strips.js", "theatre_card.js", "theatre.js"))


def theatre_value(snapshot: ProbeSnapshot | None, text: Words) -> dict[str, Any]:
    """All watched sentences at one step, without a snapshot the sentence that says so."""
    sentences = [_sentence(sentence) for sentence in snapshot.sentences] if snapshot else []
    return {
        "step": f"{snapshot.step:,}" if snapshot else "",
        "sentences": sentences,
        "words": words_for("theatre", text),
    }


def _sentence(sentence: ProbeSentence) -> dict[str, Any]:
    previous_end = None
    tokens = []
    for token in sentence.tokens:
        tokens.append(_token(token, glued=token.start == previous_end))
        previous_end = token.end
    return {"index": sentence.index, "text": sentence.text, "tokens": tokens}


def _token(token: ProbeToken, glued: bool) -> dict[str, Any]:
    """One column; `glued` says that nothing stands between it and the column before."""
    return {
        **piece(token.text),
        "glued": glued,
        "hidden": token.hidden,
        "p_original": token.p_original,
        "candidates": [
            {**piece(candidate.text), "token": candidate.text, "share": candidate.probability}
            for candidate in token.candidates
        ],
        "own": {
            **piece(token.sampled),
            "token": token.sampled,
            "replaced": token.replaced,
            "share": token.p_replaced,
        },
        "frozen": {
            **piece(token.frozen or token.text),
            "token": token.frozen or token.text,
            "replaced": token.frozen_replaced,
            "share": token.frozen_p_replaced,
        },
    }
