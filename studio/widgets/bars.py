"""Shares as horizontal bars: the generator's candidates for a blank, a classifier's classes."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import gradio as gr

from studio.widgets.assembly import Words, widget
from studio.widgets.pieces import piece

MOST_CLASSES = 20


def bars(elem_id: str, label: str) -> gr.HTML:
    """Groups of bars named `label`; its value is made by one of the functions below."""
    return widget(elem_id, ("bars.js",), label=label)


def fill_bars_value(blanks: Sequence[Mapping[str, Any]], text: Words, most: int = 8) -> dict[str, Any]:
    """From the blanks that `fill` answers with; of each the `most` likeliest ``candidates``, in orange."""
    groups = []
    for number, blank in enumerate(blanks, start=1):
        title = text["bars.fill_title"].format(number=number)
        candidates = blank["candidates"][:most]
        rows = [{"name": piece(c["text"])["text"], "share": c["probability"]} for c in candidates]
        groups.append({"title": title if len(blanks) > 1 else text["bars.fill_title_one"], "rows": rows})
    return _value("generator", groups, text["bars.fill_reading"], text["bars.fill_empty"])


def class_bars_value(probabilities: Mapping[str, float], text: Words) -> dict[str, Any]:
    """From ``{label: probability}``: the likeliest classes first, at most 20 of them, in blue."""
    ranked = sorted(probabilities.items(), key=lambda pair: -pair[1])[:MOST_CLASSES]
    rows = [{"name": name, "share": share} for name, share in ranked]
    groups = [{"title": text["bars.class_title"], "rows": rows}] if rows else []
    return _value("discriminator", groups, text["bars.class_reading"], text["bars.class_empty"])


def no_bars_value() -> dict[str, Any]:
    """Nothing at all, where an answer is of another kind."""
    return _value("text", [], "", "")


def length_bars_value(edges: Sequence[int], counts: Sequence[int], text: Words) -> dict[str, Any]:
    """From how many documents have so many words: `counts` from each of `edges` to the next, in grey."""
    filled = [place for place, number in enumerate(counts) if number]
    shown = range(filled[0], filled[-1] + 1) if filled else range(0)
    total = sum(counts)
    rows = [{"name": _length(edges, place, text), "share": counts[place] / total} for place in shown]
    groups = [{"title": text["bars.length_title"], "rows": rows}] if rows else []
    return _value("text", groups, text["bars.length_reading"], text["bars.length_empty"])


def _length(edges: Sequence[int], place: int, text: Words) -> str:
    if place + 1 == len(edges):
        return text["bars.length_last"].format(low=f"{edges[place]:,}")
    return text["bars.length"].format(low=f"{edges[place]:,}", high=f"{edges[place + 1] - 1:,}")


def _value(role: str, groups: list[dict[str, Any]], reading: str, empty: str) -> dict[str, Any]:
    return {"role": role, "groups": groups, "reading": reading, "empty": empty}
