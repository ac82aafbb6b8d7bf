"""The token theatre: original, corrupted and verdict strips of the watched sentences."""

from __future__ import annotations

from typing import Any

import gradio as gr

from electra_engine import ProbeSentence, ProbeSnapshot, ProbeToken
from studio.widgets.assembly import Words, widget, words_for
from studio.widgets.pieces import piece, seen_piece, written_piece

STRIPS = ("selection.js", "sentence_picker.js", "theatre_strips.js")


def theatre(elem_id: str) -> gr.HTML:
    """Three aligned strips with a card that opens on a column; its value is made by `theatre_value`.

    The chosen sentence, column, fakes and threshold belong to the reader and outlive new values.
    """
    return widget(elem_id, (*STRIPS, "theatre_card.js", "theatre.js"))


def theatre_value(snapshot: ProbeSnapshot | None, text: Words) -> dict[str, Any]:
    """All watched sentences at one step, without a snapshot the sentence that says so."""
    sentences = [_sentence(sentence) for sentence in snapshot.sentences] if snapshot else []
    return {
        "step": f"{snapshot.step:,}" if snapshot else "",
        "sentences": sentences,
        "words": theatre_words(text),
    }


def theatre_words(text: Words) -> dict[str, str]:
    """What the strips and the choice of a sentence say, wherever they stand."""
    return {**words_for("theatre", text), "yours": text["own_sentence.mark"]}


def _sentence(sentence: ProbeSentence) -> dict[str, Any]:
    tokens = [
        _token(token, sentence.text, glued)
        for token, glued in zip(sentence.tokens, glued_tokens(sentence), strict=True)
    ]
    return {"index": sentence.index, "text": sentence.text, "own": sentence.own, "tokens": tokens}


def glued_tokens(sentence: ProbeSentence) -> list[bool]:
    """For each token whether nothing stands between it and the token before."""
    ends = [None, *(token.end for token in sentence.tokens)]
    return [token.start == end for token, end in zip(sentence.tokens, ends, strict=False)]


def _token(token: ProbeToken, sentence: str, glued: bool) -> dict[str, Any]:
    """One column; `glued` says that nothing stands between it and the column before."""
    written = sentence[token.start : token.end]
    frozen = token.frozen or token.text
    return {
        **written_piece(token.text, written),
        "glued": glued,
        "hidden": token.hidden,
        "p_original": token.p_original,
        "candidates": [
            {**piece(candidate.text), "token": candidate.text, "share": candidate.probability}
            for candidate in token.candidates
        ],
        "own": {
            **seen_piece(token.sampled, token.text, written),
            "token": token.sampled,
            "replaced": token.replaced,
            "share": token.p_replaced,
        },
        "frozen": {
            **seen_piece(frozen, token.text, written),
            "token": frozen,
            "replaced": token.frozen_replaced,
            "share": token.frozen_p_replaced,
        },
    }
