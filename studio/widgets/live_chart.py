"""A chart that keeps its zoom, hidden curves and hover while new points arrive."""

from __future__ import annotations

import gradio as gr

from studio.text import words
from studio.widgets.assembly import widget, words_for
from studio.widgets.plotly_script import plotly_address


def live_chart(elem_id: str, label: str) -> gr.HTML:
    """A chart named `label` for screen readers; its value is one of those made in studio/charts.

    `gr.Plot` builds a new picture at every update; this one hands the figure to Plotly.react in the
    same node.
    """
    buttons, keys = (words_for(prefix, words()) for prefix in ("chart_button", "chart_keys"))
    scripts = ("live_chart_keys.js", "live_chart.js")
    return widget(elem_id, scripts, label=label, plotly=plotly_address(), buttons=buttons, keys=keys)
