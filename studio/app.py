"""The studio: which tabs, in which order, and the command that opens the page.

files ─► Corpus ─► The pair ─► Train ─► Fine-tune ─► Try it
"""

from __future__ import annotations

import logging
import os
import sys
import threading
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

# Before Gradio is imported, because it reads them then: nothing is sent to anybody, nothing is fetched.
os.environ["GRADIO_ANALYTICS_ENABLED"] = "False"
os.environ["HF_HUB_OFFLINE"] = "1"

import gradio as gr

from electra_engine import PRESETS, Predictor, RunSettings, UserError, Workspace, find_workspace
from studio import serving, theme
from studio.board import Board
from studio.corpora import look_at_corpus
from studio.drafts import Draft, Drafts
from studio.labelled import look_at_labelled
from studio.live_records import LiveRecords
from studio.page import Page, Updates
from studio.places import Places
from studio.shelf import Shelf
from studio.speed import Speedometer
from studio.tabs.corpus import CorpusTab
from studio.tabs.pair import PairTab
from studio.tabs.pair_settings import PairSettings
from studio.tabs.train import TrainTab
from studio.tabs.try_it import TryTab
from studio.tabs.tune import TuneTab
from studio.text import say
from studio.vocabulary_preview import VocabularyPreview
from studio.widgets.notices import notices

log = logging.getLogger(__name__)
TABS = ("corpus", "pair", "train", "tune", "try")
CACHE_LIFE = (3_600, 86_400)  # seconds between clearings of Gradio's cache, and that a file may stay there
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
        self.blocks = gr.Blocks(
            title=say("page.title"), analytics_enabled=False, fill_width=True, delete_cache=CACHE_LIFE
        )
        with self.blocks:
            self._page = self._shared(workspace)
            self._build()
            self._wire()

    def _shared(self, workspace: Workspace) -> Page:
        gr.Markdown(say("page.header"), elem_id="page-header")
        return Page(
            workspace,
            Drafts(self.places.draft),
            Shelf(workspace.corpora, look_at_corpus),
            Shelf(self.places.labelled, look_at_labelled),
            Predictor(workspace),
            notices("page-notices", say("page.notices"), say("page.close")),
        )

    def _build(self) -> None:
        page, live = self._page, LiveRecords()
        self._settings = PairSettings()
        vocabularies = VocabularyPreview(self.places.vocabularies)
        speed = Speedometer(page.workspace, self.places.speed)
        self._board = Board(page.workspace)
        with gr.Tabs(elem_id="tabs") as self._tabs:
            with self._tab("corpus"):
                self._corpus = CorpusTab(page, self._settings, vocabularies)
            with self._tab("pair"):
                self._pair = PairTab(page, self._settings, speed, vocabularies)
            with self._tab("train"):
                self._train = TrainTab(page, self._board, self._settings, live)
            with self._tab("tune"):
                self._tune = TuneTab(page, self._board, live)
            with self._tab("try"):
                self._try = TryTab(page, self._board)

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
        self._tune.wire()
        self._try.wire(self.places)
        self._board.start_clock()
        self.blocks.load(
            self._open,
            outputs=self._everything(),
            queue=False,
            show_progress="hidden",
            api_visibility="private",
        )

    def close(self) -> None:
        """Ends the page and the process that answers for it; runs go on."""
        self._page.predictor.close()
        self.blocks.close()

    def _everything(self) -> list[Any]:
        tabs = (self._corpus, self._pair, self._tune, self._try)
        parts = [part for tab in tabs for part in tab.outputs]
        own = [self._tabs, self._pair.preset, self._train.name, self._try.model]
        drawn = [*self._settings.outputs, *self._tune.shown_settings, *self._board.outputs]
        return list(dict.fromkeys([*own, *parts, *drawn, self._page.notices]))

    def _open(self, request: gr.Request) -> Updates:
        """Everything as it was left: what the address names, what the draft holds, what the runs are."""
        address: Mapping[str, str] = dict(request.query_params)
        draft = self._page.drafts.read()
        settings = drafted_settings(draft)
        tab = address.get("tab", "")
        runs = {"pretrain": address.get("run", ""), "finetune": address.get("tuned", "")}
        return {
            **({self._tabs: gr.Tabs(selected=tab)} if tab in TABS else {}),
            self._train.name: self._train.proposed_name(draft.corpus),
            **({self._pair.preset: draft.preset} if draft.preset in PRESETS else {}),
            **self._corpus.show(draft.corpus),
            **self._settings.show(settings),
            **self._pair.preview(settings, draft.corpus),
            **self._tune.show(draft.labelled),
            **self._tune.show_settings(draft.tuning),
            **self._board.redraw({}, *self._board.first_values(runs)),
            **self._try.open(draft.model),
        }


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


def main(arguments: Sequence[str] | None = None) -> int:
    """Opens the page and stays until interrupted; the exit code is 2 for bad options."""
    logging.basicConfig(level=logging.WARNING, format="%(asctime)s %(levelname)s %(name)s: %(message)s")
    chosen = serving.options(arguments)
    try:
        auth = serving.login(chosen.host, chosen.auth)
        port = serving.choose_port(chosen.host, chosen.port)
        workspace = find_workspace(chosen.workspace)
    except UserError as error:
        print(f"electra-studio: {error.sentence}", file=sys.stderr)
        return 2
    os.environ["GRADIO_TEMP_DIR"] = str(Places(workspace).served)  # on the disk where runs have room
    studio = Studio(workspace)
    settings = serving.launch_settings(chosen.host, port, auth, chosen.browser)
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
