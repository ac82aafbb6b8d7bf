"""The fourth tab: teach a trained discriminator to sort texts, from a file with labels."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import gradio as gr

from electra_engine import (
    FineTuneSettings,
    RecordReader,
    RunStatus,
    UserError,
    knobs_of,
    new_finetuning,
    start_worker,
    to_flat,
)
from studio.board import Board
from studio.charts.fine_tune import fine_tune_value
from studio.labelled import sample_moods
from studio.labelled_views import label_facts, score_facts
from studio.live_records import LiveRecords
from studio.page import Page, Updates
from studio.refresh import View, shown
from studio.run_views import choice_view, fine_tuning_figure, health_facts, model_choices
from studio.shelf import Entry
from studio.tabs.knob_controls import KnobControls
from studio.tabs.monitor import Details, Monitor
from studio.tabs.room import Removal
from studio.text import say, words
from studio.widgets.fact_sheet import fact_sheet
from studio.widgets.live_chart import live_chart
from studio.widgets.status_card import FINE_TUNING_STAGES

NO_COLUMN = ""
FIRST = ("epochs", "learning_rate")
NOT_SHOWN = ("task",)  # there is one kind of task so far, so nothing to choose


class TuneTab:
    """Builds the tab; `wire` connects it."""

    def __init__(self, page: Page, board: Board, live: LiveRecords) -> None:
        self._page, self._board, self._live = page, board, live
        knobs = {known.name: known for known in knobs_of(FineTuneSettings) if known.name not in NOT_SHOWN}
        self._controls = KnobControls("tune", knobs)
        gr.Markdown(say("tune.intro"))
        with gr.Row(equal_height=False):
            with gr.Column(scale=4, min_width=280):
                self._build_file()
            with gr.Column(scale=7, min_width=300):
                self._preview = fact_sheet("tune-preview", say("tune.preview"))
        with gr.Column(elem_classes="controls"):
            self._build_request()
        self.monitor = Monitor("finetune", page, board, "tuned", FINE_TUNING_STAGES, self._build_details)
        board.keep(self._base, self._base_view)

    def _build_file(self) -> None:
        self._upload = gr.File(
            label=say("tune.upload"), file_types=[".csv", ".tsv", ".txt"], height=180, elem_id="tune-upload"
        )
        self._sample = gr.Button(say("tune.use_sample"), size="md", elem_id="tune-sample")
        self.in_use = gr.Dropdown(
            [], value=None, label=say("tune.in_use"), interactive=True, visible=False, elem_id="tune-in-use"
        )
        self._removal = Removal("labelled", self._page, self._page.labelled, self.in_use)

    def _build_request(self) -> None:
        with gr.Row(equal_height=False):
            with gr.Column(scale=1, min_width=240):
                self._base = gr.Dropdown(
                    [],
                    value=None,
                    label=say("tune.base"),
                    info=say("tune.base_help"),
                    allow_custom_value=True,
                    elem_id="tune-base",
                )
                self._columns = {
                    role: gr.Dropdown(
                        [(say("tune.no_column"), NO_COLUMN)],
                        value=NO_COLUMN,
                        label=say(f"tune.column_{role}"),
                        elem_id=f"tune-{role}",
                    )
                    for role in ("text", "text_pair", "label")
                }
            with gr.Column(scale=1, min_width=240):
                for name in FIRST:
                    self._controls.add(name)
                with gr.Accordion(say("sizing.advanced"), open=False, elem_classes="advanced"):
                    for name in self._controls.knobs:
                        if name not in FIRST:
                            self._controls.add(name)
            with gr.Column(scale=1, min_width=220):
                self.name = gr.Textbox(
                    label=say("train.name"), info=say("train.name_help"), elem_id="tune-name"
                )
                self._start = gr.Button(say("tune.start"), variant="primary", elem_id="tune-start")

    def wire(self) -> None:
        """Connects the tab."""
        self.monitor.wire()
        common: dict[str, Any] = {"place": "tune", "fields": self._field_id}
        self._page.on(
            [self._upload.upload],
            self._keep,
            [self._upload],
            self.outputs,
            place=common["place"],
            fields=lambda _: "tune-upload",
            waiting=True,
        )
        self._page.on([self._sample.click], self._use_sample, [], self.outputs, waiting=True, **common)
        self._page.on([self.in_use.input], self._use, [self.in_use], self.outputs, **common)
        self._removal.wire(self._forget, self.outputs, "tune", "tune-in-use")
        asked = [self.name, self._base, self.in_use, *self._columns.values(), *self._controls.inputs]
        self._page.on(
            [self._start.click],
            self._start_run,
            [*asked, *self._board.inputs],
            [self.name, *self._board.outputs],
            waiting=True,
            **common,
        )

    @property
    def outputs(self) -> list[Any]:
        """What a new labelled file changes."""
        fixed = [self._upload, self.in_use, self._preview, self.name, *self._removal.outputs]
        return [*fixed, *self._columns.values()]

    @property
    def shown_settings(self) -> list[Any]:
        """The controls that a draft fills."""
        return self._controls.inputs

    def show(self, id: str) -> Updates:
        """The tab with that labelled file in use, or without one."""
        try:
            entry: Entry | None = self._page.labelled.find(id)
        except UserError:
            entry = None
        choices = [(kept.name, kept.id) for kept in self._page.labelled.entries()]
        in_use = gr.update(choices=choices, value=entry.id if entry else None, visible=bool(choices))
        name = self._page.free_name(entry.name if entry else say("tune.default_name"))
        return {
            self.in_use: in_use,
            self._preview: label_facts(entry),
            self.name: name,
            **self._removal.show(entry),
            **self._choices(entry),
        }

    def show_settings(self, flat: Mapping[str, Any]) -> Updates:
        """The controls with these settings."""
        return self._controls.updates(flat)

    def _keep(self, upload: str | None) -> Updates:
        entry = self._page.labelled.keep([Path(upload)] if upload else [])
        return {self._upload: None, **self._take(entry)}

    def _use_sample(self) -> Updates:
        return self._take(sample_moods(self._page.labelled))

    def _use(self, id: str) -> Updates:
        return self._take(self._page.labelled.find(id))

    def _forget(self, _: str) -> Updates:
        self._page.drafts.change(labelled="")
        return self.show("")

    def _take(self, entry: Entry) -> Updates:
        self._page.drafts.change(labelled=entry.id)
        return self.show(entry.id)

    def _choices(self, entry: Entry | None) -> Updates:
        """The column choosers, set to what was guessed."""
        about = entry.about if entry else {"columns": [], "text": None, "text_pair": None, "label": None}
        names = [(column, column) for column in about["columns"]]
        choices = [(say("tune.no_column"), NO_COLUMN), *names]
        return {
            chooser: gr.update(choices=choices, value=about[role] or NO_COLUMN)
            for role, chooser in self._columns.items()
        }

    def _start_run(self, name: str, base: str, id: str, *values: object) -> Updates:
        roles, knobs = len(self._columns), len(self._controls.inputs)
        columns = {role: str(value or "") for role, value in zip(self._columns, values[:roles], strict=True)}
        settings = FineTuneSettings().with_changes(self._controls.changes(values[roles : roles + knobs]))
        self._page.drafts.change(tuning=to_flat(settings))
        if not id:
            raise UserError(say("tune.no_file"), "train")
        if not base:
            raise UserError(say("tune.no_base"), "from")
        (file,) = self._page.labelled.find(id).files
        run = new_finetuning(self._page.workspace, name, str(base), file, settings, columns=_given(columns))
        start_worker(run)
        redrawn = self._board.redraw(*values[roles + knobs :], finetune=name)
        return {self.name: self._page.free_name(name), **redrawn}

    def _build_details(self) -> Details:
        components = {
            "health": fact_sheet("tune-health", say("health.title")),
            "scores": fact_sheet("tune-scores", say("scores.title")),
            "chart": live_chart("tune-chart", say("tune.chart")),
        }
        return Details(components, self._detail_views, self._figure)

    def _detail_views(self, status: RunStatus) -> Mapping[str, View]:
        run = self._page.workspace.run(status.name)
        curves = self._live.curves(run.records)
        return {
            "scores": shown(score_facts(curves.scores)),
            "chart": View(
                (status.name, status.state, curves.key),
                lambda: fine_tune_value(curves.metrics, curves.scores, words()),
            ),
            "health": shown(health_facts(RecordReader(run.records).events())),
        }

    def _base_view(self, statuses: Sequence[RunStatus], value: object) -> View:
        return choice_view(model_choices(self._page.workspace, statuses, ("pretrain",)), value)

    def _figure(self, status: RunStatus) -> str:
        records = self._page.workspace.run(status.name).records
        return fine_tuning_figure(self._live.results(records, status).scores)

    def _field_id(self, field: str) -> str:
        known = {
            "run": "tune-name",
            "from": "tune-base",
            "model": "tune-base",
            "train": "tune-upload",
            "files": "tune-upload",
            "text": "tune-text",
            "text_pair": "tune-text_pair",
            "label": "tune-label",
        }
        return known.get(field) or self._controls.field_id(field)


def _given(columns: Mapping[str, str]) -> dict[str, str | None]:
    return {role: name or None for role, name in columns.items()}
