"""The first tab: the text to learn from, what was read of it, and how its words are cut."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Any

import gradio as gr

from electra_engine import LENGTH_EDGES, FileSummary, RunSettings, UserError, Watch, in_a_sentence
from studio.board import Board
from studio.charts.frequencies import frequencies_value
from studio.corpora import sample_corpus, summary_of
from studio.page import Page, Updates
from studio.quantities import count
from studio.shelf import Entry, title_of
from studio.tabs.cleaning import CleaningPart
from studio.tabs.dataset_box import DatasetBox
from studio.tabs.long_reading import LongReading
from studio.tabs.pair_settings import PairSettings
from studio.tabs.reading_choice import COLUMN, ENCODING, READING, ReadingChoice, reading_settings
from studio.tabs.room import Removal
from studio.text import say, words
from studio.text.told import told
from studio.vocabulary_preview import VocabularyPreview
from studio.widgets.bars import bars, length_bars_value
from studio.widgets.fact_sheet import excerpt, fact_sheet, facts, table, tile
from studio.widgets.live_chart import live_chart
from studio.widgets.notices import notice

LONGEST_SENTENCE = 2_000
LINES_SHOWN = 6
MOST_LEFT_OUT = 20
TEXT_AND_WORDS = ("corpus.", "vocabulary.")


class CorpusTab:
    """Builds the tab; `in_use` holds the id of the corpus that a run would learn from."""

    def __init__(
        self, page: Page, board: Board, settings: PairSettings, vocabularies: VocabularyPreview
    ) -> None:
        self._board = board
        self._page, self._settings, self._vocabularies = page, settings, vocabularies
        gr.Markdown(say("corpus.intro"))
        with gr.Row(equal_height=False):
            with gr.Column(scale=4, min_width=280):
                self._upload = gr.File(
                    label=say("corpus.upload"),
                    file_count="multiple",
                    height=180,
                    elem_id="corpus-upload",
                )
                self._sample = gr.Button(say("corpus.use_sample"), size="md", elem_id="corpus-sample")
                self._dataset = DatasetBox(page)
                self.in_use = gr.Dropdown(
                    [], value=None, label=say("corpus.in_use"), interactive=True, elem_id="corpus-in-use"
                )
                self._removal = Removal("corpus", page, page.corpora, self.in_use)
            with gr.Column(scale=7, min_width=300):
                self.reading = LongReading(page, board, self._take, self._put_back)
                self._summary = fact_sheet("corpus-summary", say("corpus.summary"))
                self._how = ReadingChoice(settings)
                self._lengths = bars("corpus-lengths", say("corpus.lengths"))
        self._cleaning = CleaningPart(page, settings)
        gr.Markdown(say("corpus.vocabulary_intro"))
        with gr.Row(equal_height=False):
            with gr.Column(scale=4, min_width=280), gr.Column(elem_classes="controls"):
                settings.add("vocabulary.size", "vocabulary.lowercase")
                with gr.Accordion(
                    say("corpus.vocabulary_more"), open=False, elem_id="corpus-vocabulary-more"
                ):
                    settings.add("vocabulary.kind", "vocabulary.strip_accents", "vocabulary.folder")
            with gr.Column(scale=7, min_width=300):
                self._sentence = gr.Textbox(
                    value=say("corpus.example"),
                    label=say("corpus.sentence"),
                    max_length=LONGEST_SENTENCE,
                    elem_id="corpus-sentence",
                )
                self._cut = gr.Button(say("corpus.cut"), size="md", elem_id="corpus-cut")
                self.tokens = fact_sheet("corpus-tokens", say("corpus.tokens"))
                self._frequencies = live_chart("corpus-frequencies", say("corpus.frequencies"))
                self._frequencies.value = frequencies_value({}, words())

    @property
    def _waited_for(self) -> list[Any]:
        return [self._upload, self.in_use, self._summary, self._lengths]

    @property
    def outputs(self) -> list[Any]:
        return [*self._waited_for, *self._how.outputs, *self._removal.outputs]

    def wire(self) -> None:
        """Connects the tab."""
        common: dict[str, Any] = {"place": "corpus", "fields": self._field_id}
        self.reading.wire(self.outputs, self._field_id)
        board, read = self._board.inputs, [*self.outputs, *self._board.outputs]
        self._page.on(
            [self._upload.upload],
            self._keep,
            [self._upload, self.in_use, *self._how.inputs, *board],
            read,
            place=common["place"],
            fields=lambda _: "corpus-upload",
            waiting=self._waited_for,
        )
        self._dataset.wire(self.reading, board, read)
        self._page.on(
            [control.input for control in self._how.inputs],
            self._read_again,
            [self.in_use, *self._how.inputs, *board],
            read,
            waiting=[self._summary],
            while_busy="latest",
            **common,
        )
        self._page.on(
            [self._sample.click], self._use_sample, [], self.outputs, waiting=self._waited_for, **common
        )
        self._page.on(
            [self.in_use.input], self._use, [self.in_use], self.outputs, while_busy="latest", **common
        )
        self._removal.wire(self._forget, self.outputs, "corpus", "corpus-in-use")
        self._cleaning.wire(self.in_use)
        asked = [self.in_use, self._sentence, *self._settings.named(*TEXT_AND_WORDS)]
        vocabulary = self._settings.named("vocabulary.")
        changes = [self.in_use.change, *(control.input for control in vocabulary)]
        # One event for all: of two, the answer for an earlier sentence could come after that for a later one.
        self._page.on(
            [self._cut.click, self._sentence.submit, *changes],
            self._cut_again,
            asked,
            [self.tokens, self._frequencies],
            place="corpus-tokens",
            fields=self._field_id,
            while_busy="latest",
        )

    def show(self, id: str) -> Updates:
        """The tab with that corpus in use, or without one."""
        entry = self._found(id)
        lengths = summary_of(entry).lengths if entry else ()
        return {
            **self._choices(entry.id if entry else None),
            self._summary: summary_facts(entry),
            **self._how.show(entry),
            **self._removal.show(entry),
            self._lengths: length_bars_value(LENGTH_EDGES, lengths, words()),
        }

    def columns_to_choose(self, id: str, settings: RunSettings, visible: bool) -> Updates:
        """The choice of the text column as the page opens, where a setting may say another than the entry."""
        return self._how.columns_to_choose(self._found(id), settings.corpus.text_column, visible)

    def _found(self, id: str) -> Entry | None:
        try:
            return self._page.corpora.find(id)
        except UserError:
            return None

    def _keep(self, uploads: Sequence[str] | None, id: str | None, *values: object) -> Updates:
        said, shown = values[: len(READING)], values[len(READING) :]
        entry, reading = self._found(id or ""), self._how.said(said)
        if entry and entry.reading == reading:  # that is said of other files
            reading = {}
        files = [Path(upload) for upload in uploads or []]

        def keep(watch: Watch) -> Entry:
            return self._page.corpora.keep(files, reading, watch)

        name = title_of([file.name for file in files]) if files else ""
        return {self._upload: None, **self.reading.read(name, keep, shown)}

    def _read_again(self, id: str | None, *values: object) -> Updates:
        said, shown = values[: len(READING)], values[len(READING) :]
        reading = self._how.said(said)
        if not id or (entry := self._page.corpora.find(id)).reading == reading:
            return {}
        is_column = reading.get("text_column") != entry.reading.get("text_column")

        def read(watch: Watch) -> Entry:
            try:
                return self._page.corpora.read_again(entry.id, reading, watch)
            except UserError as error:  # what does not suit is the reading, not the file
                raise UserError(error.sentence, COLUMN if is_column else ENCODING) from None

        try:
            return self.reading.read(entry.name, read, shown)
        except UserError as error:
            refused = notice(told(error.sentence), self._field_id(error.field or ""), "corpus")
            return {**self._put_back(), self._page.notices: refused}

    def _put_back(self) -> Updates:
        """The controls as the text in use is read, where another reading came to nothing."""
        entry = self._found(self._page.drafts.read().corpus)
        if entry is None:
            return {}
        self._page.drafts.change_settings(reading_settings(entry))
        return self._how.show(entry)

    def _use_sample(self) -> Updates:
        return self._take(sample_corpus(self._page.corpora))

    def _use(self, id: str) -> Updates:
        updates = self._take(self._page.corpora.find(id))
        del updates[self.in_use]  # else a late answer would take back what was chosen since
        return updates

    def _forget(self, _: str) -> Updates:
        self._page.drafts.change(corpus="")
        return self.show("")

    def _take(self, entry: Entry) -> Updates:
        self._page.drafts.change(corpus=entry.id)
        self._page.drafts.change_settings(reading_settings(entry))
        return self.show(entry.id)

    def _choices(self, id: str | None) -> Updates:
        choices = [(entry.name, entry.id) for entry in self._page.corpora.entries()]
        return {self.in_use: gr.update(choices=choices, value=id, visible=bool(choices))}

    def _cut_again(self, event: gr.EventData, id: str | None, sentence: str, *values: object) -> Updates:
        """The sentence in tokens; where only something else changed, if there is anything to cut."""
        is_asked = getattr(event.target, "_id", None) in (self._cut._id, self._sentence._id)
        return self._show_tokens(id, sentence, *values) if is_asked or (id and sentence.strip()) else {}

    def _show_tokens(self, id: str | None, sentence: str, *values: object) -> Updates:
        if not id:
            raise UserError(say("corpus.none_to_cut"), "corpus")
        if not sentence.strip() or len(sentence) > LONGEST_SENTENCE:
            raise UserError(say("corpus.sentence_length", most=f"{LONGEST_SENTENCE:,}"), "sentence")
        entry = self._page.corpora.find(id)
        settings = self._settings.read_named(TEXT_AND_WORDS, values)
        tokens = self._vocabularies.tokens(entry.id, entry.files, settings, sentence)
        real = self._vocabularies.size(entry.id, settings) or settings.vocabulary.size
        said = say(
            "corpus.cut_result", tokens=count(len(tokens)), words=len(sentence.split()), size=count(real)
        )
        counted = self._vocabularies.counted(entry.id, entry.files, settings)
        tiles = [
            tile(say("corpus.tokens_per_word"), f"{counted.tokens_per_word:.2f}"),
            tile(say("corpus.unknown_share"), f"{counted.unknown_share:.2%}"),
        ]
        return {
            self.tokens: facts(sentence=said, tokens=tokens, tiles=tiles),
            self._frequencies: frequencies_value(counted.counts, words()),
        }

    def _field_id(self, field: str) -> str:
        known = {
            "files": "corpus-upload",
            "corpus": "corpus-upload",
            "sentence": "corpus-sentence",
            "dataset": "corpus-dataset",
        }
        return known.get(field) or self._settings.controls.field_id(field)


def summary_facts(entry: Entry | None) -> dict[str, Any]:
    """What was read, as the fact sheet shows it."""
    if entry is None:
        return facts(title=say("corpus.none_title"), sentence=say("corpus.none"))
    about = entry.about
    summary = summary_of(entry)
    headers = [
        say("corpus.file"),
        say("corpus.format"),
        say("corpus.encoding"),
        say("corpus.documents"),
        say("corpus.words"),
    ]
    rows = [
        [one.name, _format(one), one.encoding, count(one.documents), count(one.words)]
        for one in summary.files
    ]
    left_out = [say("corpus.left_out", reason=told(in_a_sentence(one))) for one in summary.left_out]
    more = summary.left_out_count - min(len(left_out), MOST_LEFT_OUT)
    told_more = [say("corpus.left_out_more", count=count(more))] if more > 0 else []
    return facts(
        title=entry.name,
        tiles=[
            tile(say("corpus.documents"), count(about["documents"])),
            tile(say("corpus.words"), count(about["words"])),
            tile(say("corpus.characters"), count(about["characters"])),
            tile(say("corpus.language"), told(about["language"])),
        ],
        warnings=[
            *(told(warning) for warning in summary.warnings),
            *left_out[:MOST_LEFT_OUT],
            *told_more,
        ],
        table=table(headers, rows),
        excerpts=[excerpt(say("corpus.first_lines"), about["first_lines"][:LINES_SHOWN])],
    )


def _format(file: FileSummary) -> str:
    """What the file is, and of a table which column is read."""
    if not file.column:
        return told(file.format)
    return say("corpus.format_column", format=told(file.format), column=file.column)
