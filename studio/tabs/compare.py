"""The tab that lays two to six runs beside one another, finished ones and those still at work."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import gradio as gr

from electra_engine import RecordReader, RunStatus, UnreadableRecordsError, list_recorded_runs
from studio.board import Board
from studio.charts.compared import MOST, compared_value
from studio.compared_runs import ComparedRun, scores_facts, settings_facts
from studio.live_records import LiveRecords
from studio.page import Page, Updates
from studio.refresh import View, shown
from studio.run_views import pretraining_figure, state_word
from studio.sent import sent, sent_list
from studio.tabs.curve_looks import axis_choice, read_axis
from studio.text import say, words
from studio.widgets.fact_sheet import fact_sheet
from studio.widgets.live_chart import live_chart
from studio.widgets.pinned_strips import Pinned, pinned_strips, pinned_strips_value
from studio.widgets.run_choice import run_choice, run_choice_value

AT_FIRST = 2


class CompareTab:
    """Builds the tab; `wire` connects it. What is chosen travels as names joined by commas."""

    kind = "compare"

    def __init__(self, page: Page, board: Board, live: LiveRecords) -> None:
        self._page, self._board, self._live = page, board, live
        gr.Markdown(say("compare.intro"))
        self._chosen = gr.Textbox("", visible=False)
        self._sentence = gr.Textbox("0", visible=False)
        choice = run_choice("compare-runs", say("compare.runs"), "compare", AT_FIRST, MOST)
        self._axis = axis_choice("compare")
        chart = live_chart("compare-chart", say("compare.chart"))
        strips = pinned_strips("compare-strips")
        settings = fact_sheet("compare-settings", say("compare.settings"))
        scores = fact_sheet("compare-scores", say("compare.scores"))
        self.inputs: list[Any] = [self._chosen, self._axis, self._sentence]
        self.components: dict[str, Any] = {
            "choice": choice,
            "chart": chart,
            "strips": strips,
            "settings": settings,
            "scores": scores,
        }
        board.watch(self)

    def wire(self) -> None:
        """Connects the boxes, the choice of an axis and that of a sentence."""
        inputs, outputs = self._board.inputs, self._board.outputs
        self._page.on([self.components["choice"].select], self._choose, inputs, outputs, while_busy="every")
        self._page.on([self._axis.input], self._board.redraw, inputs, outputs, while_busy="latest")
        turned = [self._sentence, *outputs]
        self._page.on([self.components["strips"].select], self._turn, inputs, turned, while_busy="every")

    def settle(self, statuses: Sequence[RunStatus], wanted: object) -> str:
        """The wanted runs that exist, at most `MOST`."""
        if not wanted:
            return ""  # a page that compares nothing costs nothing
        names = {status.name for status in self._offered(statuses)}
        known = [name for name in dict.fromkeys(str(wanted).split(",")) if name in names]
        return ",".join(known[:MOST])

    def views(self, statuses: Sequence[RunStatus], chosen: str, *looks: object) -> dict[str, View]:
        """What is to be seen now, by the names in `components`."""
        axis, sentence = read_axis(looks[0]), _whole(looks[1])
        offered = self._offered(statuses)
        by_name = {status.name: status for status in offered}
        names = [name for name in chosen.split(",") if name]
        runs = [run for place, name in enumerate(names) if (run := self._read(place, by_name[name]))]
        enough = runs if len(runs) >= AT_FIRST else []
        readers = [RecordReader(self._page.workspace.run(run.name).records) for run in enough]
        moved = tuple((run.name, run.status.state, run.curves.key) for run in enough)

        def strips() -> dict[str, Any]:
            pinned: list[Pinned] = [
                (run.place, run.name, reader.snapshot()) for run, reader in zip(enough, readers, strict=True)
            ]
            return pinned_strips_value(pinned, sentence, words())

        newest = tuple(
            (run.name, reader.newest_snapshot()) for run, reader in zip(enough, readers, strict=True)
        )
        return {
            "choice": shown(self._choice_value(offered, names)),
            "chart": View((moved, axis), lambda: compared_value(enough, axis, words())),
            "strips": View((newest, sentence), strips),
            "settings": shown(settings_facts(enough)),
            "scores": shown(scores_facts(enough)),
        }

    def _read(self, place: int, status: RunStatus) -> ComparedRun | None:
        """A run with its curves; None where they are damaged, which the Train tab says."""
        try:
            return ComparedRun(
                place, status, self._live.curves(self._page.workspace.run(status.name).records)
            )
        except UnreadableRecordsError:
            return None

    def _offered(self, statuses: Sequence[RunStatus]) -> list[RunStatus]:
        """Pre-training runs that have begun, one's own first, then those that came with the program."""
        all_runs = [*statuses, *list_recorded_runs(self._page.workspace)]
        begun = (status for status in all_runs if status.kind == "pretrain" and status.step > 0)
        return list({status.name: status for status in reversed(list(begun))}.values())[::-1]

    def _choice_value(self, offered: Sequence[RunStatus], names: Sequence[str]) -> dict[str, Any]:
        return run_choice_value(
            [(status.name, self._about(status)) for status in offered],
            names,
            say("compare.none"),
            say("compare.full", most=MOST),
            say("compare.too_few"),
        )

    def _about(self, status: RunStatus) -> str:
        records = self._page.workspace.run(status.name).records
        try:
            figure = pretraining_figure(self._live.results(records, status).evaluations)
        except UnreadableRecordsError:
            figure = state_word("damaged")
        state = state_word("recorded" if status.recorded else status.state)
        return " · ".join(part for part in (state, figure) if part)

    def _choose(self, event: gr.EventData, cursor: object, *values: object) -> Updates:
        names = [str(name) for name in sent_list(event, "runs")[:MOST]]
        return self._board.redraw(cursor, *values, compare=",".join(names))

    def _turn(self, event: gr.EventData, cursor: object, *values: object) -> Updates:
        turned = list(values)
        wanted = str(_whole(sent(event, "sentence")))
        turned[self._place(self._sentence)] = wanted
        return {self._sentence: wanted, **self._board.redraw(cursor, *turned)}

    def _place(self, component: gr.Textbox) -> int:
        """Where a component's value stands among those that follow the cursor."""
        return self._board.inputs.index(component) - 1


def _whole(number: object) -> int:
    """A sentence's index as a page sends it; 0 for anything else."""
    return int(str(number)) if str(number).isascii() and str(number).isdigit() and len(str(number)) < 6 else 0
