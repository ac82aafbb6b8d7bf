"""A sheet of facts: figures in tiles, a sentence, warnings, tokens, a small table, lines of text.

Its value is made by `facts`; every part may be left out.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import gradio as gr

from studio.widgets.assembly import widget


def fact_sheet(elem_id: str, label: str) -> gr.HTML:
    """A sheet named `label` for screen readers; it changes without moving what did not change."""
    return widget(elem_id, ("fact_sheet.js",), label=label)


def tile(label: str, value: str, note: str = "", role: str = "") -> dict[str, str]:
    """One figure with its name; `role` colours it as the "generator" or the "discriminator"."""
    return {"label": label, "value": value, "note": note, "role": role}


def table(headers: Sequence[str], rows: Sequence[Sequence[str]], caption: str = "") -> dict[str, Any]:
    """A few rows of text under their column names."""
    return {"headers": list(headers), "rows": [list(row) for row in rows], "caption": caption}


def excerpt(title: str, lines: Sequence[str], more: str = "") -> dict[str, Any]:
    """Lines of somebody's text, shown as they are; many scroll. `more` says what is not among them."""
    return {"title": title, "lines": list(lines), "more": more}


def progress(label: str, share: float | None) -> dict[str, Any]:
    """A bar under a line that says how much is done; `share` from 0 to 1, None while that is not known."""
    return {"label": label, "share": None if share is None else min(max(share, 0.0), 1.0)}


def facts(
    title: str = "",
    sentence: str = "",
    tiles: Sequence[dict[str, str]] = (),
    warnings: Sequence[str] = (),
    tokens: Sequence[str] = (),
    table: dict[str, Any] | None = None,
    excerpts: Sequence[dict[str, Any]] = (),
    progress: dict[str, Any] | None = None,
) -> dict[str, Any]:
    """The value of a fact sheet. `tokens` are WordPieces; ``##`` marks one that continues a word."""
    return {
        "title": title,
        "sentence": sentence,
        "tiles": list(tiles),
        "warnings": list(warnings),
        "tokens": list(tokens),
        "table": table,
        "excerpts": list(excerpts),
        "progress": progress,
    }
