"""A text with some of its words marked: how much they weigh, what they are, what was changed.

Greys are weights, blue is an answer, orange what the generator wrote; tags have further colours and
always their names. Its value is made by `marked_text_value`.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import gradio as gr

from studio.widgets.assembly import widget

HUES = 6  # colours of tags; further ones begin anew


@dataclass(frozen=True)
class Mark:
    """``text[start:end]`` is of a `kind`: "weight" ("for" or "against" the answer), "against", "tag",
    "answer", "changed" or "gone". `note` is written under it; `share`, 0 to 1, is how deep its grey is;
    `hue` numbers a tag's colour."""

    start: int
    end: int
    kind: str
    note: str = ""
    share: float = 0.0
    hue: int = 0


@dataclass(frozen=True)
class MarkedPart:
    """Another text that belongs to the first one."""

    name: str
    text: str
    marks: Sequence[Mark]


def marked_text(elem_id: str, label: str) -> gr.HTML:
    """A sheet named `label`; empty until it has a value."""
    return widget(elem_id, ("marked_text.js",), label=label)


def marked_text_value(
    text: str,
    marks: Sequence[Mark],
    title: str = "",
    reading: str = "",
    empty: str = "",
    further: Sequence[MarkedPart] = (),
) -> dict[str, Any]:
    """The text in pieces, in order; of marks that overlap the first one counts. `further` texts stand below
    it, each under its name."""
    return {
        "title": title,
        "pieces": _pieces(text, marks),
        "further": [{"name": part.name, "pieces": _pieces(part.text, part.marks)} for part in further],
        "reading": reading,
        "empty": empty,
    }


def _pieces(text: str, marks: Sequence[Mark]) -> list[dict[str, Any]]:
    pieces: list[dict[str, Any]] = []
    at = 0
    for mark in sorted(marks, key=lambda mark: (mark.start, mark.end)):
        if not at <= mark.start < mark.end <= len(text):
            continue
        pieces.append({"text": text[at : mark.start], "kind": ""})
        pieces.append(
            {
                "text": text[mark.start : mark.end],
                "kind": mark.kind,
                "note": mark.note,
                "share": round(min(max(mark.share, 0.0), 1.0), 3),
                "hue": mark.hue % HUES,
            }
        )
        at = mark.end
    pieces.append({"text": text[at:], "kind": ""})
    return [piece for piece in pieces if piece["text"]]


def weighed(words: Sequence[dict[str, Any]], most: float | None = None) -> list[Mark]:
    """Words with a weight as marks; the darkest is as heavy as `most`, else the heaviest of them."""
    most = most or heaviest(words)
    return [
        Mark(
            word["start"],
            word["end"],
            "against" if word["weight"] < 0 else "weight",
            f"{word['weight']:+.2f}".replace("-", "−"),
            abs(word["weight"]) / most,
        )
        for word in words
    ]


def heaviest(words: Sequence[dict[str, Any]]) -> float:
    """The largest weight of these words, whatever its sign."""
    return max((abs(word["weight"]) for word in words), default=0.0) or 1.0
