"""The fourth tab: teach a trained discriminator a task, from a file with labels."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import gradio as gr

from electra_engine import (
    FineTuneSettings,
    RecordReader,
    RunStatus,
    UserError,
    just_asked_for,
    knobs_of,
    new_finetuning,
    start_worker,
    to_flat,
)
from studio.board import Board
from studio.charts.fine_tune import fine_tune_value
from studio.labelled_views import score_facts
from studio.live_records import LiveRecords
from studio.page import Page, Updates
from studio.refresh import View, shown
from studio.run_views import choice_view, fine_tuning_figure, health_facts, model_choices
from studio.tabs.knob_controls import KnobControls
from studio.tabs.labelled_choice import ROLES, LabelledChoice
from studio.tabs.monitor import Details, Monitor
from studio.text import say, words
from studio.widgets.fact_sheet import fact_sheet
from studio.widgets.live_chart import live_chart
from studio.widgets.status_card import FINE_TUNING_STAGES

FIRST = ("epochs", "learning_rate")
NOT_SHOWN = ("task",)  # chosen with the file that teaches it


class TuneTab:
    """Builds the tab; `wire` connects it."""

    def __init__(self, page: Page, board: Board, live: LiveRecords) -> None:
        self._page, self._board, self._live = page, board, live
        knobs = {known.name: known for known in knobs_of(FineTuneSettings) if known.name not in NOT_SHOWN}
        self._controls = KnobControls("tune", knobs)
        gr.Markdown(say("tune.intro"))
        self._labelled = LabelledChoice(page)
        with gr.Column(elem_classes="controls"):
            self._build_request()
        self.monitor = Monitor("finetune", page, board, "tuned", FINE_TUNING_STAGES, self._build_details)
        board.keep(self._base, self._base_view)

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
                self._labelled.build_columns()
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
        self._labelled.wire(self.name, self._field_id)
        asked = [self.name, self._base, *self._labelled.asked, *self._controls.inputs]
        self._page.on(
            [self._start.click],
            self._start_run,
            [*asked, *self._board.inputs],
            [self.name, *self._board.outputs],
            waiting=True,
            place="tune",
            fields=self._field_id,
        )

    @property
    def in_use(self) -> Any:
        """The chooser of the labelled file."""
        return self._labelled.in_use

    @property
    def outputs(self) -> list[Any]:
        """What a new labelled file changes."""
        return self._labelled.outputs

    @property
    def shown_settings(self) -> list[Any]:
        """The controls that a draft fills."""
        return self._controls.inputs

    def show(self, id: str, task: str) -> Updates:
        """The tab with that task and labelled file in use, or without one."""
        return self._labelled.show(id, task)

    def show_settings(self, flat: Mapping[str, Any]) -> Updates:
        """The controls with these settings."""
        return self._controls.updates(flat)

    def _start_run(self, name: str, base: str, *values: object) -> Updates:
        learned, knobs = len(self._labelled.asked), len(self._controls.inputs)
        task, id, *columns = values[:learned]
        changes = self._controls.changes(values[learned : learned + knobs])
        file, checked, given = self._labelled.request(str(task), str(id or ""), *columns)
        settings = FineTuneSettings().with_changes({**changes, "task": checked})
        self._page.drafts.change(tuning=to_flat(settings))
        if not base:
            raise UserError(say("tune.no_base"), "from")
        workspace = self._page.workspace
        twin = just_asked_for(workspace, "finetune", to_flat(settings), [file], str(base))
        if not twin:
            start_worker(new_finetuning(workspace, name, str(base), file, settings, columns=given))
        redrawn = self._board.redraw(*values[learned + knobs :], finetune=twin or name)
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
            "task": "tune-task",
            **{role: f"tune-{role}" for role in ROLES},
        }
        return known.get(field) or self._controls.field_id(field)
