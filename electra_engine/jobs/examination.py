"""What in a workspace is damaged, left over or out of step, and how to mend what is safe to mend.

Safe means that nothing a person made is lost: half-written folders go, damaged files are set aside. A run
whose worker lives is left alone, also where that worker came after the run was looked at.
"""

from __future__ import annotations

import sqlite3
import time
from collections.abc import Callable, Iterator
from contextlib import closing
from dataclasses import dataclass
from functools import partial
from pathlib import Path

from electra_engine.errors import UserError
from electra_engine.jobs import catalogue, lock
from electra_engine.jobs.leftovers import leftovers, remove_leftover
from electra_engine.jobs.runs import RunRequest, read_request
from electra_engine.jobs.what_is_read import files_gone
from electra_engine.training.checkpoint_folders import checkpoint_folders, verify
from electra_engine.watching.records import RunState
from electra_engine.watching.store import RecordReader
from electra_engine.watching.unreadable import UnreadableRecordsError
from electra_engine.workspace import RunFolder, Workspace

PATIENCE = 1.0  # seconds to get a run's lock, which onlookers hold for an instant
TAKEN_UP = "its run was taken up meanwhile, so nothing was touched: try again when it is not at work"
NO_LONGER_SO = "this changed meanwhile, so nothing was touched: try again"


@dataclass(frozen=True)
class Finding:
    """Something wrong with what lies at `path`.

    `repair` mends it and returns nothing, or touches nothing and says why; None where only a person can.
    """

    path: Path
    told: str
    repair: Callable[[], str] | None = None


def examine(workspace: Workspace) -> Iterator[Finding]:
    """Everything that is wrong, in the order of the folders."""
    for path in leftovers(workspace):
        yield Finding(path, "left over from a process that ended halfway", _removal(path))
    for path in sorted(workspace.runs.glob("[!.]*")):
        run = RunFolder(path)
        if not path.is_dir():
            yield Finding(path, "a file where only runs should lie", _aside(path))
        elif not lock.is_held(run.lock) and not catalogue.read(run).just_launched:
            yield from _in_run(run)


def _in_run(run: RunFolder) -> Iterator[Finding]:
    try:
        request = read_request(run)
    except UserError:
        yield Finding(run.path, "its run.json is missing or damaged: remove this folder")
        return
    recorded, finding = _in_records(run)
    if finding is not None:
        yield finding
    yield from _in_catalogue(run)
    yield from _half_made(run, request)
    yield from _in_checkpoints(run, request, recorded)


def _in_records(run: RunFolder) -> tuple[RunState | None, Finding | None]:
    """What the records say last, and what is wrong with them."""
    records = run.records
    if records.is_dir():
        mend = _unless_at_work(run, records.is_dir, _aside(records))
        return None, Finding(records, "a folder where the run's database should lie", mend)
    try:
        return _last_state(records), None
    except sqlite3.OperationalError as error:  # shut, or in other hands just now, which is no damage
        told = f"the database cannot be opened ({error}): see that you may read and write it and its folder"
        return None, Finding(records, told)
    except UnreadableRecordsError:
        mend = _unless_at_work(run, lambda: not _is_readable(records), _aside(records))
        return None, Finding(records, "the database is damaged: its curves are lost", mend)


def _in_catalogue(run: RunFolder) -> Iterator[Finding]:
    """An orphan: a run that somebody should be at work on, and nobody is."""
    entry = catalogue.read(run)
    if entry.state in catalogue.WORKING and not entry.just_launched:
        told = "its worker is gone: it counts as stopped from now on and can be resumed"
        settle = partial(catalogue.compare_and_set, run, (entry.state,), "stopped")
        yield Finding(run.path, told, _unless_at_work(run, lambda: catalogue.read(run) == entry, settle))
    old_requests = run.path / "requests"
    if old_requests.is_dir():
        told = "requests of an older version that no worker obeys"
        yield Finding(old_requests, told, _removal_from(run, old_requests))


def _half_made(run: RunFolder, request: RunRequest) -> Iterator[Finding]:
    """Parts that a worker makes before it trains, and what they are made of."""
    for meeting in sorted(run.path.glob(".crew-*")):
        told = "left over from processes that shared their batches"
        yield Finding(meeting, told, _removal_from(run, meeting))
    packed = (run.packed / "packing.json").exists()
    if run.packed.is_dir() and not packed:
        told = "token rows that were never finished: made again by a resume"
        yield Finding(run.packed, told, _removal_from(run, run.packed, without="packing.json"))
    if packed and not (run.tokenizer / "tokenizer.json").exists():
        yield Finding(run.tokenizer, "the vocabulary is missing: start this run again under another name")
    for file in [] if run.model.is_dir() else files_gone(run, request):
        yield Finding(run.path, f"its text {file} is no longer there: put it back before a resume")


def _in_checkpoints(run: RunFolder, request: RunRequest, recorded: RunState | None) -> Iterator[Finding]:
    for unfinished in sorted(run.checkpoints.glob(".step-*")):
        yield Finding(unfinished, "a checkpoint that was never finished", _removal_from(run, unfinished))
    kept = checkpoint_folders(run.checkpoints)
    damaged = [checkpoint for checkpoint in kept if not verify(checkpoint)]
    for checkpoint in damaged:
        mend = _unless_at_work(run, partial(_is_damaged, checkpoint), _aside(checkpoint))
        yield Finding(checkpoint, "a damaged checkpoint: no run goes on from it", mend)
    trained = bool(kept) or (recorded is not None and recorded.step > 0)
    done = catalogue.read(run).state == "finished" and trained  # any other begins again
    if request.kind == "pretrain" and done and len(damaged) == len(kept) and not run.model.is_dir():
        yield Finding(run.path, "no whole checkpoint is left: start this run again under another name")


def _last_state(records: Path) -> RunState | None:
    """What the records say last; raises `UnreadableRecordsError` where they are damaged."""
    if records.exists() and not _is_sound(records):
        raise UnreadableRecordsError(records, "its check failed")
    return RecordReader(records).state()


def _is_readable(records: Path) -> bool:
    try:
        _last_state(records)
    except UnreadableRecordsError:
        return False
    return True


def _is_damaged(checkpoint: Path) -> bool:
    return checkpoint.is_dir() and not verify(checkpoint)


def _is_sound(database: Path) -> bool:
    """Whether its pages are whole; raises `sqlite3.OperationalError` where it cannot be opened."""
    try:
        with closing(sqlite3.connect(f"{database.as_uri()}?mode=ro", uri=True, timeout=10)) as opened:
            return opened.execute("pragma quick_check(1)").fetchone() == ("ok",)
    except sqlite3.OperationalError:
        raise
    except sqlite3.DatabaseError:
        return False


def _unless_at_work(
    run: RunFolder, still: Callable[[], bool], mend: Callable[[], object]
) -> Callable[[], str]:
    """A repair that nobody's work can get in the way of: between looking and mending time goes by.

    It is done under the run's lock, so that no worker begins meanwhile, and only if it is `still` called for.
    """

    def repair() -> str:
        try:
            held = lock.take_within(run.lock, PATIENCE)
        except OSError as error:
            return f"its run cannot be locked ({error.strerror}), so nothing was touched"
        if held is None:
            return TAKEN_UP
        with closing(held):
            if catalogue.read(run).just_launched:  # a worker is on its way and will want the lock
                return TAKEN_UP
            if not still():
                return NO_LONGER_SO
            mend()
        return ""

    return repair


def _removal_from(run: RunFolder, path: Path, without: str = "") -> Callable[[], str]:
    """Removes part of a run that lacks the file that would make it whole."""

    def still() -> bool:
        return path.exists() and not (without and (path / without).exists())

    return _unless_at_work(run, still, partial(remove_leftover, path))


def _removal(path: Path) -> Callable[[], str]:
    def remove() -> str:
        remove_leftover(path)
        return ""

    return remove


def _aside(path: Path) -> Callable[[], str]:
    """Renames what is damaged, with a database's companions, so that nothing reads it and nothing is lost."""

    def set_aside() -> str:
        stamp = time.strftime("%Y%m%d-%H%M%S")
        for ending in ("", "-wal", "-shm"):
            part = path.with_name(path.name + ending)
            if part.exists():
                part.rename(part.with_name(f".damaged-{part.name}-{stamp}"))
        return ""

    return set_aside
