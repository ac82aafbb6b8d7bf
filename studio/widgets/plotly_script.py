"""Where the browser gets plotly.js: from the plotly package installed here, never from a network."""

from __future__ import annotations

import functools
import importlib.util
from pathlib import Path
from urllib.parse import quote

import gradio as gr


@functools.cache
def plotly_address() -> str:
    """The script's address relative to the page; makes Gradio serve that one file on first use.

    The package is located without being imported, because importing plotly takes long.
    """
    found = importlib.util.find_spec("plotly")
    if found is None or not found.submodule_search_locations:
        raise ModuleNotFoundError("The charts need the plotly package.")
    script = Path(found.submodule_search_locations[0]) / "package_data" / "plotly.min.js"
    gr.set_static_paths([script])
    return f"gradio_api/file={quote(script.as_posix())}"
