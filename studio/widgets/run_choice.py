"""Several runs to tick, each with the line and the sign by which its curves are known."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import gradio as gr

from studio.widgets.assembly import widget


def run_choice(elem_id: str, label: str, address_key: str, at_first: int, most: int) -> gr.HTML:
    """A list of boxes; ticking triggers ``select`` with the event's ``runs``, their names in order.

    At most `most` can be ticked; they are kept in the page's address under `address_key`. Where none is,
    the first `at_first` are ticked as soon as the list is looked at.
    """
    return widget(
        elem_id,
        ("run_line.js", "run_choice.js"),
        label=label,
        address_key=address_key,
        at_first=at_first,
        most=most,
    )


def run_choice_value(
    offered: Sequence[tuple[str, str]], chosen: Sequence[str], empty: str, full: str, few: str
) -> dict[str, Any]:
    """`offered` are names with a line about each; a chosen one's place among `chosen` is its sign.

    `empty`, `full` and `few` are said while there are no runs, the most or too few are ticked.
    """
    return {
        "runs": [{"name": name, "about": about} for name, about in offered],
        "chosen": list(chosen),
        "words": {"empty": empty, "full": full, "few": few},
    }
