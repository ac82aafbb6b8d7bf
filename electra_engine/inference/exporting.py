"""Taking a model away: the run's networks as Hugging Face folders in a place of the person's choice."""

from __future__ import annotations

import shutil
import uuid
from pathlib import Path

from electra_engine.errors import UserError
from electra_engine.inference.references import find_networks
from electra_engine.workspace import Workspace


def export_model(reference: str, workspace: Workspace, folder: str | Path, step: int | None = None) -> Path:
    """Copies a run's model to `folder`, whole or not at all, and returns it.

    A pre-training run gives generator/ and discriminator/, a fine-tuning run the model itself.
    Raises `UserError` when `folder` already holds something or cannot be written.
    """
    target = Path(folder).expanduser().absolute()
    if target.exists() and (not target.is_dir() or any(target.iterdir())):
        raise UserError(
            "{folder} already holds something: choose a new or empty folder.", "folder", folder=target
        )
    found = find_networks(reference, workspace, step)
    draft = target.with_name(f".{target.name}-{uuid.uuid4().hex}")
    try:
        if found.generator and found.discriminator:
            shutil.copytree(found.generator, draft / "generator")
            shutil.copytree(found.discriminator, draft / "discriminator")
        else:
            shutil.copytree(found.to_fine_tune(), draft)
        if target.exists():
            target.rmdir()  # empty, as checked above
        draft.rename(target)
    except OSError as error:
        raise UserError(
            "The model could not be written to {folder} ({reason}).",
            "folder",
            folder=target,
            reason=error.strerror,
        ) from None
    finally:
        shutil.rmtree(draft, ignore_errors=True)
    return target
