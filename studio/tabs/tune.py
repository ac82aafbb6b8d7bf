"""The fourth tab: teach a trained discriminator a task, from a file with labels."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import gradio as gr

from electra_engine import (
    FineTuneSettings,
    RecordReader,
    RunStatus,
    ScoreReport,
    Sentence,
    UserError,
    Work,
    compare_runs,
    final_report,
    kept_steps,
    knobs_of,
    learning_shares,
    plan_finetuning,
    plan_trials,
    recorded_names,
    to_flat,
)
from studio.board import Board
from studio.charts.fine_tune import fine_tune_value
from studio.charts.judgement import calibration_value, rows_value
from studio.labelled import sizes_of_kept
from studio.labelled_views import odd_rows_facts, score_facts
from studio.live_records import LiveRecords
from studio.one_start import start_finetuning
from studio.page import Page, Updates
from studio.quantities import duration, memory, storage
from studio.refresh import View, shown
from studio.run_views import choice_view, fine_tuning_figure, health_facts, model_choices
from studio.score_views import MISTAKES, class_facts, meaning_facts, mistake_facts
from studio.speed import Speedometer
from studio.tabs.knob_controls import KnobControls
from studio.tabs.labelled_choice import JUDGING, ROLES, LabelledChoice
from studio.tabs.monitor import Details, Monitor
from studio.text import say, words
from studio.text.told import told
from studio.widgets.confusion import confusion, confusion_value
from studio.widgets.fact_sheet import fact_sheet, facts
from studio.widgets.live_chart import live_chart
from studio.widgets.status_card import FINE_TUNING_STAGES

FIRST = ("method", "epochs", "learning_rate", "against_random")
SIZING = ("top_layers", "rank", "added_size")  # what decides how much a method teaches
NOT_SHOWN = ("task",)  # chosen with the file that teaches it


@dataclass(frozen=True)
class _Asked:
    """What the controls ask for: `columns` by role, `board` what the board's controls hold."""

    file: Path
    judged_by: dict[str, Path]
    settings: FineTuneSettings
    columns: dict[str, str | None]
    board: Sequence[object]


class TuneTab:
    """Builds the tab; `wire` connects it."""

    def __init__(self, page: Page, board: Board, live: LiveRecords, speed: Speedometer) -> None:
        self._page, self._board, self._live, self._speed = page, board, live, speed
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
                self._labelled.build_judging()
            with gr.Column(scale=1, min_width=240):
                for name in FIRST:
                    self._controls.add(name)
                    if name == "method":
                        self._shares = gr.Markdown("", elem_classes="quiet", elem_id="tune-shares")
                with gr.Accordion(say("sizing.advanced"), open=False, elem_classes="advanced"):
                    for name in self._controls.knobs:
                        if name not in FIRST:
                            self._controls.add(name)
            with gr.Column(scale=1, min_width=220):
                self.name = gr.Textbox(
                    label=say("train.name"), info=say("train.name_help"), elem_id="tune-name"
                )
                self._needs = gr.Markdown("", elem_classes="quiet", elem_id="tune-needs")
                self._start = gr.Button(say("tune.start"), variant="primary", elem_id="tune-start")

    def wire(self) -> None:
        """Connects the tab."""
        self.monitor.wire()
        self._labelled.wire(self.name, self._field_id)
        sizes = [self._controls.components[name] for name in SIZING]
        self._page.on(
            [self._base.change, self._labelled.task.change, *(size.input for size in sizes)],
            self._show_shares,
            [self._base, *self._labelled.asked[:1], *sizes],
            [self._shares],
            place="tune-shares",  # which refuses nothing, and takes away nothing that was refused elsewhere
            fields=self._field_id,
            while_busy="latest",
        )
        labelled = [*self._labelled.asked, *self._labelled.judging]
        asked = [self.name, self._base, *labelled, *self._controls.inputs]
        chosen = [self._base.change, self._labelled.in_use.change]
        columns = [chooser.input for chooser in self._labelled.asked[2:]]
        self._page.on(
            [*chosen, *columns, *self._controls.triggers],
            self._show_needs,
            asked[1:],
            [self._needs],
            place="tune-needs",  # as above
            fields=self._field_id,
            while_busy="latest",
        )
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

    def _show_shares(self, base: object, task: object, *sizes: object) -> Updates:
        """What each method would teach of the chosen base; nothing while that cannot be used."""
        try:
            named = zip(SIZING, sizes, strict=True)
            changes = {name: self._controls.knobs[name].parse(value) for name, value in named}
            settings = FineTuneSettings().with_changes({**changes, "task": task})
            found = learning_shares(str(base or ""), self._page.workspace, settings)
        except UserError:
            return {self._shares: ""}
        listed = [
            say("tune.share", method=told(Sentence(method)), share=f"{share:.2%}")
            for method, share in found.items()
        ]
        return {self._shares: say("tune.shares", shares=" · ".join(listed)) if listed else ""}

    def _show_needs(self, base: object, *values: object) -> Updates:
        """The room that a run of these choices takes; nothing while one is missing or cannot be used."""
        try:
            asked = self._read(values)
            rows = sizes_of_kept(asked.file, asked.settings.task, tuple(asked.columns.items()))
            workspace = self._page.workspace
            plan = plan_finetuning(str(base or ""), workspace, asked.settings, rows) if base else None
        except UserError:
            return {self._needs: ""}
        if plan is None:
            return {self._needs: ""}
        need = plan.room_needed()
        disk = storage(need.disk or 0)
        room = say("tune.needs_disk", disk=disk)
        if need.memory is not None:
            room = say("tune.needs", memory=memory(need.memory), disk=disk)
        return {self._needs: f"{room} {self._time_needed(asked.settings, plan.work())}"}

    def _time_needed(self, settings: FineTuneSettings, work: Work) -> str:
        speed = self._speed.foretell_teaching(settings, work)
        if speed is None:
            return say("tune.time_unknown")
        trainings = len(plan_trials(settings, base_is_random=False))
        seconds = work.tokens / speed.tokens_per_second
        if settings.minutes:
            seconds = min(seconds, settings.minutes * 60 * trainings)
        return say("tune.time_rough" if speed.is_rough else "tune.time", time=duration(seconds))

    def _read(self, values: Sequence[object]) -> _Asked:
        """What the controls say; raises `UserError`."""
        learned, knobs = len(self._labelled.asked), len(self._controls.inputs)
        task, id, *columns = values[:learned]
        judging, values = values[learned : learned + len(JUDGING)], values[learned + len(JUDGING) :]
        changes = self._controls.changes(values[:knobs])
        file, checked, given = self._labelled.request(str(task), str(id or ""), *columns)
        return _Asked(
            file,
            self._labelled.judged_by(str(id), *judging),
            FineTuneSettings().with_changes({**changes, "task": checked}),
            given,
            values[knobs:],
        )

    def _start_run(self, name: str, base: str, *values: object) -> Updates:
        asked = self._read(values)
        file, judged_by, settings = asked.file, asked.judged_by, asked.settings
        self._page.drafts.change(tuning=to_flat(settings))
        if not base:
            raise UserError(say("tune.no_base"), "from")
        started = start_finetuning(
            self._page.workspace, name, str(base), file, settings, asked.columns, judged_by
        )
        redrawn = self._board.redraw(*asked.board, finetune=started)
        return {self.name: self._page.free_name(name), **redrawn}

    def _build_details(self) -> Details:
        components = {
            "health": fact_sheet("tune-health", say("health.title")),
            "scores": fact_sheet("tune-scores", say("scores.title")),
            "chart": live_chart("tune-chart", say("tune.chart")),
            "meaning": fact_sheet("tune-meaning", say("judged.title")),
            "confusion": confusion("tune-confusion"),
            "classes": fact_sheet("tune-classes", say("judged.classes")),
            "mistakes": fact_sheet("tune-mistakes", say("judged.mistakes")),
            "odd_rows": fact_sheet("tune-odd-rows", say("tune.odd_rows")),
        }
        self._rival = gr.Dropdown(
            [], value=None, label=say("judged.rival"), info=say("judged.rival_help"), elem_id="tune-rival"
        )
        self._board.keep(self._rival, self._rivals)
        components["rival"] = fact_sheet("tune-rival-found", say("judged.rival"))
        with gr.Row(equal_height=False):
            components["calibration"] = live_chart("tune-calibration", say("judged.calibration"))
            components["rows"] = live_chart("tune-rows", say("judged.rows"))
        return Details(components, self._detail_views, self._figure, [self._rival])

    def _detail_views(self, status: RunStatus, rival: object) -> Mapping[str, View]:
        run = self._page.workspace.run(status.name)
        curves, reader = self._live.curves(run.records), RecordReader(run.records)
        report = final_report(reader)
        key = (status.name, status.state, report.step if report else -1)
        trials = reader.trials()
        return {
            "meaning": shown(meaning_facts(report, reader.score_spreads(), reader.comparisons())),
            "rival": shown(self._compared(status, str(rival or ""))),
            "confusion": View(key, lambda: confusion_value(report, reader, words())),
            "classes": shown(class_facts(report)),
            "mistakes": View(key, lambda: _mistakes(report, reader)),
            "odd_rows": View((status.name, status.state), lambda: odd_rows_facts(reader.odd_rows())),
            "calibration": View(key, lambda: calibration_value(report, words())),
            "rows": View(
                (*key, len(trials)),
                lambda: rows_value(trials, report.main_metric if report else "", words()),
            ),
            "scores": shown(score_facts(curves.scores)),
            "chart": View(
                (status.name, status.state, curves.key),
                lambda: fine_tune_value(curves.metrics, curves.scores, words()),
            ),
            "health": shown(health_facts(reader.events())),
        }

    def _rivals(self, statuses: Sequence[RunStatus], value: object) -> View:
        """The fine-tuned runs that the chosen one can be compared with."""
        names = [one.name for one in statuses if one.kind == "finetune" and one.state == "finished"]
        kept = value if value in names else None
        return View((names, kept), lambda: gr.update(choices=names, value=kept))

    def _compared(self, status: RunStatus, rival: str) -> dict[str, Any]:
        """Whether the difference between two runs is more than chance, in a sentence."""
        if not rival or rival == status.name or status.state != "finished":
            return facts()
        try:
            return facts(sentence=told(compare_runs(self._page.workspace, status.name, rival).meaning))
        except UserError as error:
            return facts(sentence=told(error.sentence))

    def _base_view(self, statuses: Sequence[RunStatus], value: object) -> View:
        choices = model_choices(self._page.workspace, statuses, ("pretrain",))
        names = [name for _, name in choices]
        if value not in names and value in recorded_names(self._page.workspace):
            trained = any(status.name in names and not status.at_work for status in statuses)
            value = None if trained else value  # it stood in for the first that somebody has trained
        return choice_view([*choices, *self._earlier(names)], value)

    def _earlier(self, names: Iterable[str]) -> list[tuple[str, str]]:
        """The earlier checkpoints that the runs have kept, to see what more pre-training was worth."""
        return [
            (say("tune.base_at", name=name, step=f"{step:,}"), f"{name}@{step}")
            for name in names
            for step in kept_steps(self._page.workspace.run(name))[1:]
        ]

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
            **{role: f"tune-{role}" for role in (*ROLES, *JUDGING)},
        }
        return known.get(field) or self._controls.field_id(field)


def _mistakes(report: ScoreReport | None, reader: RecordReader) -> dict[str, Any]:
    return mistake_facts(report, reader.judged_rows(report.split, most=MISTAKES) if report else [])
