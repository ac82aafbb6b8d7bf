"""The process that keeps the models last asked for warm, and answers one JSON line with another.

    {"id": 1, "verb": "fill", "arguments": {"model": "my-run", "text": "a [MASK] day", "top_k": 5}}
    {"id": 1, "result": {"blanks": […]}}        or   {"id": 1, "error": "One sentence."}

Its first line says that it has imported torch and can be asked. Before the answer to a long question come
lines that say how much is done, of how much.

    {"ready": true}
    {"id": 2, "progress": [640, 5000]}

It ends when its input ends, which is when the program that started it ends.
"""

from __future__ import annotations

import json
import logging
import os
import sys
from collections import OrderedDict
from collections.abc import Callable
from pathlib import Path
from typing import Any, BinaryIO

from electra_engine.errors import UserError
from electra_engine.jobs.endings import is_out_of_memory
from electra_engine.sentences import Sentence
from electra_engine.typed_paths import typed_path
from electra_engine.workspace import Workspace

KEPT_WARM = 2
VERBS = ("detect", "fill", "rewrite", "nearest", "predict", "explain", "flip", "answer_file", "trace")
TELLING = ("answer_file",)  # verbs that take long enough to tell of their progress
Tell = Callable[[dict[str, Any]], None]

log = logging.getLogger("electra_engine.predictor")


class WarmModels:
    """The models last used, loaded anew when their files have changed since.

    `load` turns a run name or folder into a model; raises `UserError` as `load_model` does.
    """

    def __init__(self, workspace: Workspace, load: Callable[[str, Workspace], Any]) -> None:
        self._workspace, self._load = workspace, load
        self._models: OrderedDict[tuple[str, Any], Any] = OrderedDict()

    def get(self, reference: str) -> Any:
        """A loaded model by run name or folder."""
        key = (reference, version_of(reference, self._workspace))
        if key not in self._models:
            self._forget(reference)
            while len(self._models) >= KEPT_WARM:  # before loading, so that no third needs room
                self._models.popitem(last=False)
            self._models[key] = self._load(reference, self._workspace)
        self._models.move_to_end(key)
        return self._models[key]

    def export(self, reference: str, folder: str, onnx: bool = False) -> dict[str, str]:
        """Writes the model as Hugging Face folders."""
        from electra_engine.taking_away.exporting import export_model

        return {"folder": str(export_model(reference, self._workspace, folder, onnx=onnx))}

    def _forget(self, reference: str) -> None:
        for key in [key for key in self._models if key[0] == reference]:
            del self._models[key]


def version_of(reference: str, workspace: Workspace) -> tuple[tuple[str, int], ...]:
    """What changes when the model behind a reference does: its checkpoints or weight files, dated."""
    typed, folder = typed_path(reference, "model"), workspace.runs / reference
    patterns = ("checkpoints/step-*", "model/*.safetensors")
    if not (folder / "run.json").is_file():
        folder, patterns = typed, ("*.safetensors", "*/*.safetensors")
    found = [path for pattern in patterns for path in folder.glob(pattern)]
    return tuple(sorted((str(path), path.stat().st_mtime_ns) for path in found))


def answer(line: bytes, models: WarmModels, tell: Tell) -> dict[str, Any]:
    """The answer to one request line; whatever goes wrong is one sentence in it. `tell` hears what comes
    before it."""
    request = json.loads(line)
    arguments = dict(request["arguments"])
    if request["verb"] in TELLING:
        arguments["on_progress"] = lambda *counts: tell({"id": request["id"], "progress": counts})
    try:
        return {"id": request["id"], "result": _ask(request["verb"], arguments, models)}
    except UserError as error:
        return {"id": request["id"], "error": error.sentence.packed()}
    except Exception as error:
        log.exception("A %s broke off.", request["verb"])
        sentence = Sentence(
            "The model did not fit into memory: close other programs or choose a smaller one."
        )
        if not is_out_of_memory(error):
            sentence = Sentence(
                "The answer broke off because of a fault in the program ({fault}); the terminal has the "
                "details.",
                fault=type(error).__name__,
            )
        return {"id": request["id"], "error": sentence.packed()}


def _ask(verb: str, arguments: dict[str, Any], models: WarmModels) -> Any:
    model = str(arguments.pop("model"))
    if verb == "export":
        return models.export(model, **arguments)
    if verb not in VERBS:
        raise UserError(
            "There is nothing called {verb} to ask a model: {verbs}.",
            verb=str(verb)[:40],
            verbs=", ".join(VERBS),
        )
    return getattr(models.get(model), verb)(**arguments)


def serve(questions: BinaryIO, answers: BinaryIO, models: WarmModels) -> None:
    """Answers until the questions end."""

    def tell(said: dict[str, Any]) -> None:
        answers.write(json.dumps(said).encode() + b"\n")
        answers.flush()

    tell({"ready": True})
    for line in questions:
        tell(answer(line, models, tell))


def main() -> None:
    """Serves over standard input and output; arguments: a workspace and, if any, its recorded runs."""
    logging.basicConfig(level=logging.WARNING)
    # Libraries print: only our own answers may reach the pipe, the rest goes to standard error.
    with os.fdopen(os.dup(1), "wb") as answers:
        os.dup2(2, 1)
        from electra_engine.inference.loading import load_model  # it imports libraries, which print

        serve(sys.stdin.buffer, answers, WarmModels(Workspace(*map(Path, sys.argv[1:])), load_model))


if __name__ == "__main__":
    main()
