"""Events that come with nothing, or with nonsense, are answered in a sentence."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import gradio as gr
import pytest

from electra_engine import UserError, Workspace
from studio.app import Studio

NONSENSE = {"nothing": None, "a number": 3, "a text": "run", "a list": [], "no name": {}, "others": {"x": 1}}
HANDLERS: dict[str, Callable[[Studio, gr.EventData], Any]] = {
    "a run is chosen": lambda studio, event: studio._train.monitor._choose(event, {}),
    "runs are compared": lambda studio, event: studio._compare._choose(event, {}),
    "a sentence is turned to": lambda studio, event: studio._compare._turn(event, {}),
    "a round is played": lambda studio, event: studio._play._turn(event, "recorded"),
    "a round is judged": lambda studio, event: studio._play._check(event, "recorded"),
}


@pytest.fixture(scope="module")
def studio(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Studio]:
    made = Studio(Workspace(Path(tmp_path_factory.mktemp("workspace"))))
    yield made
    made.close()


@pytest.mark.parametrize("data", NONSENSE.values(), ids=NONSENSE)
@pytest.mark.parametrize("handler", HANDLERS.values(), ids=HANDLERS)
def test_an_event_without_what_belongs_to_it_is_told_in_a_sentence(
    studio: Studio, handler: Callable[[Studio, gr.EventData], Any], data: object
) -> None:
    with pytest.raises(UserError, match="does not fit what this control takes"):
        handler(studio, gr.EventData(None, data))
