"""Answers the time machine: which part of which run's history it asked for."""

from __future__ import annotations

from typing import Any

from electra_engine import RecordReader, kept_open
from studio.page import Page
from studio.refresh import View
from studio.text import words
from studio.widgets.time_machine import head_value, part_value, time_machine

HIGHEST = 1 << 53  # beyond it a page counts no longer exactly


class ThroughTime:
    """A time machine on the page: `view` says what is new, `history` is what it then asks for."""

    def __init__(self, page: Page, elem_id: str) -> None:
        self._page = page
        self.component = time_machine(elem_id)

    def view(self, run: str) -> View:
        """What there is to turn through in a run."""
        reader = RecordReader(self._page.workspace.run(run).records)
        launch = _launch(reader)
        return View((run, launch, reader.newest_snapshot()), lambda: head_value(run, launch, reader, words()))

    def history(self, asked: object) -> dict[str, Any]:
        """The part of a run's history that a page asked for, empty where there is none; raises `UserError`
        for what cannot be a run's name."""
        wanted = asked if isinstance(asked, dict) else {}
        run = str(wanted.get("run", ""))
        reader = RecordReader(self._page.workspace.run(run).records)
        sentence, since = _whole(wanted.get("sentence")), _whole(wanted.get("since"))
        with kept_open():
            return part_value(run, _launch(reader), reader, sentence, since)


def _launch(reader: RecordReader) -> float:
    state = reader.state()
    return state.started if state else 0.0


def _whole(number: object) -> int:
    """What a page sent, if it is a number that a records file can hold; else -1."""
    return number if isinstance(number, int) and -1 <= number < HIGHEST else -1
