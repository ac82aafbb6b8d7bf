"""A corpus by the name of a dataset: from this machine, from the hub only where somebody lets it."""

from __future__ import annotations

import threading
from collections.abc import Sequence
from functools import partial
from pathlib import Path
from typing import Any

import gradio as gr

from electra_engine import UserError, Watch, aside, checked_dataset, fetch_dataset, space_left
from studio.page import Page, Updates
from studio.shelf import Entry
from studio.tabs.long_reading import LongReading
from studio.text import say

SECONDS = 3_600.0  # for fetching; how large a dataset is may not be known before
# One at a time: each may take all the room that is left, and so long that nobody else could read meanwhile.
_fetching = threading.Lock()
OFFLINE = "HF_HUB_OFFLINE"  # the studio sets it for itself and all that it starts


class DatasetBox:
    """A name, a switch that lets it be fetched, and a button."""

    def __init__(self, page: Page) -> None:
        self._page = page
        with gr.Accordion(say("dataset.title"), open=False, elem_id="corpus-dataset-part"):
            self._name = gr.Textbox(
                label=say("dataset.name"), info=say("dataset.name_help"), elem_id="corpus-dataset"
            )
            self._may_fetch = gr.Checkbox(
                value=False,
                label=say("dataset.fetch"),
                info=say("dataset.fetch_help"),
                elem_id="corpus-dataset-fetch",
            )
            self._button = gr.Button(say("dataset.take"), size="md", elem_id="corpus-dataset-take")

    def wire(self, reading: LongReading, shown: Sequence[Any], outputs: Sequence[Any]) -> None:
        """Connects the button; `shown` are the board's inputs, `outputs` what a new corpus changes."""

        def take(named: str, may_fetch: bool, *values: object) -> Updates:
            name = checked_dataset(named)
            return reading.read(name, partial(self._keep, name, may_fetch is True), values)

        self._page.on(
            [self._button.click, self._name.submit],
            take,
            [self._name, self._may_fetch, *shown],
            outputs,
            place="corpus",
            fields=lambda _: "corpus-dataset",
            waiting=[self._name],
        )

    def _keep(self, name: str, may_fetch: bool, watch: Watch) -> Entry:
        without = [OFFLINE] if may_fetch else []

        def write(target: Path, watch: Watch) -> None:
            most = space_left(self._page.workspace)
            aside(fetch_dataset, name, str(target), most, seconds=SECONDS, watch=watch, without=without)

        if not _fetching.acquire(blocking=False):
            raise UserError(say("dataset.busy"), "dataset")
        try:
            return self._page.corpora.write(name, f"{name.replace('/', ' ')}.jsonl", write, watch)
        finally:
            _fetching.release()
