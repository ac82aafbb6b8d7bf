"""One door to every model: give a run's name or a folder, ask it to detect, fill in or predict."""

from __future__ import annotations

import dataclasses
from collections.abc import Mapping, Sequence
from functools import cached_property
from pathlib import Path
from typing import Any

from electra_engine.errors import UserError
from electra_engine.inference import explaining
from electra_engine.inference.answering_files import OnProgress, answer_file
from electra_engine.inference.comparable import sentences_of
from electra_engine.inference.detector import Detector
from electra_engine.inference.embedder import Embedder
from electra_engine.inference.filler import Filler
from electra_engine.inference.fine_tuned import FineTunedModel
from electra_engine.inference.references import ModelFolders, find_networks, run_called
from electra_engine.inference.rewriter import rewrite
from electra_engine.inference.tracer import trace_text
from electra_engine.jobs.runs import RunRequest, read_request
from electra_engine.workspace import Workspace


class LoadedModel:
    """The networks behind a reference; each is loaded when it is first asked and then stays.

    `request` is what was asked of the run behind it, if it is one. A verb whose network is not there
    raises `UserError`.
    """

    def __init__(self, folders: ModelFolders, request: RunRequest | None = None) -> None:
        self.folders = folders
        self._request = request

    def detect(self, text: str) -> dict[str, Any]:
        """How likely each token was replaced, as `Detector.detect` gives it."""
        return self._detector.detect(text)

    def fill(self, text: str, top_k: int = 10, temperature: float = 1.0, seed: int = 0) -> dict[str, Any]:
        """What the generator would put for each [MASK], as `Filler.fill` gives it."""
        return self._filler.fill(text, top_k, temperature, seed)

    def rewrite(
        self, text: str, passes: int = 3, kept: float = 0.8, temperature: float = 1.0, seed: int = 0
    ) -> dict[str, Any]:
        """The text rewritten by the generator, as `rewriter.rewrite` gives it."""
        return rewrite(self._filler, text, passes, kept, temperature, seed)

    def nearest(self, text: str, sentences: Sequence[str] = (), top: int = 10) -> dict[str, Any]:
        """The sentences most like the text, as `Embedder.nearest` gives them.

        Without `sentences` they are those that a pre-training run learned from.
        """
        if not sentences:
            if self._request is None or self._request.kind != "pretrain":
                raise UserError("There are no sentences to compare with: give some, one a line.", "sentences")
            sentences = sentences_of(self._request)
        return self._embedder.nearest(text, sentences, top)

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

    def explain(
        self,
        text: str,
        text_pair: str | None = None,
        choices: list[str] | None = None,
        method: str = "leave-one-out",
        about: str | None = None,
    ) -> dict[str, Any]:
        """Which words a fine-tuned model's answer rests on, as `explaining.explain` gives it."""
        given = {"text": text, "text_pair": text_pair, "choices": choices}
        return explaining.explain(self.fine_tuned, given, method, about)

    def flip(
        self, text: str, text_pair: str | None = None, choices: list[str] | None = None
    ) -> dict[str, Any]:
        """The words without which the answer is another, as `explaining.flip` gives them."""
        given = {"text": text, "text_pair": text_pair, "choices": choices}
        return explaining.flip(self.fine_tuned, given)

    def answer_file(
        self,
        file: str,
        target: str,
        columns: Mapping[str, str | None] | None = None,
        on_progress: OnProgress | None = None,
    ) -> dict[str, Any]:
        """What a fine-tuned model says of every row of a file, as `answering_files` writes it."""
        return answer_file(self.fine_tuned, Path(file), Path(target), columns or {}, on_progress=on_progress)

    @cached_property
    def _embedder(self) -> Embedder:
        return Embedder(self.folders.to_fine_tune())

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
    run = run_called(reference, workspace)
    request = read_request(run) if run else None
    return LoadedModel(find_networks(reference, workspace, step), request)
