"""A run's own copy of what it starts from, so that nothing it needs can go missing later.

start/pair.safetensors                a run's whole pair
start/discriminator/, start/generator/  networks as Hugging Face folders
tokenizer/                            the tokenizer as it was, casing and accents included
"""

from __future__ import annotations

import contextlib
import shutil
from pathlib import Path

from electra_engine.errors import UserError
from electra_engine.jobs.strange_tokenizers import adopt_strange_tokenizer
from electra_engine.starting.fitting import tokenizer_folder
from electra_engine.starting.places import find_start
from electra_engine.training.checkpoint_folders import newest_checkpoint
from electra_engine.workspace import RunFolder, Workspace

WHOLE_PAIR = "pair.safetensors"
TRIES = 2  # to copy a checkpoint of a run that may still be at work


def adopt(reference: str, workspace: Workspace, run: RunFolder) -> None:
    """Copies weights and tokenizer of `reference` into `run`; raises `UserError`."""
    start = find_start(reference, workspace)
    if start.run is not None:
        shutil.copytree(start.run.tokenizer, run.tokenizer)
        _copy_checkpoint(start.run, run.start)
        return
    for role, layout in start.networks().items():
        _copy_network(layout.folder, run.start / role)
    adopt_strange_tokenizer(tokenizer_folder(start), run.tokenizer)


def _copy_checkpoint(source: RunFolder, target: Path) -> None:
    target.mkdir(parents=True)
    for _ in range(TRIES):
        checkpoint = newest_checkpoint(source.checkpoints)
        if checkpoint is None:
            break
        with contextlib.suppress(FileNotFoundError):  # the run went on and thinned it out: a newer is there
            shutil.copyfile(checkpoint / WHOLE_PAIR, target / WHOLE_PAIR)
            return
    raise UserError(
        "The run {run} has no whole checkpoint: choose another one to start from.",
        "pair.start_from",
        run=source.name,
    )


def _copy_network(source: Path, target: Path) -> None:
    """The configuration and the weights; code, pickles and whatever else lies there stay behind."""
    target.mkdir(parents=True)
    for pattern in ("config.json", "*.safetensors", "*.safetensors.index.json"):
        for file in source.glob(pattern):
            shutil.copyfile(file, target / file.name)
