"""The first tab: what the game is, a recorded run at play, and the way to a run of one's own."""

from __future__ import annotations

import random
from typing import Any

import gradio as gr

from electra_engine import (
    RecordReader,
    RunSettings,
    RunStatus,
    UserError,
)
from studio.board import Board
from studio.corpora import sample_corpus, summary_of
from studio.live_records import learned_vocabulary_size
from studio.one_start import start_pretraining
from studio.page import Page, Updates
from studio.recorded import first_recorded, recorded_trace
from studio.text import say, words
from studio.widgets.replay import replay, replay_value
from studio.widgets.tour import tour, tour_value

LONGEST = 160  # characters; a longer row of cards is not taken in at a glance
SEEDS = 1 << 31
MINUTE = {"training.minutes": 1, "training.steps": 0}


class WelcomeTab:
    """Builds the tab; `wire` connects it."""

    def __init__(self, page: Page, board: Board) -> None:
        self._page, self._board = page, board
        self._recorded = first_recorded(page.workspace)
        with gr.Row(equal_height=False, elem_classes="welcome-head"):
            with gr.Column(scale=7, min_width=300):
                gr.Markdown(say("welcome.intro"))
            with gr.Column(scale=3, min_width=240, elem_classes="at-end"):
                self._train = gr.Button(say("welcome.train"), variant="primary", elem_id="welcome-train")
        self._tour = tour("welcome-tour")
        self._tour.value = self._recorded_tour()
        with gr.Column(elem_classes="controls", visible=self._recorded is not None):
            self._build_own_sentence()
        if self._recorded is None:
            gr.Markdown(say("welcome.no_recording"))
        else:
            replay("welcome-replay").value = _playback(page, self._recorded)

    def _build_own_sentence(self) -> None:
        with gr.Row(equal_height=False):
            with gr.Column(scale=8, min_width=280):
                self._sentence = gr.Textbox(
                    value=say("welcome.own_example"),
                    label=say("welcome.own_sentence"),
                    info=say("welcome.own_help"),
                    lines=1,
                    max_lines=1,
                    elem_id="welcome-sentence",
                )
            with gr.Column(scale=3, min_width=200, elem_classes="at-end"):
                self._play = gr.Button(say("welcome.own_play"), size="md", elem_id="welcome-play")
                self._back = gr.Button(
                    say("welcome.own_back"), size="md", visible=False, elem_id="welcome-back"
                )

    def wire(self, tabs: gr.Tabs) -> None:
        """`tabs` is turned to the Train tab when a run was started here."""
        own = [self._tour, self._back]
        common: dict[str, Any] = {"place": "welcome", "fields": _field_id}
        self._page.on(
            [self._play.click, self._sentence.submit],
            self._play_own,
            [self._sentence],
            own,
            waiting=True,
            **common,
        )
        self._page.on([self._back.click], self._play_recorded, [], own, **common)

        def train(*values: object) -> Updates:
            return {tabs: gr.Tabs(selected="train"), **self._train_here(*values)}

        outputs = [tabs, *self._board.outputs]
        self._page.on([self._train.click], train, self._board.inputs, outputs, **common)

    def _play_own(self, sentence: str) -> Updates:
        text = " ".join(sentence.split())
        if not text:
            raise UserError(say("welcome.own_empty"), "text")
        if len(text) > LONGEST:
            raise UserError(say("welcome.own_long", most=LONGEST), "text")
        if self._recorded is None:
            raise UserError(say("welcome.no_recording"), "text")
        # Each press throws the dice anew, so that the same sentence shows something else.
        trace = self._page.predictor.trace(self._recorded.name, text, random.randrange(SEEDS))
        return {self._tour: tour_value(trace, words(), own=True), self._back: gr.update(visible=True)}

    def _play_recorded(self) -> Updates:
        return {self._tour: self._recorded_tour(), self._back: gr.update(visible=False)}

    def _recorded_tour(self) -> dict[str, Any]:
        if self._recorded is None:
            return tour_value(None, words())
        return tour_value(recorded_trace(self._page.workspace.run(self._recorded.name)), words())

    def _train_here(self, cursor: object, *values: object) -> Updates:
        """Starts a minute on this machine, by today's recipe however old the recording is."""
        workspace = self._page.workspace
        corpus = sample_corpus(self._page.corpora)
        asked = RunSettings().with_changes(MINUTE)
        wanted = self._page.free_name(say("welcome.run_name"))
        name = start_pretraining(workspace, wanted, corpus.files, asked, summary_of(corpus))
        return self._board.redraw(cursor, *values, pretrain=name)


def _playback(page: Page, recorded: RunStatus) -> dict[str, Any]:
    run = page.workspace.run(recorded.name)
    reader = RecordReader(run.records)
    snapshots = [reader.snapshot(step) for step in reader.snapshot_steps()]
    return replay_value(
        reader.step_metrics(),
        reader.evaluations(),
        [snapshot for snapshot in snapshots if snapshot],
        learned_vocabulary_size(run) or 0,
        words(),
    )


def _field_id(field: str) -> str:
    return {"text": "welcome-sentence"}.get(field, "")
