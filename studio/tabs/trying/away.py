"""Taking a model away: as folders for transformers, with an ONNX file and a report where wanted."""

from __future__ import annotations

from typing import Any

import gradio as gr

from studio.page import Page, Updates
from studio.places import Places
from studio.tabs.trying.asking import beside, chosen
from studio.taking_away import take_away
from studio.text import say


class Away:
    """What to pack, a button that packs it, and the download."""

    def __init__(self, page: Page) -> None:
        self._page = page
        gr.Markdown(say("export.intro"), elem_classes="quiet")
        with gr.Row(elem_classes="actions"):
            self._onnx = gr.Checkbox(
                label=say("export.onnx"), info=say("export.onnx_help"), elem_id="try-onnx"
            )
            self._report = gr.Checkbox(
                value=True, label=say("export.report"), info=say("export.report_help"), elem_id="try-report"
            )
        with gr.Row(elem_classes="actions"):
            self._export = gr.Button(say("export.button"), elem_id="try-export")
            self._download = gr.DownloadButton(say("export.download"), visible=False, elem_id="try-download")

    def wire(self, model: Any, places: Places) -> None:
        """Connects the button; packed models lie in `places`."""
        self._places = places
        self._page.on(
            [self._export.click],
            self._take_away,
            [model, self._onnx, self._report],
            [self._download],
            place="try-export",
            fields=beside(onnx="try-onnx", text="try-export"),
            waiting=True,
        )

    @property
    def outputs(self) -> list[Any]:
        return [self._download]

    def show(self) -> Updates:
        """Nothing packed yet."""
        return {self._download: gr.update(visible=False, value=None)}

    def _take_away(self, model: str, onnx: bool, report: bool) -> Updates:
        folder, archive = take_away(self._places, chosen(model), onnx is True, report is True)
        label = say("export.download_named", name=folder.name)
        return {self._download: gr.update(value=str(archive), label=label, visible=True)}
