"""The studio: which tabs, in which order, and the command that opens the page.

Start (what it is) · files ─► Corpus ─► The pair ─► Train ─► Fine-tune ─► Try it · Play
"""

from __future__ import annotations

import logging
import os
import sys
import threading
from collections.abc import Mapping, Sequence
from functools import partial
from logging.handlers import RotatingFileHandler
from pathlib import Path
from typing import Any

# Before Gradio is imported, because it reads them then: nothing is sent to anybody, nothing is fetched.
os.environ["GRADIO_ANALYTICS_ENABLED"] = "False"
os.environ["HF_HUB_OFFLINE"] = "1"

import gradio as gr

from electra_engine import (
    PRESETS,
    SERVED_LIFE,
    Predictor,
    RunSettings,
    UserError,
    Workspace,
    check_space_left,
    find_workspace,
    remove_leftover,
    served_leftovers,
    set_quota,
)
from studio import serving, theme
from studio.board import Board
from studio.corpora import look_at_corpus
from studio.drafts import Draft, Drafts
from studio.idle_queue import let_queue_rest
from studio.labelled import look_at_labelled
from studio.lesson import Lesson, lesson_corpus, read_lesson
from studio.live_records import LiveRecords
from studio.looking_aside import looking_aside
from studio.nothing_fetched import fetch_nothing
from studio.page import Page, Updates, guarded
from studio.places import Places
from studio.questions import Answerer
from studio.recorded import recorded_folder
from studio.shelf import Shelf
from studio.speed import Speedometer
from studio.spoken_blocks import SpokenBlocks
from studio.tabs.compare import CompareTab
from studio.tabs.corpus import CorpusTab
from studio.tabs.pair import PairTab
from studio.tabs.pair_settings import PairSettings
from studio.tabs.play import PlayTab
from studio.tabs.reading_choice import COLUMN
from studio.tabs.room import RoomTaken
from studio.tabs.train import TrainTab
from studio.tabs.try_it import TryTab
from studio.tabs.tune import TuneTab
from studio.tabs.welcome import WelcomeTab
from studio.temporary_uploads import note_temporary_files
from studio.text import say
from studio.text.told import told
from studio.vocabulary_preview import VocabularyPreview
from studio.widgets.glossary import glossary
from studio.widgets.language_switch import language_switch
from studio.widgets.manners import manners
from studio.widgets.notices import notice, notices

log = logging.getLogger(__name__)
TABS = ("welcome", "corpus", "pair", "train", "compare", "tune", "try", "play")
LOG_FORMAT = "%(asctime)s %(levelname)s %(name)s: %(message)s"
LARGEST_LOG = 4 * 1024**2  # bytes; then it begins anew and the one before is kept
CACHE_LIFE = (3_600, SERVED_LIFE)  # seconds between clearings of Gradio's cache, and that a file may stay
QUEUE_SLEEP = 1.0  # seconds
# Gradio opens the first tab by itself and tells of it, which is not the reader's choice.
REMEMBER_TAB = """() => {
  const opening = !window.electraTabOpened && "NAME" === "FIRST";
  window.electraTabOpened = true;
  if (opening) return;
  const address = new URL(location.href);
  address.searchParams.set("tab", "NAME");
  history.replaceState(history.state, "", address);
}"""


class Studio:
    """One page over one workspace."""

    def __init__(self, workspace: Workspace) -> None:
        self.places = Places(workspace)
        self.blocks = SpokenBlocks(
            lambda: Studio(workspace).blocks,
            title=say("page.title"),
            analytics_enabled=False,
            fill_width=True,
            delete_cache=CACHE_LIFE,
        )
        self._settings = PairSettings()
        with self.blocks:
            self._page = self._shared(workspace)
            self._build()
            self._wire()
        # Gradio looks into its queue a thousand times a second, a twentieth of a core; ours stays empty.
        self.blocks._queue.sleep_when_free = QUEUE_SLEEP

    def _shared(self, workspace: Workspace) -> Page:
        with gr.Row(equal_height=False, elem_id="page-head"):
            gr.Markdown(say("page.header"), elem_id="page-header")
            with gr.Column(scale=0, min_width=280, elem_id="page-tools"):
                language_switch("page-languages")
                self._settings.add_link()
        manners("page-manners")
        glossary("page-glossary")
        room = partial(check_space_left, workspace)
        return Page(
            workspace,
            Drafts(self.places.draft),
            Shelf(workspace.corpora, looking_aside(look_at_corpus), room),
            Shelf(self.places.labelled, looking_aside(look_at_labelled), room),
            Predictor(workspace),
            notices("page-notices", say("page.notices"), say("page.close")),
        )

    def _build(self) -> None:
        page, live = self._page, LiveRecords()
        vocabularies = VocabularyPreview(self.places.vocabularies)
        speed = Speedometer(page.workspace, self.places.speed)
        self._board = Board(page.workspace)
        with gr.Tabs(elem_id="tabs") as self._tabs:
            with self._tab("welcome"):
                self._welcome = WelcomeTab(page, self._board)
            with self._tab("corpus"):
                self._corpus = CorpusTab(page, self._board, self._settings, vocabularies)
                RoomTaken(page, self._board)
            with self._tab("pair"):
                self._pair = PairTab(page, self._board, self._settings, speed, vocabularies)
            with self._tab("train"):
                self._train = TrainTab(page, self._board, self._settings, live)
            with self._tab("compare"):
                self._compare = CompareTab(page, self._board, live)
            with self._tab("tune"):
                self._tune = TuneTab(page, self._board, live, speed)
            with self._tab("try"):
                self._try = TryTab(page, self._board)
            with self._tab("play"):
                self._play = PlayTab(page, self._board)

    def _tab(self, name: str) -> gr.Tab:
        """A tab that keeps its name in the page's address, so that a reload opens it again."""
        tab = gr.Tab(say(f"tab.{name}"), id=name)
        tab.select(None, js=REMEMBER_TAB.replace("NAME", name).replace("FIRST", TABS[0]))
        return tab

    def _wire(self) -> None:
        corpus = self._corpus.in_use
        self._settings.wire(self._page)
        self._corpus.wire()
        self._pair.wire(corpus, self._corpus.tokens)
        self._train.wire(corpus)
        self._compare.wire()
        self._tune.wire()
        self._try.wire(self.places)
        self._welcome.wire(self._tabs)
        self._play.wire()
        self._board.answer_knocks()
        self.blocks.load(
            guarded(self._open, self._page.notices, "lesson", self._settings.controls.field_id),
            outputs=self._everything(),
            queue=False,
            show_progress="hidden",
            show_progress_on=self._page.notices,
            api_visibility="private",
        )

    @property
    def answerers(self) -> dict[str, Answerer]:
        """What answers the questions of open pages, by name."""
        return {"news": self._board.news, "history": self._train.through_time.history}

    def close(self) -> None:
        """Ends the page and the process that answers for it; runs go on."""
        self._page.predictor.close()
        self.blocks.close()

    def _everything(self) -> list[Any]:
        tabs = (self._corpus, self._pair, self._tune, self._try, self._play)
        parts = [part for tab in tabs for part in tab.outputs]
        own = [self._tabs, self._pair.preset, self._train.name, self._try.model]
        drawn = [*self._settings.outputs, *self._tune.shown_settings, *self._board.outputs]
        return list(dict.fromkeys([*own, *parts, *drawn, self._page.notices]))

    def _open(self, request: gr.Request) -> Updates:
        """Everything as it was left: what the address names, what the draft holds, what the runs are."""
        address: Mapping[str, str] = dict(request.query_params)
        draft = self._page.drafts.read()
        lesson = read_lesson(address, self._settings.controls.components)
        corpus, lesson = lesson_corpus(lesson, draft.corpus, self._page.corpora)
        settings, preset = lesson.settings or drafted_settings(draft), lesson.preset or draft.preset
        tab = address.get("tab", "")
        runs = {
            "pretrain": address.get("run", ""),
            "finetune": address.get("tuned", ""),
            "compare": address.get("compare", ""),
            "reading": self._corpus.reading.newest,
        }
        return {
            **({self._tabs: gr.Tabs(selected=tab)} if tab in TABS else {}),
            self._train.name: self._train.proposed_name(corpus),
            **({self._pair.preset: preset} if preset in PRESETS else {}),
            **self._corpus.show(corpus),
            **self._settings.show(settings, lesson.hidden),
            **self._corpus.columns_to_choose(corpus, settings, COLUMN not in lesson.hidden),
            **self._pair.preview(settings, corpus),
            **self._tune.show(draft.labelled, draft.task),
            **self._tune.show_settings(draft.tuning),
            **self._board.redraw({}, *self._board.first_values(runs)),
            **self._try.open(draft.model),
            **self._play.open(address.get("run", ""), address.get("round", "")),
            **({self._page.notices: self._refusal(lesson)} if lesson.refused else {}),
        }

    def _refusal(self, lesson: Lesson) -> dict[str, Any]:
        """What of the address could not be taken, said beside the first control it is about."""
        sentences = " ".join(told(error.sentence) for error in lesson.refused)
        field = self._settings.controls.field_id(lesson.refused[0].field or "")
        return notice(sentences, field, "lesson")


def head() -> str:
    """The page's style: the theme's, then how the tabs lay out their parts."""
    layout = (Path(__file__).parent / "tabs" / "tabs.css").read_text(encoding="utf-8")
    return f"{theme.head()}<style>{layout}</style>"


def drafted_settings(draft: Draft) -> RunSettings:
    """The settings that were left; the first preset's when they are no longer valid."""
    try:
        return RunSettings().with_changes(draft.settings)
    except UserError:
        return RunSettings()


def keep_log(file: Path) -> None:
    """Writes what goes wrong, with its trace, to a file as well as to the terminal."""
    try:
        file.parent.mkdir(parents=True, exist_ok=True)
        keeper = RotatingFileHandler(file, maxBytes=LARGEST_LOG, backupCount=1, encoding="utf-8")
    except OSError:
        log.warning("No log can be kept in %s.", file)
        return
    keeper.setFormatter(logging.Formatter(LOG_FORMAT))
    logging.getLogger().addHandler(keeper)


def main(arguments: Sequence[str] | None = None) -> int:
    """Opens the page and stays until interrupted; the exit code is 2 for bad options."""
    logging.basicConfig(level=logging.WARNING, format=LOG_FORMAT)
    try:
        chosen = serving.options(arguments)
        auth = serving.login(chosen.host, chosen.auth)
        port = serving.choose_port(chosen.host, chosen.port)
        workspace = find_workspace(chosen.workspace, recorded_folder())
        if chosen.quota is not None:
            set_quota(workspace, chosen.quota)
    except UserError as error:
        print(f"electra-studio: {error.sentence}", file=sys.stderr)
        return 2
    keep_log(Places(workspace).log)
    os.environ["GRADIO_TEMP_DIR"] = str(Places(workspace).served)  # on the disk where runs have room
    for path in served_leftovers(Places(workspace).served):  # of a studio that was killed
        remove_leftover(path)
    fetch_nothing()
    note_temporary_files()
    studio = Studio(workspace)
    settings = serving.launch_settings(
        chosen.host, port, auth, chosen.browser, workspace, studio.answerers, chosen.name
    )
    let_queue_rest(studio.blocks)
    studio.blocks.translate()  # before anybody comes, because answering a visitor also makes components
    studio.blocks.launch(theme=theme.theme(), head=head(), **settings)
    print(say("serving.address", address=studio.blocks.local_url), flush=True)
    try:
        threading.Event().wait()
    except KeyboardInterrupt:
        print(say("serving.goodbye"), flush=True)
    studio.close()
    return 0


if __name__ == "__main__":
    sys.exit(main())
