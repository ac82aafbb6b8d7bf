"""What the workspace takes of its quota, and giving some of it back: kept files can be removed."""

from __future__ import annotations

import time
from collections.abc import Callable, Sequence
from typing import Any

import gradio as gr

from electra_engine import RunStatus, UserError, Workspace, quota_of, run_reading, space_taken
from studio.board import Board
from studio.page import Page, Updates
from studio.quantities import storage
from studio.refresh import View, shown
from studio.shelf import Entry, Shelf
from studio.text import say
from studio.widgets.fact_sheet import fact_sheet, facts, tile

SECONDS_BELIEVED = 5.0  # many open pages ask, and walking through a large workspace takes a moment


class RoomTaken:
    """A sheet that says how full the workspace is, kept up to date by the board."""

    def __init__(self, page: Page, board: Board) -> None:
        self._workspace = page.workspace
        self._measured, self._taken = -SECONDS_BELIEVED, (0, 0, 0)
        board.keep(fact_sheet("workspace-room", say("room.title")), self._view)

    def _view(self, _statuses: Sequence[RunStatus], _value: object) -> View:
        if time.monotonic() - self._measured > SECONDS_BELIEVED:
            self._taken, self._measured = _taken(self._workspace), time.monotonic()
        runs, corpora, rest = self._taken
        quota = quota_of(self._workspace)
        full = runs + corpora + rest > quota
        return shown(
            facts(
                title=say("room.title"),
                tiles=[
                    tile(say("room.taken"), storage(runs + corpora + rest)),
                    tile(say("room.quota"), storage(quota)),
                    tile(say("room.runs"), storage(runs)),
                    tile(say("room.corpora"), storage(corpora)),
                    tile(say("room.rest"), storage(rest)),
                ],
                warnings=[say("room.full")] if full else [],
            )
        )


def _taken(workspace: Workspace) -> tuple[int, int, int]:
    """Bytes of runs, of corpora, and of everything else."""
    runs, corpora = space_taken(workspace.runs), space_taken(workspace.corpora)
    return runs, corpora, max(space_taken(workspace.root) - runs - corpora, 0)


class Removal:
    """A button that removes the chosen entry of a shelf, after asking.

    `chosen` is the drop-down list that holds its id; `show` draws the tab without it.
    """

    def __init__(self, prefix: str, page: Page, shelf: Shelf, chosen: Any) -> None:
        self._page, self._shelf, self._chosen = page, shelf, chosen
        self._remove = gr.Button(say("room.remove"), size="sm", visible=False, elem_id=f"{prefix}-remove")
        self._doomed = gr.Textbox("", visible=False)
        with gr.Column(visible=False, elem_classes="controls") as self._confirm:
            self._question = gr.Textbox(show_label=False, container=False, interactive=False, lines=2)
            with gr.Row(elem_classes="actions"):
                self._really = gr.Button(say("runs.remove_yes"), variant="stop", elem_id=f"{prefix}-really")
                self._keep = gr.Button(say("runs.remove_no"))

    @property
    def outputs(self) -> list[Any]:
        return [self._remove, self._confirm, self._doomed]

    def show(self, entry: Entry | None) -> Updates:
        """The button beside an entry, or none; a question that stands open is taken back."""
        return {self._remove: gr.update(visible=entry is not None), **self._closed()}

    def wire(self, show: Callable[[str], Updates], outputs: Sequence[Any], place: str, field: str) -> None:
        """Connects the buttons; a refusal is said at the element `field`."""
        told_at: dict[str, Any] = {"place": place, "fields": lambda _: field}
        asking = [self._confirm, self._doomed, self._question]
        self._page.on([self._remove.click], self._ask, [self._chosen], asking, **told_at)
        self._page.on([self._keep.click], self._closed, [], asking, **told_at)

        def remove(doomed: str) -> Updates:
            self._check_unused(doomed)
            self._shelf.remove(doomed)
            return show("")

        self._page.on([self._really.click], remove, [self._doomed], outputs, **told_at)

    def _ask(self, id: str) -> Updates:
        question = say("room.remove_question", name=self._shelf.find(id).name)
        return {self._confirm: gr.update(visible=True), self._doomed: id, self._question: question}

    def _closed(self) -> Updates:
        return {self._confirm: gr.update(visible=False), self._doomed: ""}

    def _check_unused(self, id: str) -> None:
        """Raises `UserError` while a run that goes on still reads these files."""
        if run := run_reading(self._page.workspace, self._shelf.find(id).folder.absolute()):
            raise UserError(say("room.in_use", run=run))
