"""Checkpoints of a pre-training run as Hugging Face folders, exported once and kept beside them.

runs/NAME/exported/step-N/{generator,discriminator}
"""

from __future__ import annotations

import shutil
import uuid
from pathlib import Path

from electra_engine.errors import UserError
from electra_engine.limits import check_room
from electra_engine.sentences import Sentence
from electra_engine.training.checkpoint_folders import find_checkpoint
from electra_engine.workspace import RunFolder


def exported_checkpoint(run: RunFolder, step: int | None = None) -> Path:
    """The folder with generator/ and discriminator/ of the checkpoint at `step` (None: the newest).

    Several processes may ask at once: each exports under a name of its own and the first rename wins.
    Raises `UserError` when there is no such checkpoint, or no room for it in the workspace.
    """
    from electra_engine.training.exporting import export_run

    checkpoint = require_checkpoint(run, step)
    folder = run.path / "exported" / checkpoint.name
    if not folder.is_dir():
        check_room(run.workspace, (checkpoint / "pair.safetensors").stat().st_size)
        draft = folder.with_name(f"new-{uuid.uuid4().hex}")
        draft.parent.mkdir(exist_ok=True)
        try:
            export_run(run, draft, step)
            draft.rename(folder)
        except OSError:
            if not folder.is_dir():  # not merely a faster process
                raise
        finally:
            shutil.rmtree(draft, ignore_errors=True)
        _forget_gone_checkpoints(run)
    return folder


def require_checkpoint(run: RunFolder, step: int | None) -> Path:
    """The whole checkpoint at `step` (None: the newest); raises `UserError` when there is none."""
    checkpoint = find_checkpoint(run.checkpoints, step)
    if checkpoint is None:
        which = Sentence("whole checkpoint")
        if step is not None:
            which = Sentence("checkpoint at step {step:,}", step=step)
        raise UserError(
            "The run {run} has no {which}: choose another step or let it train longer.",
            "step",
            run=run.name,
            which=which,
        )
    return checkpoint


def _forget_gone_checkpoints(run: RunFolder) -> None:
    """Drops exports whose checkpoint was thinned out, so that the cache stays as small as its source."""
    for folder in (run.path / "exported").glob("step-*"):
        if not (run.checkpoints / folder.name).is_dir():
            shutil.rmtree(folder, ignore_errors=True)
