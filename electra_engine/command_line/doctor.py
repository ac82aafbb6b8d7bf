"""doctor: what in a workspace is damaged or left over, and the repair of what is safe to repair.

Safe means that nothing a person made is lost: half-written folders go, damaged files are set aside. A run
whose worker lives is left alone.
"""

from __future__ import annotations

import argparse
import shutil
import sqlite3
import time
from collections.abc import Callable, Iterator
from contextlib import closing
from dataclasses import dataclass
from functools import partial
from pathlib import Path

from electra_engine.command_line.answers import Answer
from electra_engine.command_line.options import Subcommands, add_workspace, workspace_of
from electra_engine.errors import UserError
from electra_engine.jobs import lock
from electra_engine.jobs.launch import clear_requests
from electra_engine.jobs.runs import read_request
from electra_engine.training.checkpoint_folders import verify
from electra_engine.workspace import RunFolder, Workspace

STILL_WRITTEN = 600.0  # seconds: a draft younger than this may be in the making
REMAINS = 3  # the exit code when something stays that a person must look at


@dataclass(frozen=True)
class Finding:
    """Something wrong with what lies at `path`; `repair` mends it, None where only a person can."""

    path: Path
    told: str
    repair: Callable[[], object] | None = None


def add_to(subcommands: Subcommands) -> None:
    """Adds the subcommand to the parser."""
    doctor = subcommands.add_parser("doctor", help="check a workspace, and repair what is safe to repair")
    doctor.add_argument("--repair", action="store_true", help="repair it instead of only telling")
    add_workspace(doctor)
    doctor.set_defaults(act=examine)


def examine(chosen: argparse.Namespace) -> Answer:
    """Tells what is wrong; exit code 0 when nothing remains to be done, `REMAINS` otherwise."""
    workspace = workspace_of(chosen)
    lines, rows, remain = [], [], 0
    for finding in [*leftovers(workspace), *damages(workspace)]:
        repaired = bool(chosen.repair and finding.repair)
        if repaired and finding.repair is not None:
            finding.repair()
        remain += not repaired
        place = str(finding.path.relative_to(workspace.root))
        state = "repaired" if repaired else "can be repaired" if finding.repair else "needs you"
        lines.append(f"{place}: {finding.told} ({state})")
        rows.append({"path": place, "finding": finding.told, "state": state})
    if not lines:
        lines = [f"{workspace.root} is sound."]
    elif not chosen.repair and any(row["state"] == "can be repaired" for row in rows):
        lines.append("`electra-engine doctor --repair` repairs what can be repaired.")
    return Answer("\n".join(lines), {"findings": rows, "remain": remain}, REMAINS if remain else 0)


def leftovers(workspace: Workspace) -> Iterator[Finding]:
    """Folders that were half-written or half-removed when their process ended."""
    drafts = [*workspace.runs.glob(".new-*"), *workspace.runs.glob(".removed-*")]
    for path in sorted([*drafts, *workspace.corpora.glob(".new-*")]):
        if time.time() - path.stat().st_mtime > STILL_WRITTEN:
            yield Finding(path, "left over from a process that ended halfway", _removal(path))


def damages(workspace: Workspace) -> Iterator[Finding]:
    """What is wrong inside the runs that nobody is at work on."""
    for path in sorted(workspace.runs.glob("[!.]*")):
        run = RunFolder(path)
        if path.is_dir() and not lock.is_held(run.lock):
            yield from _damages_of(run)


def _damages_of(run: RunFolder) -> Iterator[Finding]:
    try:
        request = read_request(run)
    except UserError:
        yield Finding(run.path, "its run.json is missing or damaged: remove this folder")
        return
    if run.records.exists() and not _is_sound(run.records):
        yield Finding(run.records, "the database is damaged: its curves are lost", _aside(run.records))
    if any(run.requests.glob("*")):
        yield Finding(
            run.requests, "holds requests that no worker is there to obey", partial(clear_requests, run)
        )
    for unfinished in sorted(run.checkpoints.glob(".step-*")):
        yield Finding(unfinished, "a checkpoint that was never finished", _removal(unfinished))
    damaged = list(_damaged_checkpoints(run))
    for checkpoint in damaged:
        yield Finding(checkpoint, "a damaged checkpoint: no run goes on from it", _aside(checkpoint))
    if request.kind == "pretrain" and not run.model.is_dir() and damaged and not _has_whole(run, damaged):
        yield Finding(run.path, "no whole checkpoint is left: start this run again under another name")


def _damaged_checkpoints(run: RunFolder) -> Iterator[Path]:
    yield from (path for path in sorted(run.checkpoints.glob("step-*")) if not verify(path))


def _has_whole(run: RunFolder, damaged: list[Path]) -> bool:
    return any(path not in damaged for path in run.checkpoints.glob("step-*"))


def _is_sound(database: Path) -> bool:
    try:
        with closing(sqlite3.connect(f"{database.as_uri()}?mode=ro", uri=True, timeout=10)) as opened:
            return opened.execute("pragma quick_check(1)").fetchone() == ("ok",)
    except sqlite3.DatabaseError as error:
        # A database that cannot be opened just now, or only by its owner, is not damaged.
        return isinstance(error, sqlite3.OperationalError)


def _removal(path: Path) -> Callable[[], object]:
    return lambda: shutil.rmtree(path, ignore_errors=True)


def _aside(path: Path) -> Callable[[], None]:
    """Renames what is damaged, with a database's companions, so that nothing reads it and nothing is lost."""

    def set_aside() -> None:
        stamp = time.strftime("%Y%m%d-%H%M%S")
        for ending in ("", "-wal", "-shm"):
            part = path.with_name(path.name + ending)
            if part.exists():
                part.rename(part.with_name(f".damaged-{part.name}-{stamp}"))

    return set_aside
