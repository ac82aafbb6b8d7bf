"""Beat the detective: the reader marks replaced words and is scored beside the discriminator."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import gradio as gr

from electra_engine import RunStatus, UserError, list_recorded_runs, list_runs
from studio.board import Board
from studio.detective import judge, play_round
from studio.page import Page, Updates
from studio.refresh import View
from studio.run_views import choice_view
from studio.sent import sent
from studio.text import say, words
from studio.whole_numbers import whole_number
from studio.widgets.game import game, game_value

MOST_ROUNDS = 1_000_000


class PlayTab:
    """Builds the tab; `wire` connects it."""

    def __init__(self, page: Page, board: Board) -> None:
        self._page = page
        gr.Markdown(say("play.intro"))
        self.run = gr.Dropdown(
            [],
            value=None,
            label=say("play.run"),
            info=say("play.run_help"),
            elem_id="play-run",
            # A name may leave the list while an answer that holds it is on its way to the server.
            allow_custom_value=True,
        )
        self._game = game("play-game")
        board.keep(self.run, self._run_view)

    @property
    def outputs(self) -> list[Any]:
        return [self.run, self._game]

    def wire(self) -> None:
        """Connects the tab."""
        common: dict[str, Any] = {"place": "play", "fields": lambda _: "play-game"}
        asked = [self.run]
        self._page.on([self.run.input], self._begin, asked, [self._game], while_busy="latest", **common)
        self._page.on([self._game.select], self._turn, asked, [self._game], **common)
        self._page.on([self._game.submit], self._check, asked, [self._game], **common)

    def open(self, run: str, round: str) -> Updates:
        """The tab with the run and the round that the address names, else the newest run's first."""
        choices = self._choices(list_runs(self._page.workspace))
        chosen = run if run in choices else next(iter(choices), None)
        number = max(whole_number(round, MOST_ROUNDS, 1), 1)
        return {self.run: gr.update(choices=choices, value=chosen), **self._show(chosen, number)}

    def _choices(self, statuses: Sequence[RunStatus]) -> list[str]:
        """Pre-training runs that have begun, one's own first, then the recorded ones."""
        own = [status.name for status in statuses if status.kind == "pretrain" and status.step > 0]
        return list(dict.fromkeys([*own, *(s.name for s in list_recorded_runs(self._page.workspace))]))

    def _run_view(self, statuses: Sequence[RunStatus], value: object) -> View:
        names = self._choices(statuses)
        return choice_view([(name, name) for name in names], value if value in names else None)

    def _begin(self, run: str | None) -> Updates:
        return self._show(run, 1)

    def _turn(self, event: gr.EventData, run: str | None) -> Updates:
        return self._show(run, _number(sent(event, "round")))

    def _show(self, run: str | None, number: int) -> Updates:
        played = play_round(self._page.workspace.run(run), min(number, MOST_ROUNDS)) if run else None
        return {self._game: game_value(played, words())}

    def _check(self, event: gr.EventData, run: str | None) -> Updates:
        played = play_round(self._page.workspace.run(run), _number(sent(event, "round"))) if run else None
        if played is None:
            raise UserError(say("play.bad_marks"))
        return {self._game: game_value(played, words(), judge(played, sent(event, "marks")))}


def _number(round: object) -> int:
    if not isinstance(round, int) or not 0 < round <= MOST_ROUNDS:
        raise UserError(say("play.bad_marks"))
    return round
