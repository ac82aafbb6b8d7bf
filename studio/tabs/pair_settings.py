"""The settings of a pre-training run as controls, spread over three tabs, read as one."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from typing import Any

import gradio as gr

from electra_engine import RunSettings, UserError, knobs_of, to_flat
from studio.page import Page
from studio.tabs.knob_controls import KnobControls
from studio.text import say
from studio.text.told import told
from studio.widgets.lesson_link import lesson_link

BY_TIME, BY_STEPS = "minutes", "steps"


class PairSettings:
    """Every knob's control, and the choice between minutes and steps."""

    def __init__(self) -> None:
        self.controls = KnobControls("pair", {known.name: known for known in knobs_of(RunSettings)})
        self.until: Any = None
        self.link: Any = None

    def add_link(self) -> None:
        """Makes the button that copies a link to the page with these settings."""
        labels = {name: told(known.label) for name, known in self.controls.knobs.items()}
        self.link = lesson_link("page-link", labels)

    def add(self, *names: str) -> None:
        """Makes these knobs' controls where the page is being built."""
        for name in names:
            self.controls.add(name)

    def add_duration(self) -> None:
        """Makes the controls that say how long to train."""
        choices = [(say("train.by_time"), BY_TIME), (say("train.by_steps"), BY_STEPS)]
        self.until = gr.Radio(choices, value=BY_TIME, label=say("train.until"), elem_id="train-until")
        with gr.Column(elem_id="train-by-time") as self.by_time:
            self.add("training.minutes")
        with gr.Column(elem_id="train-by-steps", visible=False) as self.by_steps:
            self.add("training.steps")

    @property
    def inputs(self) -> list[Any]:
        """What `read` takes, in order."""
        return [self.until, *self.controls.inputs]

    @property
    def outputs(self) -> list[Any]:
        return [*self.inputs, self.by_time, self.by_steps]

    def read(self, values: Sequence[object]) -> RunSettings:
        """The settings that the controls show; raises `UserError` naming the knob that is wrong."""
        return RunSettings().with_changes(self.shown(values))

    def shown(self, values: Sequence[object]) -> dict[str, Any]:
        """What the controls show by knob name, each fine alone; raises `UserError`."""
        until, *rest = values
        changes = self.controls.changes(rest)
        if until == BY_TIME:
            changes["training.steps"] = 0
        elif changes.get("training.steps") == 0:
            raise UserError(say("train.no_steps"), "training.steps")
        return changes

    def named(self, *groups: str) -> list[Any]:
        """The controls of the knobs whose names begin so, as far as they have been made."""
        return [self.controls.components[name] for name in self._names(groups)]

    def read_named(self, groups: Sequence[str], values: Sequence[object]) -> RunSettings:
        """Settings of which only what `named` gives is as the page says; raises `UserError`."""
        return RunSettings().with_changes(dict(zip(self._names(groups), values, strict=True)))

    def _names(self, groups: Sequence[str]) -> list[str]:
        return [name for name in self.controls.components if name.startswith(tuple(groups))]

    def show(self, settings: RunSettings, hidden: Collection[str] = ()) -> dict[Any, Any]:
        """New values for every control; the `hidden` ones go out of sight and count all the same."""
        until = BY_STEPS if settings.training.steps else BY_TIME
        values = self.controls.updates(to_flat(settings))
        for name in hidden:
            component = self.controls.components[name]
            values[component] = gr.update(value=values[component], visible=False)
        return {**values, self.until: until, **self.show_until(until)}

    def show_until(self, until: str) -> dict[Any, Any]:
        """Which of the two durations is to be seen."""
        return {
            self.by_time: gr.update(visible=until == BY_TIME),
            self.by_steps: gr.update(visible=until == BY_STEPS),
        }

    def wire(self, page: Page) -> None:
        """Connects the choice between minutes and steps."""
        durations = [self.by_time, self.by_steps]
        page.on([self.until.input], self.show_until, [self.until], durations, while_busy="latest")
