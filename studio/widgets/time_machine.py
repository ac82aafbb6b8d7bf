"""The time machine: one watched sentence through all snapshots of a run.

The page is told only that there is something new; the widget, when it is looked at, asks for the
sentence that was chosen from the step on which it has it already, and gets that much, compactly:

    page ◄── head: run, newest step, sentences ── server
    page ──► wanted: run, sentence, since ──────► server
    page ◄── part: the rows after it ──────────── server
"""

from __future__ import annotations

from typing import Any

import gradio as gr

from electra_engine import ProbeSentence, RecordReader, SentenceAtStep
from studio.widgets.assembly import Words, widget, words_for
from studio.widgets.pieces import seen_piece, written_piece
from studio.widgets.theatre import STRIPS, glued_tokens, theatre_words

MOST_ROWS = 200  # at a time: of a longer history the widget asks for the next part
FINE = 1000  # probabilities travel as whole thousandths
SCRIPTS = (
    "asking.js",
    "time_machine_history.js",
    "time_machine_grid.js",
    "time_machine_curve.js",
    "time_machine.js",
)


def time_machine(elem_id: str) -> gr.HTML:
    """Slider, strips, grid and curve; asks for ``history``, which `part_value` answers."""
    return widget(elem_id, (*STRIPS, *SCRIPTS))


def head_value(run: str, launch: float, reader: RecordReader, text: Words) -> dict[str, Any]:
    """What there is to turn through. `launch` tells one start of the run's worker from the next."""
    newest = reader.snapshot()
    return {
        "run": run,
        "launch": launch,
        "newest": newest.step if newest else -1,
        "sentences": [
            {"index": sentence.index, "text": sentence.text, "own": sentence.own}
            for sentence in (newest.sentences if newest else [])
        ],
        "words": {**theatre_words(text), **words_for("time_machine", text)},
    }


def part_value(run: str, launch: float, reader: RecordReader, index: int, since: int) -> dict[str, Any]:
    """The rows of a sentence after step `since`, at most `MOST_ROWS` of them.

    ``until`` is the step up to which the widget then knows the sentence.
    """
    newest, _ = reader.newest_snapshot()  # another may be written before the rows are read
    rows = reader.sentence(index, since, MOST_ROWS)
    return {
        "run": run,
        "launch": launch,
        "sentence": index,
        "since": since,
        "until": rows[-1].step if len(rows) == MOST_ROWS else max(since, newest, *(row.step for row in rows)),
        "tokens": _tokens(rows[0].sentence) if rows else [],
        "rows": [_row(row) for row in rows],
    }


def _tokens(sentence: ProbeSentence) -> list[dict[str, Any]]:
    """What is the same at every step."""
    return [
        {
            **written_piece(token.text, sentence.text[token.start : token.end]),
            "glued": glued,
            "hidden": token.hidden,
            "seen": _seen(sentence, place, token.text),
        }
        for place, (token, glued) in enumerate(zip(sentence.tokens, glued_tokens(sentence), strict=True))
    ]


def _row(row: SentenceAtStep) -> list[Any]:
    """``[step, P(replaced) of every token, [what was put, P(original)] of every hidden one]``.

    What was put is None where it is the original.
    """
    tokens = row.sentence.tokens
    put = [
        [
            _seen(row.sentence, place, token.sampled) if token.replaced else None,
            _fine(token.p_original or 0.0),
        ]
        for place, token in enumerate(tokens)
        if token.hidden
    ]
    return [row.step, [_fine(token.p_replaced) for token in tokens], put]


def _fine(probability: float) -> int:
    """Whole thousandths; what is neither impossible nor certain never becomes so."""
    rounded = round(FINE * probability)
    return min(max(rounded, 1), FINE - 1) if 0 < probability < 1 else rounded


def _seen(sentence: ProbeSentence, place: int, put: str) -> list[Any]:
    """``[text, whether it continues a word]`` as the discriminator saw it."""
    token = sentence.tokens[place]
    seen = seen_piece(put, token.text, sentence.text[token.start : token.end])
    return [seen["text"], seen["joined"]]
