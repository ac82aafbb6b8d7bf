"""Removing a run, and which runs that go on would lose what they still read by it or by a file's removal."""

from __future__ import annotations

import shutil
import uuid
from collections.abc import Iterator
from pathlib import Path

from electra_engine.errors import UserError
from electra_engine.finetuning.preparing import Base
from electra_engine.inference.references import run_at
from electra_engine.jobs import catalogue, lock
from electra_engine.jobs.runs import RunRequest, find_run, requested_runs
from electra_engine.jobs.what_is_read import files_still_read
from electra_engine.workspace import RunFolder, Workspace

GO_ON = (*catalogue.WORKING, "paused")


def remove_run(workspace: Workspace, name: str) -> None:
    """Deletes a run's folder.

    Raises `UserError` while its worker lives, while a run that goes on starts from it, or when there is none.
    """
    run = find_run(workspace, name)
    if not workspace.is_own(run):
        raise UserError(
            "The run {run} came with the program: it stays, and it is no longer listed once you train "
            "your own.",
            "run",
            run=name,
        )
    if other := run_starting_from(workspace, run):
        raise UserError(
            "The run {other} is fine-tuned from the run {run} and not done yet: let it end, or remove it "
            "first.",
            "run",
            other=other,
            run=name,
        )
    doomed = workspace.runs / f".removed-{uuid.uuid4().hex}"
    try:
        held = lock.take_within(run.lock, 2.0)  # an ended worker needs a moment to let go
        if held is None:
            raise UserError("The run {run} is still at work: stop it before removing it.", "run", run=name)
        held.release()  # before the rename, because Windows does not rename a folder with an open file
        run.path.rename(doomed)
    except OSError as error:
        raise UserError(
            "The run {run} could not be removed ({reason}): see that its folder is there and can be written "
            "to.",
            "run",
            run=name,
            reason=error.strerror or error,
        ) from None
    shutil.rmtree(doomed, ignore_errors=True)


def run_reading(workspace: Workspace, folder: Path) -> str:
    """A run that goes on and still reads files in `folder`; empty when there is none."""
    for run, request in _going_on(workspace):
        read = [Path(file) for file in (*request.files, *request.held_out_files)]
        if catalogue.read(run).state == "paused":
            read = files_still_read(run, request)
        if any(file.is_relative_to(folder) for file in read):
            return run.name
    return ""


def run_starting_from(workspace: Workspace, base: RunFolder) -> str:
    """A run that goes on and is fine-tuned from `base`, which it needs at every resume; else empty."""
    for run, request in _going_on(workspace):
        if request.kind != "finetune":
            continue
        reference = Base.from_request(str(request.extra.get("from"))).reference
        named, _ = run_at(reference, workspace)
        if named == base or Path(reference).is_relative_to(base.path.absolute()):
            return run.name
    return ""


def _going_on(workspace: Workspace) -> Iterator[tuple[RunFolder, RunRequest]]:
    for run, request in requested_runs(workspace):
        if catalogue.read(run).state in GO_ON:
            yield run, request
