"""How files are read: their encoding and, of tables, the column; folded away unless a guess may be wrong."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import asdict
from typing import Any

import gradio as gr

from electra_engine import CorpusSettings, may_be_misread
from studio.corpora import summary_of
from studio.page import Updates
from studio.shelf import Entry
from studio.tabs.knob_controls import element_id
from studio.tabs.pair_settings import PairSettings
from studio.text import say
from studio.text.told import told

ENCODING, COLUMN = "corpus.encoding", "corpus.text_column"
READING = (ENCODING, COLUMN)
GUESSED_COLUMN = ""


class ReadingChoice:
    """The two controls, which are settings of a run as well."""

    def __init__(self, settings: PairSettings) -> None:
        self._settings = settings
        with gr.Accordion(say("corpus.reading"), open=False, elem_id="corpus-reading-part") as self._part:
            gr.Markdown(say("corpus.reading_intro"), elem_classes="quiet")
            with gr.Row(), gr.Column(elem_classes="controls"):
                settings.add(ENCODING)
                self._encoding = settings.controls.components[ENCODING]
                self._column = settings.controls.components[COLUMN] = gr.Dropdown(
                    column_choices(None),
                    value=GUESSED_COLUMN,
                    label=told(settings.controls.knobs[COLUMN].label),
                    info=say("corpus.column_help"),
                    allow_custom_value=True,
                    elem_id=element_id("pair", COLUMN),
                )

    @property
    def inputs(self) -> list[Any]:
        return self._settings.named(*READING)

    @property
    def outputs(self) -> list[Any]:
        return [self._part, *self.inputs]

    def said(self, values: Sequence[object]) -> dict[str, Any]:
        """Those settings that are not as usual; raises `UserError`."""
        values = [value or GUESSED_COLUMN for value in values]  # an emptied list has no value
        chosen = asdict(self._settings.read_named(READING, values).corpus)
        usual = asdict(CorpusSettings())
        return {name: said for name, said in chosen.items() if said != usual[name]}

    def columns_to_choose(self, entry: Entry | None, column: str, visible: bool = True) -> Updates:
        """The choice of a column, with one chosen."""
        return {self._column: gr.update(choices=column_choices(entry), value=column, visible=visible)}

    def show(self, entry: Entry | None) -> Updates:
        """The controls as the entry is read, in sight where another reading may be the right one."""
        read = reading_settings(entry)
        return {
            self._encoding: read[ENCODING],
            **self.columns_to_choose(entry, read[COLUMN]),
            **({self._part: gr.update(open=True)} if entry and _may_be_wrong(entry) else {}),
        }


def reading_settings(entry: Entry | None) -> Mapping[str, Any]:
    """How an entry is read, as settings of a run by their names; as usual without one."""
    read = asdict(CorpusSettings(**(entry.reading if entry else {})))
    return {name: read[name.removeprefix("corpus.")] for name in READING}


def column_choices(entry: Entry | None) -> list[tuple[str, str]]:
    """The columns that its tables have, after the guess."""
    files = summary_of(entry).files if entry else ()
    columns = dict.fromkeys(column for file in files for column in file.columns)
    return [(say("corpus.column_guessed"), GUESSED_COLUMN), *((column, column) for column in columns)]


def _may_be_wrong(entry: Entry) -> bool:
    files = summary_of(entry).files
    return bool(entry.reading) or any(may_be_misread(file) or len(file.columns) > 1 for file in files)
