"""Settings as controls: each is made from the knob that declares it, with its label, help and range."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

import gradio as gr

from electra_engine import Knob
from studio.text import words
from studio.text.told import told
from studio.widgets.dial import dial

MOST_SIDE_BY_SIDE = 8  # choices


@dataclass(frozen=True)
class KnobControls:
    """Controls by the names of their knobs; `prefix` keeps the ids of two sets apart."""

    prefix: str
    knobs: dict[str, Knob]
    components: dict[str, Any] = field(default_factory=dict)

    def add(self, name: str) -> Any:
        """Makes a knob's control where the page is being built."""
        known = self.knobs[name]
        self.components[name] = control(known, element_id(self.prefix, name))
        return self.components[name]

    @property
    def inputs(self) -> list[Any]:
        return list(self.components.values())

    @property
    def triggers(self) -> list[Callable[..., Any]]:
        """What fires when a person, not a handler, changes a control."""
        return [component.input for component in self.inputs]

    def changes(self, values: Iterable[object]) -> dict[str, Any]:
        """The controls' values by knob name, checked one by one; raises `UserError`."""
        named = zip(self.components, values, strict=True)
        return {name: self.knobs[name].parse(value) for name, value in named}

    def updates(self, flat: Mapping[str, Any]) -> dict[Any, Any]:
        """New values for the controls that `flat` names."""
        return {self.components[name]: flat[name] for name in self.components if name in flat}

    def field_id(self, name: str) -> str:
        """The id of the element that a refusal naming this knob belongs to."""
        return element_id(self.prefix, name) if name in self.components else name


def element_id(prefix: str, name: str) -> str:
    """A knob's id on the page: ``training.batch_size`` becomes ``pair-training-batch_size``."""
    return f"{prefix}-{name.replace('.', '-')}"


def control(known: Knob, elem_id: str) -> Any:
    """The control that suits a knob: a switch, a choice, a typed number or a dial."""
    common: dict[str, Any] = {"label": told(known.label), "info": told(known.help), "elem_id": elem_id}
    if known.kind is bool:
        return gr.Checkbox(value=known.default, **common)
    if known.choices:
        choices = [(told(choice), choice) for choice in known.choices]
        shape = gr.Radio if len(choices) <= MOST_SIDE_BY_SIDE else gr.Dropdown
        return shape(choices=choices, value=known.default, **common)
    if known.kind is str:
        return gr.Textbox(value=known.default, **common)
    if _is_too_wide_for_a_slider(known):
        return gr.Number(value=known.default, precision=0, **common)
    return dial(known, elem_id, known.default, words()["dial.exact"])


def _is_too_wide_for_a_slider(known: Knob) -> bool:
    """A seed or a number of steps: on a slider a hair's breadth would be thousands."""
    assert known.minimum is not None
    assert known.maximum is not None
    stops = (known.maximum - known.minimum) / (known.step or 1)
    return not known.ladder and stops > 5_000
