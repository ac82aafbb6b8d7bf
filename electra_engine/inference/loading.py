"""One door to every model: give a run's name or a folder, ask it to detect, fill in or predict."""

from __future__ import annotations

import dataclasses
from functools import cached_property
from typing import Any

from electra_engine.errors import UserError
from electra_engine.inference.detector import Detector
from electra_engine.inference.filler import Filler
from electra_engine.inference.fine_tuned import FineTunedModel
from electra_engine.inference.references import ModelFolders, find_networks
from electra_engine.inference.tracer import trace_text
from electra_engine.workspace import Workspace


class LoadedModel:
    """The networks behind a reference; each is loaded when it is first asked and then stays.

    A verb whose network is not there raises `UserError`.
    """

    def __init__(self, folders: ModelFolders) -> None:
        self.folders = folders

    def detect(self, text: str) -> dict[str, Any]:
        """How likely each token was replaced, as `Detector.detect` gives it."""
        return self._detector.detect(text)

    def fill(self, text: str, top_k: int = 10) -> dict[str, Any]:
        """What the generator would put for each [MASK], as `Filler.fill` gives it."""
        return self._filler.fill(text, top_k)

    def trace(self, text: str, seed: int) -> dict[str, Any]:
        """A text through every stage of a training step: a `BatchTrace` as a dictionary."""
        return dataclasses.asdict(trace_text(text, seed, self._filler, self._detector))

    def predict(
        self, text: str, text_pair: str | None = None, choices: list[str] | None = None
    ) -> dict[str, Any]:
        """What a fine-tuned model says of a text: the answer of its task, with "task" naming that."""
        given = {"text": text, "text_pair": text_pair, "choices": choices}
        (answer,) = self.fine_tuned.answer([given])
        return {"task": self.fine_tuned.task, **answer}

    @cached_property
    def _detector(self) -> Detector:
        if self.folders.discriminator is None:
            raise UserError(
                "The model {model} has no discriminator, so it cannot tell forgeries: choose a "
                "pre-training run or the folder of a whole pair.",
                "model",
                model=self.folders.name,
            )
        return Detector(self.folders.discriminator)

    @cached_property
    def _filler(self) -> Filler:
        if self.folders.generator is None:
            raise UserError(
                "The model {model} has no generator, so it cannot fill in words: choose a pre-training "
                "run or the folder of a whole pair.",
                "model",
                model=self.folders.name,
            )
        return Filler(self.folders.generator)

    @cached_property
    def fine_tuned(self) -> FineTunedModel:
        """The fine-tuned network; raises `UserError` where there is none."""
        if self.folders.fine_tuned is None:
            raise UserError(
                "The model {model} has not been fine-tuned, so it has no answers to give: fine-tune it on "
                "labelled examples first.",
                "model",
                model=self.folders.name,
            )
        return FineTunedModel(self.folders.fine_tuned)


def load_model(reference: str, workspace: Workspace, step: int | None = None) -> LoadedModel:
    """The model called `reference`: a run's name (its checkpoint at `step`, None for the newest), a
    pair's folder with generator/ and discriminator/, or the folder of one network.

    Raises `UserError` when it is absent, unfinished or unsafe. Networks load on first use.
    """
    return LoadedModel(find_networks(reference, workspace, step))
