"""The third tab: start a run, and watch it from any page while it trains by itself."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import gradio as gr

from electra_engine import (
    RecordReader,
    RunStatus,
    UserError,
)
from studio.board import Board
from studio.charts.duel import duel_value
from studio.corpora import summary_of
from studio.live_records import LiveRecords, learned_vocabulary_size
from studio.one_start import start_pretraining
from studio.page import Page, Updates
from studio.refresh import View, shown
from studio.run_views import health_facts, pretraining_figure
from studio.scorecard import scorecard
from studio.tabs.curve_looks import curve_looks, read_look
from studio.tabs.monitor import Details, Monitor
from studio.tabs.own_sentence import OwnSentence
from studio.tabs.pair_settings import PairSettings
from studio.text import say, words
from studio.through_time import ThroughTime
from studio.widgets.caught_rows import caught_rows, caught_rows_value
from studio.widgets.error_table import error_table, error_table_value
from studio.widgets.fact_sheet import fact_sheet
from studio.widgets.live_chart import live_chart
from studio.widgets.status_card import PRETRAINING_STAGES
from studio.widgets.theatre import theatre, theatre_value


class TrainTab:
    """Builds the tab; `wire` connects it once every control of the settings exists."""

    def __init__(self, page: Page, board: Board, settings: PairSettings, live: LiveRecords) -> None:
        self._page, self._board, self._settings, self._live = page, board, settings, live
        gr.Markdown(say("train.intro"))
        with gr.Column(elem_classes="controls"), gr.Row(equal_height=False):
            with gr.Column(scale=4, min_width=240):
                self.name = gr.Textbox(
                    label=say("train.name"), info=say("train.name_help"), elem_id="train-name"
                )
            with gr.Column(scale=5, min_width=280):
                settings.add_duration()
            with gr.Column(scale=2, min_width=160, elem_classes="at-end"):
                self._start = gr.Button(say("train.start"), variant="primary", elem_id="train-start")
        self.monitor = Monitor("pretrain", page, board, "run", PRETRAINING_STAGES, self._build_details)

    def wire(self, corpus: Any) -> None:
        """`corpus` is the component that holds the id of the corpus in use."""
        self.monitor.wire()
        self._own.wire(self.monitor.selected)
        self._page.on(
            [self._start.click],
            self._start_run,
            [self.name, corpus, *self._settings.inputs, *self._board.inputs],
            [self.name, *self._board.outputs],
            place="train",
            fields=self._field_id,
        )

    def proposed_name(self, corpus: str) -> str:
        """A free name made from the corpus's."""
        try:
            wanted = self._page.corpora.find(corpus).name.removesuffix(".txt")
        except UserError:
            wanted = say("train.default_name")
        return self._page.free_name(wanted)

    def _start_run(self, name: str, corpus: str, *values: object) -> Updates:
        count = len(self._settings.inputs)
        settings = self._settings.read(values[:count])
        if not corpus:
            raise UserError(say("train.no_corpus"), "corpus")
        entry = self._page.corpora.find(corpus)
        summary = summary_of(entry)
        started = start_pretraining(self._page.workspace, name, entry.files, settings, summary)
        cursor, *rest = values[count:]
        redrawn = self._board.redraw(cursor, *rest, pretrain=started)
        return {self.name: self.proposed_name(corpus), **redrawn}

    def _build_details(self) -> Details:
        components = {
            "health": fact_sheet("train-health", say("health.title")),
            "theatre": theatre("train-theatre"),
        }
        self._own = OwnSentence(self._page, self._board)
        self.through_time = ThroughTime(self._page, "train-machine")
        components |= {
            **self._own.components,
            "machine": self.through_time.component,
            "scorecard": fact_sheet("train-scorecard", say("scorecard.title")),
        }
        looks = curve_looks("train")
        components["chart"] = live_chart("train-chart", say("train.chart"))
        components |= {"errors": error_table("train-errors"), "who": caught_rows("train-who")}
        return Details(components, self._detail_views, self._figure, looks)

    def _detail_views(self, status: RunStatus, *looks: object) -> Mapping[str, View]:
        run = self._page.workspace.run(status.name)
        curves, reader = self._live.curves(run.records), RecordReader(run.records)
        look = read_look(*looks)
        vocabulary = learned_vocabulary_size(run) or int(status.request.settings.get("vocabulary.size", 0))
        evaluation = curves.evaluations[-1] if curves.evaluations else None

        def chart() -> dict[str, Any]:
            return duel_value(curves.metrics, curves.evaluations, vocabulary, look, words())

        def errors() -> dict[str, Any]:
            return error_table_value(evaluation, reader.examples(), words())

        return {
            "chart": View((status.name, status.state, look, curves.key), chart),
            "errors": View((status.name, evaluation, reader.examples_step()), errors),
            "who": View((status.name, evaluation), lambda: caught_rows_value(evaluation, words())),
            "scorecard": shown(scorecard(evaluation)),
            "theatre": View(
                (status.name, curves.started, reader.newest_snapshot()),
                lambda: theatre_value(reader.snapshot(), words()),
            ),
            "machine": self.through_time.view(status.name),
            **self._own.views(status),
            "health": shown(health_facts(reader.events())),
        }

    def _figure(self, status: RunStatus) -> str:
        records = self._page.workspace.run(status.name).records
        return pretraining_figure(self._live.results(records, status).evaluations)

    def _field_id(self, field: str) -> str:
        known = {"run": "train-name", "corpus": "", "files": ""}
        return known[field] if field in known else self._settings.controls.field_id(field)
