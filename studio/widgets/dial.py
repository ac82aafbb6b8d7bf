"""One numeric setting: a slider to feel it, a box to type it exactly, a line that explains it.

Gradio's own slider moves in equal steps only. Learning rates and widths make sense in rungs (16, 32,
48, 64 …), and a slider over rung numbers would show 7 where 128 is meant.
"""

from __future__ import annotations

from collections.abc import Sequence

import gradio as gr

from electra_engine import Knob
from studio.text.told import told
from studio.widgets.assembly import widget


def dial(known: Knob, elem_id: str, value: float, exact: str, names: Sequence[str] = ()) -> gr.HTML:
    """A dial for a number; its value is that number (or the text typed, where it is no number).

    `exact` names the typing box for screen readers. With `names`, one for each rung, the names stand
    in place of the numbers. It triggers ``input`` while it is moved.
    """
    made = widget(
        elem_id,
        ("dial.js",),
        label=told(known.label),
        help=told(known.help),
        unit=told(known.unit),
        rungs=list(known.ladder),
        range=[known.minimum, known.maximum, known.step],
        exact=exact,
        names=list(names),
    )
    made.value = value
    return made
