"""The runs of one kind: their list, the chosen one's state, and what can be done with it."""

from __future__ import annotations

import dataclasses
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from typing import Any

import gradio as gr

from electra_engine import (
    RunStatus,
    UnreadableRecordsError,
    Workspace,
    kill_worker,
    move_run,
    pause_run,
    remove_run,
    resume_run,
    stop_run,
)
from studio.board import Board
from studio.page import Page, Updates
from studio.places import Places
from studio.refresh import View, shown
from studio.run_log import log_text, log_version
from studio.run_views import asked_for, row
from studio.sent import sent
from studio.taking_away import forget_exports
from studio.text import say, words
from studio.text.told import told
from studio.widgets.fact_sheet import fact_sheet, facts
from studio.widgets.log_lines import log_lines, log_value
from studio.widgets.run_list import run_list, run_list_value
from studio.widgets.status_card import Stages, status_card, status_card_value

PATIENCE = 20.0  # seconds after which a stop that is not obeyed may be forced
ACTS: Mapping[str, Callable[[Workspace, str], object]] = {
    "earlier": partial(move_run, where="earlier"),
    "later": partial(move_run, where="later"),
    "pause": pause_run,
    "stop": stop_run,
    "cancel": stop_run,
    "force": kill_worker,
    "resume": resume_run,
}
ACTIONS = (*ACTS, "remove", "why")


@dataclass(frozen=True)
class Details:
    """What is drawn of a chosen run beside its state.

    `components` by view name; `views` makes their views for a run and for the values of `looks`, the
    reader's choices of how to look at it; `figure` gives the figure that a run is known by in the list.
    """

    components: Mapping[str, Any]
    views: Callable[..., Mapping[str, View]]
    figure: Callable[[RunStatus], str]
    looks: Sequence[Any] = ()


class Monitor:
    """Watches the runs of one kind. `build_details` draws the rest of the chosen run's panel."""

    def __init__(
        self,
        kind: str,
        page: Page,
        board: Board,
        address_key: str,
        stages: Stages,
        build_details: Callable[[], Details],
    ) -> None:
        self.kind = kind
        self._page, self._board, self._stages = page, board, stages
        self.selected = gr.Textbox("", visible=False)
        with gr.Row(equal_height=False):
            with gr.Column(scale=3, min_width=260):
                self._list = run_list(f"{kind}-runs", say("runs.title"), address_key)
            with gr.Column(scale=8, min_width=300):
                self._head = fact_sheet(f"{kind}-head", say("runs.chosen"))
                self._card = status_card(f"{kind}-status")
                self._build_actions()
                with gr.Column(visible=False) as self._panel:
                    self._details = build_details()
                    with gr.Accordion(say("runs.log"), open=False, elem_id=f"{kind}-log-fold"):
                        self._log = log_lines(f"{kind}-log", say("runs.log"))
        self.inputs: list[Any] = [self.selected, *self._details.looks]
        self.components: dict[str, Any] = {
            "list": self._list,
            "head": self._head,
            "card": self._card,
            **self._actions,
            "panel": self._panel,
            "log": self._log,
            **self._details.components,
        }
        board.watch(self)

    def settle(self, statuses: Sequence[RunStatus], wanted: object) -> str:
        """The wanted run's name, if there is such a run, else the newest run's, else nothing."""
        names = [status.name for status in self._own(statuses)]
        return str(wanted) if wanted in names else next(iter(names), "")

    def views(self, statuses: Sequence[RunStatus], chosen: str, *looks: object) -> dict[str, View]:
        """What is to be seen now, by the names in `components`."""
        own = self._own(statuses)
        status = next((status for status in own if status.name == chosen), None)
        rows = [row(one, self._figure(one)) for one in own]
        status, details = self._look_at(status, looks)
        return {
            "list": shown(run_list_value(rows, chosen, say(f"runs.none_{self.kind}"))),
            "head": shown(_head_value(status)),
            "card": shown(self._card_value(status)),
            **_action_views(status),
            "panel": _visible(bool(details)),
            **details,
            **({"log": self._log_view(status)} if status else {}),
        }

    def wire(self) -> None:
        """Connects the list and the buttons, once every part of the board is built."""
        inputs, outputs = self._board.inputs, self._board.outputs
        self._page.on([self._list.select], self._choose, inputs, outputs, while_busy="every")
        if self._details.looks:
            changed = [look.input for look in self._details.looks]
            self._page.on(changed, self._board.redraw, inputs, outputs, while_busy="latest")
        for name, act in ACTS.items():
            self._page.on([self._actions[name].click], self._acting(act), inputs, outputs)
        asking = [self._confirm, self._doomed, self._question]
        self._page.on([self._actions["remove"].click], self._ask, [self.selected], asking)
        self._page.on([self._keep.click], self._do_not_remove, [], asking)
        self._page.on([self._really.click], self._remove, [self._doomed, *inputs], [*asking, *outputs])

    def _own(self, statuses: Sequence[RunStatus]) -> list[RunStatus]:
        return [status for status in statuses if status.kind == self.kind]

    def _figure(self, status: RunStatus) -> str:
        try:
            return self._details.figure(status)
        except UnreadableRecordsError:  # one damaged run must not hide the others
            return ""

    def _look_at(
        self, status: RunStatus | None, looks: Sequence[object]
    ) -> tuple[RunStatus | None, Mapping[str, View]]:
        """The chosen run's state, which says so where its records are damaged, and the rest of its panel."""
        if status is None or status.state == "damaged":
            return status, {}
        try:
            return status, self._details.views(status, *looks)
        except UnreadableRecordsError as error:
            state = status.state if status.at_work else "damaged"
            return dataclasses.replace(status, state=state, message=error.sentence), {}

    def _build_actions(self) -> None:
        with gr.Row(elem_classes="actions"):
            self._actions: dict[str, Any] = {
                name: gr.Button(
                    say(f"runs.{name}"),
                    visible=False,
                    variant="stop" if name == "force" else "secondary",
                    elem_id=f"{self.kind}-{name}",
                )
                for name in (*ACTS, "remove")
            }
        self._actions["why"] = gr.Markdown("", visible=False, elem_classes="quiet")
        self._doomed = gr.Textbox("", visible=False)
        with gr.Column(visible=False, elem_classes="controls") as self._confirm:
            self._question = gr.Textbox(
                label=say("runs.remove"), show_label=False, container=False, interactive=False, lines=2
            )
            with gr.Row(elem_classes="actions"):
                self._really = gr.Button(
                    say("runs.remove_yes"), variant="stop", elem_id=f"{self.kind}-really"
                )
                self._keep = gr.Button(say("runs.remove_no"))

    def _card_value(self, status: RunStatus | None) -> dict[str, Any]:
        if status is None:
            return status_card_value(None, words(), self._stages)
        state = {key: value for key, value in dataclasses.asdict(status).items() if key != "request"}
        return status_card_value(
            {**state, "phase": status.state, "message": told(status.message)}, words(), self._stages
        )

    def _log_view(self, status: RunStatus) -> View:
        run = self._page.workspace.run(status.name)
        return View((status.name, log_version(run)), lambda: log_value(status.name, log_text(run)))

    def _choose(self, event: gr.EventData, cursor: object, *values: object) -> Updates:
        return self._board.redraw(cursor, *values, **{self.kind: str(sent(event, "run"))})

    def _acting(self, act: Callable[..., object]) -> Callable[..., Updates]:
        """A handler that does something to the chosen run, then shows what came of it."""
        place = self._board.inputs.index(self.selected) - 1

        def handler(cursor: object, *values: object) -> Updates:
            act(self._page.workspace, str(values[place]))
            return self._board.redraw(cursor, *values)

        return handler

    def _ask(self, name: str) -> Updates:
        question = say("runs.remove_question", name=name)
        return {self._confirm: gr.update(visible=True), self._doomed: name, self._question: question}

    def _do_not_remove(self) -> Updates:
        return {self._confirm: gr.update(visible=False), self._doomed: ""}

    def _remove(self, doomed: str, cursor: object, *values: object) -> Updates:
        remove_run(self._page.workspace, doomed)
        forget_exports(Places(self._page.workspace), doomed)
        return {**self._do_not_remove(), **self._board.redraw(cursor, *values)}


def _head_value(status: RunStatus | None) -> dict[str, Any]:
    if status is None:
        return facts()
    warnings = [say("runs.recorded_note")] if status.recorded else []
    return facts(title=status.name, sentence=asked_for(status), warnings=warnings)


def _action_views(status: RunStatus | None) -> dict[str, View]:
    """Which buttons are offered, and why a run cannot be resumed."""
    if status is None:
        return {name: _visible(False) for name in ACTIONS}
    waits, ending = status.state == "queued", status.state in ("pausing", "stopping")
    overdue = ending and status.since > PATIENCE
    resumes = status.can_resume or status.at_work or status.state in ("finished", "damaged")
    why = "" if resumes else told(status.cannot_resume)
    return {
        "earlier": _visible(waits and status.turn > 1),
        "later": _visible(waits and 0 < status.turn < status.turns),
        "pause": _visible(status.at_work and not waits and status.can_pause),
        "stop": _visible(status.at_work and not waits and status.state != "stopping"),
        "cancel": _visible(waits),
        "force": _visible(status.alive and (overdue or status.state == "stalled")),
        "resume": _visible(status.can_resume),
        "remove": _visible(not status.at_work and not status.recorded),
        "why": View(why, lambda: gr.update(value=why, visible=bool(why))),
    }


def _visible(offered: bool) -> View:
    return View(offered, lambda: gr.update(visible=offered))
