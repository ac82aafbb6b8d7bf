"""How a widget is put together: a constant template, a constant script, data only as the value.

Gradio runs a template through Handlebars and a JavaScript template string, so foreign text placed
there would run as code. Ours has no slots; the scripts build nodes with textContent alone.
"""

from __future__ import annotations

import functools
import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import gradio as gr

FOLDER = Path(__file__).parent
Words = Mapping[str, str]


@functools.cache
def read_once(name: str) -> str:
    """The text of a script or style sheet lying beside this file."""
    return (FOLDER / name).read_text(encoding="utf-8")


def widget(elem_id: str, scripts: tuple[str, ...], label: str | None = None, **constants: Any) -> gr.HTML:
    """A `gr.HTML` whose script is nodes.js, address.js, then `scripts`, all in one function's scope.

    The script finds its `id`, `label` and the `constants`, our own and never changing, as ``constants.label``
    and so on. They are no props, because Gradio throws a component's props away at every update that
    leaves its value as it is.
    """
    fixed = f"const constants = {json.dumps({'id': elem_id, 'label': label, **constants})};"
    return gr.HTML(
        value={},
        label=label,
        html_template='<div class="widget"></div>',
        js_on_load="\n".join((fixed, *(read_once(name) for name in ("nodes.js", "address.js", *scripts)))),
        apply_default_css=False,
        elem_id=elem_id,
        elem_classes=["widget-block"],
    )


def widget_styles() -> str:
    """All widgets' style sheets, joined; every selector in them starts with a class of ours.

    They are part of the page's own sheet because Gradio rebuilds a component's at every update.
    """
    return "\n".join(read_once(path.name) for path in sorted(FOLDER.glob("*.css")))


def words_for(prefix: str, text: Words) -> dict[str, str]:
    """The words that a widget says itself, by short key: ``theatre.caught`` becomes ``caught``."""
    start = f"{prefix}."
    return {key[len(start) :]: sentence for key, sentence in text.items() if key.startswith(start)}
