"""Reading that takes long: a bar on the first tab says how far it is, and a button ends it.

What is read at once is shown at once, as if there were no bar.
"""

from __future__ import annotations

import logging
from collections.abc import Callable, Sequence
from concurrent.futures import wait
from typing import Any

import gradio as gr

from electra_engine import RunStatus, StopRequested, UserError
from studio.board import Board
from studio.page import Page, Updates
from studio.quantities import storage
from studio.refresh import View
from studio.sent import sent
from studio.shelf import Entry
from studio.text import say
from studio.text.told import told
from studio.under_way import Readings, UnderWay, Work
from studio.widgets.notices import notice
from studio.widgets.reading_bar import reading_bar, reading_bar_value

log = logging.getLogger(__name__)

PLACE = "corpus"
PATIENCE = 4.0  # seconds that a page waits without being told how far it is

Take = Callable[[Entry], Updates]


class LongReading:
    """The bar, which the board draws; `take` shows an entry on the tab once it is there, `put_back` what was
    in use before where none comes."""

    kind = "reading"

    def __init__(self, page: Page, board: Board, take: Take, put_back: Callable[[], Updates]) -> None:
        self._page, self._board, self._take, self._put_back = page, board, take, put_back
        self._readings = Readings()
        number = gr.Textbox("", visible=False)
        self._bar = reading_bar("corpus-reading", say("reading.title"))
        self.inputs: list[Any] = [number]
        self.components: dict[str, Any] = {"bar": self._bar}
        board.watch(self)

    @property
    def newest(self) -> str:
        """What a page that opens now goes on to watch."""
        return self._readings.newest

    def wire(self, outputs: Sequence[Any], fields: Callable[[str], str]) -> None:
        """Connects the bar; `outputs` are those of `take`, `fields` finds the place of a refusal."""
        self._fields = fields
        inputs, everything = self._board.inputs, [*outputs, *self._board.outputs]
        said: dict[str, Any] = {"place": PLACE, "fields": fields}
        self._page.on([self._bar.stop], self._cancel, inputs, everything, **said)
        self._page.on([self._bar.end], self._end, inputs, everything, **said)

    def read(self, name: str, work: Work, shown: Sequence[object]) -> Updates:
        """Does the work, instead of what the page waits for already; `shown` are the values of the board's
        inputs. Raises what work that is soon done raises."""
        if before := self._readings.find(shown[self._board.inputs.index(self.inputs[0])]):
            before.cancel()
        number = self._readings.start(name, work)
        begun = self._readings.find(number)
        assert begun is not None
        # Without a cursor the page is still being opened, and would forget what it is to wait for.
        if wait([begun.outcome], PATIENCE if shown[0] else None).not_done:
            return self._board.redraw(*shown, **{self.kind: number})
        return self._take(begun.take())

    def settle(self, _: Sequence[RunStatus], wanted: object) -> str:
        """The number of what the page waits for."""
        return str(wanted) if self._readings.find(wanted) else ""

    def views(self, _: Sequence[RunStatus], chosen: str, *__: object) -> dict[str, View]:
        """How far that is now."""
        begun = self._readings.find(chosen)
        key = (chosen, begun and (begun.done, begun.total, begun.outcome.done()))
        return {"bar": View(key, lambda: _shown(chosen, begun))}

    def _cancel(self, event: gr.EventData, *shown: object) -> Updates:
        if begun := self._readings.find(sent(event, "number")):
            begun.cancel()
        return {**self._board.redraw(*shown, **{self.kind: ""}), **self._put_back()}

    def _end(self, event: gr.EventData, *shown: object) -> Updates:
        """The entry on the tab, or why there is none; as it was where somebody cancelled."""
        begun = self._readings.find(sent(event, "number"))
        nothing = self._board.redraw(*shown, **{self.kind: ""})
        if begun is None or not begun.outcome.done():
            return nothing
        try:
            return {**nothing, **self._take(begun.take())}
        except StopRequested:
            return {**nothing, **self._put_back()}
        except UserError as error:  # said here, because the page is to wait no longer
            refused = notice(told(error.sentence), self._fields(error.field or ""), PLACE)
        except Exception:
            log.exception("Reading %s failed.", begun.name)
            refused = notice(say("page.fault"), place=PLACE)
        return {**nothing, **self._put_back(), self._page.notices: refused}


def _shown(number: str, begun: UnderWay | None) -> dict[str, Any]:
    if begun is None:
        return reading_bar_value()
    share = begun.done / begun.total if begun.total else None
    return reading_bar_value(
        number, _how_far(begun, share), share, say("reading.cancel"), begun.outcome.done()
    )


def _how_far(begun: UnderWay, share: float | None) -> str:
    if share is not None:
        return say("reading.progress", name=begun.name, share=int(share * 100))
    if begun.done:
        return say("reading.so_far", name=begun.name, size=storage(begun.done))
    return say("reading.begins", name=begun.name)
