"""The list of runs: one row each with its state and a figure; a click chooses one."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import gradio as gr

from studio.widgets.assembly import widget


def run_list(elem_id: str, label: str, address_key: str) -> gr.HTML:
    """A list named `label`; a click triggers ``select`` with the run's name as the event's ``run``.

    The chosen run is kept in the page's address under `address_key`, so that a reload shows it again.
    """
    return widget(elem_id, ("run_list.js",), label=label, address_key=address_key)


def run_row(
    name: str, state: str, tone: str, detail: str, figure: str = "", progress: float | None = None
) -> dict[str, Any]:
    """One run in the list.

    `state` is a word, `tone` colours its dot ("active", "good", "bad", "quiet"), `detail` and `figure`
    are short texts, `progress` from 0 to 1 draws a bar.
    """
    return {
        "name": name,
        "state": state,
        "tone": tone,
        "detail": detail,
        "figure": figure,
        "progress": progress,
    }


def run_list_value(rows: Sequence[dict[str, Any]], selected: str, empty: str) -> dict[str, Any]:
    """The list's value; `empty` is the sentence shown while there are no runs."""
    return {"runs": list(rows), "selected": selected, "empty": empty}
