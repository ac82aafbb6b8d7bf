"""One door to every model: give a run's name or a folder, ask it to detect, fill in or predict."""

from __future__ import annotations

from functools import cached_property
from pathlib import Path
from typing import Any

from electra_engine.errors import UserError
from electra_engine.inference.classifier import Classifier
from electra_engine.inference.detector import Detector
from electra_engine.inference.filler import Filler
from electra_engine.inference.references import ModelFolders, find_networks
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

    def predict(self, text: str, text_pair: str | None = None) -> dict[str, Any]:
        """What a fine-tuned model says, as `Classifier.predict` gives it."""
        return self._classifier.predict(text, text_pair)

    @cached_property
    def _detector(self) -> Detector:
        return Detector(self._network("discriminator", "no discriminator, so it cannot tell forgeries"))

    @cached_property
    def _filler(self) -> Filler:
        return Filler(self._network("generator", "no generator, so it cannot fill in words"))

    @cached_property
    def _classifier(self) -> Classifier:
        return Classifier(self._network("classifier", "not been fine-tuned, so it has no labels to give"))

    def _network(self, kind: str, lack: str) -> Path:
        folder: Path | None = getattr(self.folders, kind)
        if folder is None:
            raise UserError(f"The model {self.folders.name} has {lack}: {_advice(kind)}.", "model")
        return folder


def load_model(reference: str, workspace: Workspace, step: int | None = None) -> LoadedModel:
    """The model called `reference`: a run's name (its checkpoint at `step`, None for the newest), a
    pair's folder with generator/ and discriminator/, or the folder of one network.

    Raises `UserError` when it is absent, unfinished or unsafe. Networks load on first use.
    """
    return LoadedModel(find_networks(reference, workspace, step))


def _advice(kind: str) -> str:
    if kind == "classifier":
        return "fine-tune it on labelled examples first"
    return "choose a pre-training run or the folder of a whole pair"
