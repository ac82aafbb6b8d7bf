"""A file of texts, answered row by row, to be downloaded again with the answers beside them."""

from __future__ import annotations

import contextlib
import shutil
import time
import uuid
from pathlib import Path
from typing import Any

import gradio as gr

from electra_engine import Predictor, Sentence, UserError
from studio.page import Page, Updates
from studio.places import Places
from studio.tabs.trying.asking import beside, chosen
from studio.text import say
from studio.text.told import told
from studio.widgets.fact_sheet import fact_sheet, facts, table, tile

TIME_LIMIT = 600.0  # seconds; the engine gives back before that what it has answered
KEPT = 86_400.0  # seconds that answers can be downloaded


class WholeFile:
    """An upload, a button, what came of it, and the download."""

    def __init__(self, page: Page) -> None:
        self._page = page
        gr.Markdown(say("try.file_intro"), elem_classes="quiet")
        self._upload = gr.File(label=say("try.file"), height=140, elem_id="try-file")
        with gr.Row(elem_classes="actions"):
            self._answer = gr.Button(say("try.file_answer"), elem_id="try-file-answer")
            self._download = gr.DownloadButton(
                say("export.download"), visible=False, elem_id="try-file-download"
            )
        self._found = fact_sheet("try-file-found", say("try.file_found"))

    @property
    def outputs(self) -> list[Any]:
        return [self._found, self._download]

    def wire(self, model: Any, places: Places) -> None:
        """Connects the button; files are served from `places`."""
        self._places = places
        self._page.on(
            [self._answer.click],
            self._answer_all,
            [model, self._upload],
            self.outputs,
            place="try-file",
            fields=beside(file="try-file", text="try-file", text_pair="try-file", choices="try-file"),
            waiting=True,
        )

    def show(self) -> Updates:
        """Nothing answered yet."""
        return {self._found: facts(), self._download: gr.update(visible=False, value=None)}

    def _answer_all(self, model: str, upload: str | None) -> Updates:
        if not upload:
            raise UserError(say("shelf.nothing"), "file")
        _forget_old(self._places)
        source = Path(upload)
        folder = self._places.served / f"answers {uuid.uuid4().hex}"
        target = folder / f"{source.stem} answers.csv"
        try:
            folder.mkdir(parents=True)
            with contextlib.closing(Predictor(self._page.workspace, TIME_LIMIT)) as predictor:
                said = predictor.answer_file(chosen(model), source, target)
        except OSError as error:
            raise UserError(say("export.no_room", folder=folder, reason=error.strerror)) from None
        finally:
            if not target.is_file():
                shutil.rmtree(folder, ignore_errors=True)
        label = say("export.download_file", name=target.name)
        return {
            self._found: _found(said),
            self._download: gr.update(value=str(target), label=label, visible=True),
        }


def _forget_old(places: Places) -> None:
    """Drops answers that nobody will fetch any more."""
    for folder in places.served.glob("answers *"):
        if time.time() - folder.stat().st_mtime > KEPT:
            shutil.rmtree(folder, ignore_errors=True)


def _found(said: dict[str, Any]) -> dict[str, Any]:
    """How many rows were answered, with what, and which were not."""
    tiles = [
        tile(say("try.file_answered"), f"{said['answered']:,}", say("try.file_of", rows=f"{said['rows']:,}"))
    ]
    tiles += [tile(name, f"{rows:,}") for name, rows in list(said["counts"].items())[:5]]
    warnings = [
        say(
            "try.file_skipped",
            rows=f"{said['skipped_rows']:,}",
            line=line,
            reason=told(Sentence.unpacked(why)),
        )
        for line, why in said["skipped"][:1]
    ]
    columns = ", ".join(f"{role}: {name}" for role, name in said["columns"].items())
    headers = (say("try.text"), say("try.file_said"))
    return facts(
        sentence=say("try.file_columns", columns=columns),
        tiles=tiles,
        warnings=warnings,
        table=table(headers, said["first"], say("try.file_first")),
    )
