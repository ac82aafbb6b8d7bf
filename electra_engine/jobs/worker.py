"""The process that does one run's work, from waiting for its turn to its last word.

    python -m electra_engine.jobs.worker WORKSPACE/runs/NAME

It needs no browser, no terminal and no studio. Heavy imports happen after its turn has come, so that
a waiting run costs almost nothing.
"""

from __future__ import annotations

import contextlib
import dataclasses
import faulthandler
import logging
import os
import shutil
import sqlite3
import sys
import time
from collections.abc import Collection
from contextlib import closing
from pathlib import Path

from electra_engine.errors import UserError
from electra_engine.jobs import catalogue, lock
from electra_engine.jobs.control import Control
from electra_engine.jobs.endings import Ending, broken_off
from electra_engine.jobs.log import keep_log
from electra_engine.jobs.queue import wait_for_turn
from electra_engine.jobs.runs import RunRequest, read_request
from electra_engine.sentences import SILENCE, Sentence
from electra_engine.training.checkpoint_folders import newest_checkpoint, position_of
from electra_engine.watching.records import Event, RunState
from electra_engine.watching.store import RecordReader, RecordWriter
from electra_engine.watching.unreadable import UnreadableRecordsError
from electra_engine.workspace import RunFolder

PATIENCE = 5.0  # seconds to get the lock, which onlookers hold for an instant

log = logging.getLogger("electra_engine.worker")


def main() -> int:
    """Works on the run whose folder is the only argument; returns the exit code."""
    faulthandler.enable()
    logging.basicConfig(level=logging.INFO, format="%(asctime)s %(levelname)s %(name)s: %(message)s")
    run = RunFolder(Path(sys.argv[1]).absolute())
    try:
        held = lock.take_within(run.lock, PATIENCE, run.name)
    except OSError as error:  # no room even for the lock, or a folder that cannot be written
        log.exception("The work could not begin.")
        _settle(run, ("waiting",), broken_off(error), unsaid=True)
        return 1
    if held is None:
        log.info("Another worker is at work on this run; this one ends.")
        return 0
    with closing(held):
        if catalogue.read(run).state not in catalogue.WORKING:
            log.info("Nothing is to be done: somebody ended this run before it began.")
            return 0
        keep_log(run)
        control = Control(run)
        ending, recorded = _work_on_record(run, control)
        _settle(run, catalogue.WORKING, ending, unsaid=not recorded)
        _tidy_up(run)
    return 1 if ending.phase == "failed" else 0


def _work_on_record(run: RunFolder, control: Control) -> tuple[Ending, bool]:
    """Does the work: how it ended, and whether the records tell of it."""
    try:
        control.pulse.start()
        records = RecordWriter(run.records)
    except Exception as error:  # no memory for a thread, no room for records, or damaged ones
        log.exception("The work on the run %s could not begin.", run.name)
        return broken_off(error), False
    with closing(records):
        ending = work(run, records, control)
        try:
            say_last_word(run, records, ending)
        # The folder is gone, its disk full to the last byte, its records damaged, or there is no memory left.
        except (OSError, sqlite3.Error, UnreadableRecordsError, MemoryError):
            log.exception("What could not be recorded: %s %s", ending.phase, ending.message)
            return ending, False
    return ending, True


def work(run: RunFolder, records: RecordWriter, control: Control) -> Ending:
    """Waits for the run's turn and does it; whatever goes wrong becomes an ending in plain words."""
    control.obey_signals()
    try:
        request = read_request(run)
        waiting = _first_state(run)
        records.set_state(waiting)
        catalogue.compare_and_set(run, ("running",), "waiting")  # a lost run that was taken up by hand
        turn = wait_for_turn(run.workspace, request, waiting, records, control)
        if turn is None:
            return _asked_ending(control, Sentence("It left the queue before its turn came."))
        with closing(turn):
            catalogue.compare_and_set(run, ("waiting",), "running")
            phase = _train(run, request, records, control)
        return Ending(phase, phase) if phase == "finished" else _asked_ending(control)
    except Exception as error:
        log.exception("The run %s broke off.", run.name)
        return broken_off(error)


def say_last_word(run: RunFolder, records: RecordWriter, ending: Ending) -> None:
    """Records how the run ended, keeping how far it got."""
    last = RecordReader(run.records).state() or RunState(phase="")
    message = ending.message or _how_far(run, ending.phase, last.step)
    last = dataclasses.replace(last, phase=ending.phase, message=message, seconds_left=None, pid=os.getpid())
    if ending.phase == "finished":
        last = dataclasses.replace(last, progress=1.0)
    kind = "error" if ending.phase == "failed" else "state"
    records.add_event(Event(kind, ending.name, message, step=last.step))
    records.set_state(last)


def _settle(run: RunFolder, expected: Collection[str], ending: Ending, unsaid: bool) -> None:
    """The last thing a worker does: its run is at rest in the catalogue, which says why where `unsaid`."""
    why = ending.name if unsaid and ending.phase == "failed" else ""
    try:
        catalogue.compare_and_set(run, expected, ending.phase, why=why)
    except UserError:
        log.exception("The end of the run %s (%s) could not be noted.", run.name, ending.phase)


def _tidy_up(run: RunFolder) -> None:
    """Removes what a finished fine-tuning run no longer needs.

    Not before its end is noted: killed in between, it would have nothing to go on from.
    """
    with contextlib.suppress(UserError):  # the folder was taken away
        if catalogue.read(run).state == "finished" and read_request(run).kind == "finetune":
            shutil.rmtree(run.checkpoints, ignore_errors=True)


def _asked_ending(control: Control, message: Sentence = SILENCE) -> Ending:
    phase = "paused" if control.pausing else "stopped"
    return Ending(phase, phase, message)


def _how_far(run: RunFolder, phase: str, step: int) -> Sentence:
    ended = {
        "finished": Sentence("Finished"),
        "paused": Sentence("Paused"),
        "stopped": Sentence("Stopped"),
    }[phase]
    if step == 0:
        return Sentence("{ended} before the first step.", ended=ended)
    newest = newest_checkpoint(run.checkpoints)
    kept = position_of(newest).step if newest else None
    if kept == step or run.model.is_dir():
        return Sentence("{ended} and saved at step {step:,}.", ended=ended, step=step)
    if kept is not None:
        return Sentence(
            "{ended} at step {step:,}, but the newest checkpoint that was saved is that of step {kept:,}.",
            ended=ended,
            step=step,
            kept=kept,
        )
    return Sentence("{ended} at step {step:,}.", ended=ended, step=step)


def _first_state(run: RunFolder) -> RunState:
    """The state to wait in; a resumed run keeps showing how far it had got."""
    last = RecordReader(run.records).state() or RunState(phase="")
    return dataclasses.replace(
        last,
        phase="queued",
        message=SILENCE,
        progress=0.0,
        seconds_left=None,
        pid=os.getpid(),
        started=time.time(),
    )


def _train(run: RunFolder, request: RunRequest, records: RecordWriter, control: Control) -> str:
    """Does what was asked; "finished" or "stopped"."""
    if request.kind == "finetune":
        from electra_engine.finetuning.running import finetune

        return finetune(run, request, records, control)
    from electra_engine.training.pretraining import pretrain

    return pretrain(run, request, records, control)


if __name__ == "__main__":
    sys.exit(main())
