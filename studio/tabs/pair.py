"""The second tab: how large the generator and the discriminator are, and what that costs."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import gradio as gr

from electra_engine import (
    PRESETS,
    Knob,
    PairSize,
    PlannedPretraining,
    RunSettings,
    UserError,
    expected_bytes,
    fit_to_start,
    knobs_of,
    preset_settings,
    settings_freed,
    settings_needed,
    size_pair,
    to_flat,
)
from studio.board import Board
from studio.lesson import lesson_address
from studio.outlook import Outlook, outlook_facts
from studio.page import Page, Updates
from studio.pair_sizes import SHAPES, Shape, place_on_dial
from studio.speed import Speedometer
from studio.tabs.pair_settings import PairSettings
from studio.tabs.reading_choice import reading_settings
from studio.tabs.start_choice import START, start_choice
from studio.text import say, words
from studio.text.told import told
from studio.vocabulary_preview import VocabularyPreview
from studio.widgets.dial import dial
from studio.widgets.fact_sheet import fact_sheet
from studio.widgets.notices import notice
from studio.widgets.pair_blocks import NetworkShape, pair_blocks, pair_blocks_value

# The groups of settings in the order in which a newcomer may wonder about them.
GROUPS = ("discriminator", "generator", "pair", "training", "objective", "corpus", "watching", "machine")
OBJECTIVE = "objective.name"
ELSEWHERE = ("training.minutes", "training.steps")
FIRST = ("generator.fraction",)


class PairTab:
    """Builds the tab; `wire` connects it once every control of the settings exists."""

    def __init__(
        self,
        page: Page,
        board: Board,
        settings: PairSettings,
        speed: Speedometer,
        vocabularies: VocabularyPreview,
    ) -> None:
        self._page, self._settings = page, settings
        self._speed, self._vocabularies = speed, vocabularies
        gr.Markdown(say("sizing.intro"))
        with gr.Row(equal_height=False):
            with gr.Column(scale=5, min_width=300):
                with gr.Column(elem_classes="controls"):
                    self.preset = gr.Radio(
                        [(_preset_label(name), name) for name in PRESETS],
                        value=next(iter(PRESETS)),
                        label=say("sizing.preset"),
                        elem_id="pair-preset",
                        elem_classes="stacked",
                    )
                    settings.controls.components[START] = start_choice(page.workspace, board)
                    self._size = dial(_size_knob(), "pair-size", 0, words()["dial.exact"], _shape_names())
                    settings.add(*FIRST)
                self._build_advanced()
            with gr.Column(scale=6, min_width=300, elem_classes="beside"):
                self._blocks = pair_blocks("pair-blocks")
                self._facts = fact_sheet("pair-facts", say("sizing.facts"))
                self._measure = gr.Button(
                    say("sizing.measure"), size="md", visible=False, elem_id="pair-measure"
                )

    def _build_advanced(self) -> None:
        """Every other knob, under the heading of its group."""
        made = (*self._settings.controls.components, *ELSEWHERE)
        left = [name for name in self._settings.controls.knobs if name not in made]
        with gr.Accordion(
            say("sizing.advanced"), open=False, elem_id="pair-advanced", elem_classes="advanced"
        ):
            for group in GROUPS:
                with gr.Accordion(say(f"sizing.group_{group}"), open=group == GROUPS[0]):
                    self._settings.add(*(name for name in left if name.startswith(f"{group}.")))

    @property
    def outputs(self) -> list[Any]:
        """What a preview changes beside the controls."""
        return [self._blocks, self._facts, self._measure, self._size, self._settings.link]

    def wire(self, corpus: Any, tokens: Any) -> None:
        """`corpus` holds the id of the corpus in use, `tokens` changes when a vocabulary was learned."""
        settings = self._settings
        inputs = [corpus, *settings.inputs]
        common: dict[str, Any] = {"place": "pair", "fields": settings.controls.field_id}
        everything = [*settings.outputs, *self.outputs]
        objective = settings.controls.components[OBJECTIVE].input
        # An objective may need other settings, without which a preview would only refuse it.
        others = [trigger for trigger in settings.controls.triggers if trigger != objective]
        self._page.on([objective], self._use_objective, inputs, everything, while_busy="latest", **common)
        self._page.on(
            [*others, settings.until.input, tokens.change],
            self._preview,
            [self._size, *inputs],
            everything,
            while_busy="latest",
            **common,
        )
        self._page.on(
            [self.preset.input],
            self._use_preset,
            [self.preset, corpus],
            everything,
            while_busy="latest",
            **common,
        )
        self._page.on(
            [self._size.input],
            self._use_size,
            [self._size, *inputs],
            everything,
            while_busy="latest",
            **common,
        )
        self._page.on(
            [self._measure.click], self._measure_machine, inputs, self.outputs, waiting=True, **common
        )

    def preview(self, settings: RunSettings, corpus: str | None) -> Updates:
        """What these settings would be, drawn and in figures."""
        vocabulary = self._vocabulary_size(settings, corpus)
        size, speed = size_pair(settings, vocabulary), self._speed.foretell(settings, vocabulary)
        tried = self._vocabularies.tokens_per_word(corpus, settings) if corpus else None
        disk = PlannedPretraining(settings, self._corpus_bytes(corpus)).room_needed().disk
        outlook = Outlook(settings, size, speed, self._corpus_words(corpus), tried, disk)
        return {
            self._blocks: blocks_value(settings, size, vocabulary),
            self._facts: outlook_facts(outlook),
            self._measure: gr.update(visible=speed is None),
            self._size: place_on_dial(settings),
            self._settings.link: lesson_address(settings, corpus or ""),
        }

    def _preview(self, place: object, corpus: str | None, *values: object) -> Updates:
        asked = self._settings.read(values)
        settings = fit_to_start(asked, self._page.workspace)
        self._page.drafts.change(settings=to_flat(settings))
        updates = self.preview(settings, corpus)
        if updates[self._size] == place:
            del updates[self._size]  # else a late answer would push the dial back under the hand
        return updates if settings == asked else {**self._settings.show(settings), **updates}

    def _use_preset(self, name: str, corpus: str) -> Updates:
        settings = preset_settings(name).with_changes(self._reading_of(corpus))
        self._page.drafts.change(preset=name, settings=to_flat(settings))
        return {**self._settings.show(settings), **self.preview(settings, corpus)}

    def _use_size(self, place: object, corpus: str, *values: object) -> Updates:
        asked = self._settings.read(values).with_changes(_shape_at(place).changes())
        settings = fit_to_start(asked, self._page.workspace)
        self._page.drafts.change(settings=to_flat(settings))
        updates = {**self._settings.show(settings), **self.preview(settings, corpus)}
        if settings == asked:
            del updates[self._size]  # it stands where the hand put it
        return updates

    def _use_objective(self, corpus: str, *values: object) -> Updates:
        asked, draft = self._settings.shown(values), self._page.drafts.read()
        before = str(draft.settings.get(OBJECTIVE, ""))
        usual = to_flat(preset_settings(draft.preset) if draft.preset in PRESETS else RunSettings())
        needed = settings_needed(asked[OBJECTIVE], asked)
        freed = settings_freed(asked[OBJECTIVE], before, asked, usual)
        chosen = RunSettings().with_changes({**asked, **needed, **freed})
        settings = fit_to_start(chosen, self._page.workspace)
        self._page.drafts.change(settings=to_flat(settings))
        updates = {**self._settings.show(settings), **self.preview(settings, corpus)}
        del updates[self._settings.controls.components[OBJECTIVE]]  # it stands where it was put, or is by now
        field = self._settings.controls.field_id(OBJECTIVE)
        if needed:
            said = say("sizing.objective_set", changes=_listed(needed))
            updates[self._page.notices] = notice(said, field, "pair", tone="good")
        elif freed:
            said = say("sizing.objective_freed", changes=_listed(freed))
            updates[self._page.notices] = notice(said, field, "pair", tone="good")
        return updates

    def _measure_machine(self, corpus: str | None, *values: object) -> Updates:
        settings = self._settings.read(values)
        self._speed.measure()
        return self.preview(settings, corpus)

    def _vocabulary_size(self, settings: RunSettings, corpus: str | None) -> int:
        """What was really learned where that is known: a small corpus has fewer tokens than asked for."""
        if settings.pair.start_from:
            return settings.vocabulary.size
        learned = self._vocabularies.size(corpus, settings) if corpus else None
        return learned or settings.vocabulary.size

    def _reading_of(self, corpus: str | None) -> Mapping[str, Any]:
        """How the corpus in use is read, which no preset changes."""
        try:
            return reading_settings(self._page.corpora.find(corpus or ""))
        except UserError:
            return {}

    def _corpus_bytes(self, corpus: str | None) -> int:
        try:
            return expected_bytes(self._page.corpora.find(corpus or "").files)
        except UserError:
            return 0

    def _corpus_words(self, corpus: str | None) -> int | None:
        try:
            return int(self._page.corpora.find(corpus or "").about["words"])
        except UserError:
            return None


def blocks_value(settings: RunSettings, size: PairSize, vocabulary: int) -> dict[str, Any]:
    """The picture of the pair."""
    judge = settings.discriminator
    return pair_blocks_value(
        NetworkShape(*settings.generator_shape(), size.generator_parameters - size.shared_parameters),
        NetworkShape(
            judge.hidden_size,
            judge.num_hidden_layers,
            judge.num_attention_heads,
            size.discriminator_parameters - size.shared_parameters,
        ),
        settings.pair.embedding_size,
        vocabulary,
        size.shared_parameters,
        words(),
    )


def _size_knob() -> Knob:
    places = tuple(float(place) for place in range(len(SHAPES)))
    return Knob(
        name="size",
        label=say("sizing.size"),
        help=say("sizing.size_help"),
        kind=int,
        default=0,
        minimum=0,
        maximum=len(SHAPES) - 1,
        step=1,
        ladder=places,
    )


def _shape_names() -> list[str]:
    return [say("sizing.shape", depth=shape.depth, width=shape.width) for shape in SHAPES]


def _shape_at(place: object) -> Shape:
    return SHAPES[_size_knob().parse(place)]


def _listed(changes: Mapping[str, object]) -> str:
    """Settings as the page calls them, with their values."""
    labels = {known.name: told(known.label) for known in knobs_of(RunSettings)}
    return say("sizing.comma").join(
        say(
            "sizing.setting", name=labels[name], value=told(value) if isinstance(value, str) else f"{value:g}"
        )
        for name, value in changes.items()
    )


def _preset_label(name: str) -> str:
    preset = PRESETS[name]
    return say(
        "sizing.preset_line",
        label=told(preset.label),
        help=f"{told(preset.help)} {told(preset.reaches)}".strip(),
    )
