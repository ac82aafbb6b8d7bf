"""The reader's choices of how curves are drawn: over what, how smooth, on which scale."""

from __future__ import annotations

import gradio as gr

from studio.charts.axes import AXES
from studio.charts.duel import SCALES, Look
from studio.charts.smoothing import WINDOWS
from studio.text import say


def axis_choice(place: str) -> gr.Radio:
    """Over what curves are drawn; its id is ``PLACE-axis``."""
    return _choice([(say(f"chart.{axis}"), axis) for axis in AXES], say("train.axis"), f"{place}-axis")


def curve_looks(place: str) -> list[gr.Radio]:
    """The choices, in the order in which `read_look` takes their values."""
    smoothings = [(say(f"curves.{name}"), name) for name in WINDOWS]
    scales = [(say(f"curves.{name}"), name) for name in SCALES]
    return [
        axis_choice(place),
        _choice(smoothings, say("curves.smoothing"), f"{place}-smoothing"),
        _choice(scales, say("curves.scale"), f"{place}-scale"),
    ]


def read_axis(axis: object) -> str:
    """A page may send anything: what is no axis is the first one."""
    return str(axis) if axis in AXES else AXES[0]


def read_look(axis: object, smoothing: object, scale: object) -> Look:
    """The look that the reader chose; what is none of the choices is the first of them."""
    return Look(
        read_axis(axis),
        str(smoothing) if smoothing in WINDOWS else "none",
        str(scale) if scale in SCALES else SCALES[0],
    )


def _choice(choices: list[tuple[str, str]], label: str, elem_id: str) -> gr.Radio:
    return gr.Radio(choices, value=choices[0][1], label=label, elem_id=elem_id, elem_classes="inline")
