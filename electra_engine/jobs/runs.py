"""The catalogue of runs is the folder runs/ itself: one folder a run, whole or not there at all.

A run is prepared under a name that begins with a dot and renamed when it is complete; it is removed
the same way backwards. Names that begin with a dot are never runs.
"""

from __future__ import annotations

import json
import shutil
import time
import uuid
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass, field, fields, replace
from typing import Any

from electra_engine.durability import write_durably
from electra_engine.errors import UserError
from electra_engine.jobs import catalogue
from electra_engine.jobs.catalogue import WORKING
from electra_engine.unchanged import Unchanged
from electra_engine.workspace import LONGEST_NAME, RunFolder, Workspace, checked_name

KINDS = ("pretrain", "finetune")
# What a version that had no such setting did; the setting's present value is another.
BEFORE_IT_WAS_ASKED = {"pair.start": "company"}
ONE_CLICK = 30.0  # seconds within which the same request, made twice, was meant once; busy pages are slow


@dataclass(frozen=True)
class RunRequest:
    """What was asked for: everything a worker needs to know, written once.

    `settings` is flat (``{"training.seed": 1, …}``), `files` and `held_out_files` are absolute paths,
    `extra` holds what only this kind of run has (for "finetune": from, train, valid, test and the
    columns). `created` is a UNIX time; `disk` and `memory` are the bytes that the run may come to take, 0
    where nobody knows.
    """

    name: str
    kind: str
    settings: dict[str, Any]
    files: list[str] = field(default_factory=list)
    held_out_files: list[str] = field(default_factory=list)
    extra: dict[str, Any] = field(default_factory=dict)
    created: float = field(default_factory=time.time)
    disk: int = 0
    memory: int = 0


_requests = Unchanged[RunRequest]()


def create_run(
    workspace: Workspace, request: RunRequest, furnish: Callable[[RunFolder], None] | None = None
) -> RunFolder:
    """Writes a new run's folder, whole or not at all; raises `UserError` when the name is taken.

    `furnish` puts into the folder what else belongs to the run from its beginning.
    """
    check_name_is_free(workspace, request.name)
    run = workspace.run(request.name)
    draft = RunFolder(workspace.runs / f".new-{uuid.uuid4().hex}")
    try:
        draft.path.mkdir(parents=True)
        write_durably(draft.request_file, json.dumps(asdict(request), indent=2, ensure_ascii=False))
        catalogue.enter(draft, catalogue.last_place(workspace), request.created)
        if furnish is not None:
            furnish(draft)
        draft.path.rename(run.path)
    except OSError as error:
        if run.path.exists():
            raise _taken(workspace, request.name) from None
        raise UserError(
            "The run {run} could not be written to {folder} ({reason}): make room or choose another "
            "workspace.",
            run=request.name,
            folder=workspace.runs,
            reason=error.strerror or error,  # a failed copy of a whole folder has no reason of its own
        ) from None
    finally:
        shutil.rmtree(draft.path, ignore_errors=True)  # renamed by now, unless something went wrong
    return run


def check_name_is_free(workspace: Workspace, name: str) -> None:
    """Raises `UserError` when a name cannot be used for a run, or belongs to one."""
    if workspace.run(name).path.exists():
        raise _taken(workspace, name)


def read_request(run: RunFolder) -> RunRequest:
    """What was asked of a run; raises `UserError` when its folder is missing or damaged."""
    return _requests.get(run.path, [run.request_file], lambda: _read_request(run))


def _read_request(run: RunFolder) -> RunRequest:
    try:
        stored = json.loads(run.request_file.read_text(encoding="utf-8"))
        known = {entry.name: stored[entry.name] for entry in fields(RunRequest) if entry.name in stored}
        known |= {"created": float(known["created"])}
        known |= {room: int(known.get(room, 0)) for room in ("disk", "memory")}
        request = RunRequest(**{**known, "name": run.name})
        whole = request.kind in KINDS and isinstance(request.settings, dict)
        if whole and request.kind == "pretrain":
            request = replace(request, settings={**BEFORE_IT_WAS_ASKED, **request.settings})
    except FileNotFoundError:
        raise UserError(
            "There is no run called {run}: `electra-engine runs` lists the ones there are.",
            "run",
            run=run.name,
        ) from None
    except (OSError, ValueError, KeyError, TypeError):
        whole = False
    if not whole:
        raise UserError(
            "The run {run} is damaged (its run.json cannot be read): remove it.", "run", run=run.name
        )
    return request


def find_run(workspace: Workspace, name: str) -> RunFolder:
    """The folder of a run that exists; raises `UserError` when there is none of that name."""
    run = workspace.run(name)
    if not run.path.is_dir():
        raise UserError(
            "There is no run called {run}: `electra-engine runs` lists the ones there are.", "run", run=name
        )
    return run


def requested_runs(workspace: Workspace) -> Iterator[tuple[RunFolder, RunRequest]]:
    """Every run that can be read; damaged and half-made folders are passed over."""
    for path in sorted(workspace.runs.glob("[!.]*")):
        try:
            run = workspace.run(path.name)
            yield run, read_request(run)
        except UserError:
            continue


def recorded_runs(workspace: Workspace) -> Iterator[tuple[RunFolder, RunRequest]]:
    """The runs that came with the program; a damaged one is passed over."""
    if workspace.recorded is not None:
        for path in sorted(workspace.recorded.glob("[!.]*/run.json")):
            run = RunFolder(path.parent)
            try:
                yield run, read_request(run)
            except UserError:
                continue


def recorded_names(workspace: Workspace) -> set[str]:
    """The names of the runs that came with the program."""
    return {run.name for run, _ in recorded_runs(workspace)}


def just_asked_for(
    workspace: Workspace,
    kind: str,
    settings: Mapping[str, Any],
    files: Sequence[str],
    extra: Mapping[str, Any] | None = None,
) -> str:
    """The run that was asked for in the same words a moment ago, by a double click or in another tab.

    Empty when there is none: who asks again later wants another one. The words are those of its
    `RunRequest`. A moment is measured by the clock that nobody can set.
    """
    for run, request in requested_runs(workspace):
        asked = (request.kind, request.settings, request.files, request.extra)
        same = asked == (kind, settings, files, extra or {})
        entry = catalogue.read(run)
        if same and 0 <= time.monotonic() - entry.launched < ONE_CLICK and entry.state in WORKING:
            return run.name
    return ""


def free_name(workspace: Workspace, wanted: str) -> str:
    """`wanted`, or with the next free number behind it when a run of that name exists."""
    name, number = checked_name(wanted), 2
    while workspace.run(name).path.exists():
        ending = f"-{number}"
        name, number = wanted[: LONGEST_NAME - len(ending)] + ending, number + 1
    return name


def has_checkpoint(run: RunFolder) -> bool:
    """Whether a whole checkpoint is there to continue from."""
    return any(path.is_dir() and path.name[5:].isdigit() for path in run.checkpoints.glob("step-*"))


def _taken(workspace: Workspace, name: str) -> UserError:
    if not workspace.is_own(workspace.run(name)):
        return UserError(
            "A run called {run} came with the program: choose another name, such as {free}.",
            "run",
            run=name,
            free=free_name(workspace, name),
        )
    return UserError(
        "There is already a run called {run}: choose another name, such as {free}, or remove that run first.",
        "run",
        run=name,
        free=free_name(workspace, name),
    )
