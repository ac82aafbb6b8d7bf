"""A process that trains along with a run's worker: it takes the steps that it is told to take.

    python -m electra_engine.training.crew_member RUN_FOLDER MEETING RANK SIZE LEADER ARITHMETIC

It writes nothing. It ends when the worker, whose process number is LEADER, says so, or when the worker is
gone: where they meet each would wait for the other for as long as a run may take, so before they do both make
sure that the other is still there.
"""

from __future__ import annotations

import contextlib
import json
import logging
import os
import signal
import subprocess
import sys
import threading
import time
import uuid
from collections.abc import Iterator
from dataclasses import asdict
from pathlib import Path

from electra_engine.children import child_environment, python_command
from electra_engine.corpus import open_packed
from electra_engine.errors import UserError
from electra_engine.jobs.endings import HelperGoneError
from electra_engine.jobs.runs import read_request
from electra_engine.settings import RunSettings
from electra_engine.training.assembly import assemble
from electra_engine.training.crew import Crew, Task
from electra_engine.training.machine import Arithmetic
from electra_engine.training.trainer import NotFiniteError, Trainer
from electra_engine.vocabulary import load_tokenizer
from electra_engine.workspace import RunFolder

LOOK_SECONDS = 0.5  # between looks at whether the others are still there

log = logging.getLogger("electra_engine.helper")


@contextlib.contextmanager
def helped(run: RunFolder, trainer: Trainer) -> Iterator[None]:
    """The trainer takes its steps together with as many helpers as its settings ask for."""
    size = trainer.settings.machine.processes
    if size == 1:
        yield
        return
    meeting = run.path / f".crew-{uuid.uuid4().hex}"
    way = json.dumps(asdict(trainer.arithmetic))
    leader = str(os.getpid())
    places = [(str(run.path), str(meeting), str(rank), str(size), leader, way) for rank in range(1, size)]
    helpers = [
        subprocess.Popen(
            python_command("electra_engine.training.crew_member", *place),
            stdin=subprocess.DEVNULL,
            env=child_environment(),
        )
        for place in places
    ]
    try:
        _wait_until_ready(meeting, helpers)
        trainer.crew = Crew(0, size, meeting)
        yield
        trainer.crew.end()
    finally:
        if trainer.crew is not None:
            trainer.crew.leave()
            trainer.crew = None
        for file in (meeting, *(_ready(meeting, rank) for rank in range(1, size))):
            file.unlink(missing_ok=True)
        for helper in helpers:
            with contextlib.suppress(subprocess.TimeoutExpired):
                helper.wait(5)
            helper.kill()
            helper.wait()


def _ready(meeting: Path, rank: int) -> Path:
    """What a helper makes when it has loaded everything and goes to the meeting."""
    return meeting.with_name(f"{meeting.name}.{rank}")


def _wait_until_ready(meeting: Path, helpers: list[subprocess.Popen[bytes]]) -> None:
    """Raises `HelperGoneError` when one of the helpers ends before it is ready."""
    for rank, helper in enumerate(helpers, start=1):
        while not _ready(meeting, rank).exists():
            if helper.poll() is not None:
                raise HelperGoneError
            time.sleep(0.05)


def _end_with(leader: int) -> None:
    """Ends this process soon after that of its leader, whatever it is waiting for."""

    def look() -> None:
        while os.getppid() == leader:
            time.sleep(LOOK_SECONDS)
        os._exit(1)

    threading.Thread(target=look, daemon=True).start()


def main() -> int:
    """Helps until it is told to end; the exit code is 1 when the leader is gone before that."""
    folder, meeting, rank, size, leader, way = sys.argv[1:]
    _end_with(int(leader))
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # a stop is the worker's to obey
    run = RunFolder(Path(folder))
    settings = RunSettings().with_changes(read_request(run).settings)
    tokenizer, packed = load_tokenizer(run.tokenizer), open_packed(run.packed)
    trainer = assemble(settings, tokenizer, packed, Arithmetic(**json.loads(way)))
    _ready(Path(meeting), int(rank)).touch()
    trainer.crew = Crew(int(rank), int(size), Path(meeting))
    try:
        _help(trainer, trainer.crew)
    except UserError as error:
        log.warning("%s", error.sentence)
        return 1
    return 0


def _help(trainer: Trainer, crew: Crew) -> None:
    while True:
        task, number, progress, rate = crew.hear()
        if task is Task.END:
            return
        if task is Task.TAKE_OVER:
            trainer.stage = number
            crew.take_over(trainer.pair, trainer.optimizer)
            continue
        with contextlib.suppress(NotFiniteError):  # every process sees the same sum, and leaves the step out
            trainer.step(number, progress, rate)


if __name__ == "__main__":
    sys.exit(main())
