"""A file of texts, answered row by row, to be downloaded again with the answers beside them."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Any

import gradio as gr

from electra_engine import RunStatus, Sentence, UserError
from studio.answered_files import Answered, AnsweredFiles
from studio.board import Board
from studio.page import Page, Updates
from studio.places import Places
from studio.refresh import View
from studio.tabs.trying import asking
from studio.text import say
from studio.text.told import told
from studio.widgets.fact_sheet import fact_sheet, facts, progress, table, tile

ROLES = ("text", "text_pair", "choices")


class WholeFile:
    """An upload, a button, how far it is, what came of it, and the download: the board draws these."""

    kind = "answered"

    def __init__(self, page: Page, board: Board) -> None:
        self._page, self._board = page, board
        self._files = AnsweredFiles(page.workspace, Places(page.workspace).served)
        number = gr.Textbox("", visible=False)
        gr.Markdown(say("try.file_intro"), elem_classes="quiet")
        self._upload = gr.File(label=say("try.file"), height=140, elem_id="try-file")
        with gr.Accordion(say("try.file_which"), open=False, elem_id="try-file-which"):
            self._columns = {
                role: gr.Textbox(
                    "",
                    label=say(f"try.file_{role}"),
                    info=say("try.file_column"),
                    elem_id=f"try-file-{role}",
                )
                for role in ROLES
            }
        with gr.Row(elem_classes="actions"):
            self._answer = gr.Button(say("try.file_answer"), elem_id="try-file-answer")
            download = gr.DownloadButton(say("export.download"), visible=False, elem_id="try-file-download")
        found = fact_sheet("try-file-found", say("try.file_found"))
        self.inputs: list[Any] = [number]
        self.components: dict[str, Any] = {"found": found, "download": download}
        board.watch(self)

    def wire(self, model: Any) -> None:
        """Connects the button."""
        self._page.on(
            [self._answer.click],
            self._start,
            [model, self._upload, *self._columns.values(), *self._board.inputs],
            self._board.outputs,
            place="try-file",
            fields=asking.beside(file="try-file"),
        )

    def forget(self, cursor: object, *shown: object) -> Updates:
        """Nothing asked yet; `cursor` and `shown` are the values of the board's inputs."""
        # Without a cursor the page is still being opened, and nothing was asked.
        return self._board.redraw(cursor, *shown, **{self.kind: ""}) if cursor else {}

    def settle(self, _: Sequence[RunStatus], wanted: object) -> str:
        """The number of the file that the page asked for."""
        return str(wanted) if self._files.find(str(wanted)) else ""

    def views(self, _: Sequence[RunStatus], chosen: str, *__: object) -> dict[str, View]:
        """What is known of that file now."""
        answered = self._files.find(chosen)
        key = (chosen, answered and (answered.at_work, answered.done, answered.rows))
        return {
            "found": View(key, lambda: _shown(answered)),
            "download": View((chosen, answered and answered.at_work), lambda: _download(answered)),
        }

    def _start(self, model: str, upload: str | None, *values: object) -> Updates:
        if not upload:
            raise UserError(say("shelf.nothing"), "file")
        named, shown = values[: len(ROLES)], values[len(ROLES) :]
        columns = {role: str(name or "").strip() or None for role, name in zip(ROLES, named, strict=True)}
        number = self._files.start(asking.chosen(model), Path(upload), columns)
        return self._board.redraw(*shown, **{self.kind: number})


def _shown(answered: Answered | None) -> dict[str, Any]:
    """How far it is, or what came of it."""
    if answered is None:
        return facts()
    if answered.said:
        return _found(answered.said)
    if answered.refusal is not None:
        return facts(warnings=[told(answered.refusal)])
    if answered.broke_off:
        return facts(warnings=[say("page.fault")])
    if not answered.rows:
        return facts(progress=progress(say("try.file_starting"), None))
    label = say("try.file_progress", done=f"{answered.done:,}", rows=f"{answered.rows:,}")
    return facts(progress=progress(label, answered.done / answered.rows))


def _download(answered: Answered | None) -> Any:
    if answered is None or not answered.said:
        return gr.update(visible=False, value=None)
    label = say("export.download_file", name=answered.target.name)
    return gr.update(value=str(answered.target), label=label, visible=True)


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
