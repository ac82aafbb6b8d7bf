"""The files that a run still reads when it is resumed, and which of them are no longer there."""

from __future__ import annotations

import os
from pathlib import Path

from electra_engine.corpus.reading import is_dataset
from electra_engine.jobs.runs import RunRequest
from electra_engine.workspace import RunFolder


def files_still_read(run: RunFolder, request: RunRequest) -> list[Path]:
    """Pre-training reads its own copy once that is made, fine-tuning reads its rows at every resume."""
    if request.kind == "pretrain" and (run.packed / "packing.json").exists():
        return []
    return [Path(file) for file in (*request.files, *request.held_out_files) if not is_dataset(file)]


def files_gone(run: RunFolder, request: RunRequest) -> list[Path]:
    """Those of them without which a resume could not begin."""
    # `os.path` takes a file out of reach for one that is gone, where `Path` raises.
    return [file for file in files_still_read(run, request) if not os.path.exists(file)]  # noqa: PTH110
