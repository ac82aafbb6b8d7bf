"""Who gets caught: the share of fakes found, by group, as dots with the interval in which it surely lies."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import gradio as gr

from electra_engine import Count, Evaluation
from studio.intervals import wilson
from studio.widgets.assembly import Words, widget, words_for


def caught_rows(elem_id: str) -> gr.HTML:
    """Two groups of rows, each with dot, interval and count; its value is made by `caught_rows_value`."""
    return widget(elem_id, ("caught_rows.js",))


def caught_rows_value(evaluation: Evaluation | None, text: Words) -> dict[str, Any]:
    """The newest evaluation's groups, or one sentence where there are none."""
    words = words_for("who", text)
    if evaluation is None or not evaluation.bands:
        return {"empty": words["empty" if evaluation is None else "not_counted"], "words": words}
    groups = [
        {
            "title": words["bands"],
            "rows": [_row(_band(one.group, words), one, words) for one in evaluation.bands],
        },
        {
            "title": words["kinds"],
            "rows": [_row(words[f"kind_{one.group}"], one, words) for one in evaluation.kinds],
        },
    ]
    return {
        "groups": [group for group in groups if group["rows"]],
        "now": _now(evaluation.bands, words),
        "words": words,
    }


def _row(name: str, counts: Count, words: Words) -> dict[str, Any]:
    fakes = counts.caught + counts.missed
    low, high = wilson(counts.caught, fakes)
    share = counts.caught / fakes if fakes else None
    return {
        "name": name,
        "share": share,
        "low": low,
        "high": high,
        "count": words["fakes"].format(fakes=f"{fakes:,}") if fakes else words["none"],
        "said": _said(name, counts, words) if fakes else f"{name}: {words['none']}",
    }


def _said(name: str, counts: Count, words: Words) -> str:
    fakes = counts.caught + counts.missed
    low, high = wilson(counts.caught, fakes)
    return words["row"].format(
        group=name,
        share=f"{counts.caught / fakes:.0%}",
        caught=f"{counts.caught:,}",
        fakes=f"{fakes:,}",
        low=f"{low:.0%}",
        high=f"{high:.0%}",
    )


def _band(group: str, words: Words) -> str:
    """``10-99`` and ``10000+`` in words."""
    if group.endswith("+"):
        return words["band_last"].format(low=f"{int(group[:-1]):,}")
    low, high = (int(number) for number in group.split("-"))
    if low == 0:
        return words["band_first"].format(high=f"{high + 1:,}")
    return words["band"].format(low=f"{low:,}", high=f"{high:,}")


def _now(bands: Sequence[Count], words: Words) -> str:
    """The rarer half of the fakes against the commoner one, told apart only where the intervals are."""
    rare, common = _halves(bands)
    below, above = wilson(*rare), wilson(*common)
    shares = {
        "rare": f"{rare[0] / max(rare[1], 1):.0%}",
        "common": f"{common[0] / max(common[1], 1):.0%}",
    }
    if below[0] > above[1]:
        return words["now_rare"].format(**shares)
    if above[0] > below[1]:
        return words["now_common"].format(**shares)
    return words["now_alike"]


def _halves(bands: Sequence[Count]) -> tuple[tuple[int, int], tuple[int, int]]:
    """(caught, fakes) of the rarest bands up to about half of all fakes, and of the others."""
    fakes = [band.caught + band.missed for band in bands]
    middle = min(range(len(bands) + 1), key=lambda cut: abs(sum(fakes[:cut]) - sum(fakes[cut:])))
    parts = (bands[:middle], bands[middle:])
    rare, common = ((sum(b.caught for b in part), sum(b.caught + b.missed for b in part)) for part in parts)
    return rare, common
