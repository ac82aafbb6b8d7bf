"""Real training in a real worker: what survives a kill, and what is said when it cannot go on."""

from __future__ import annotations

import errno
import os
import signal
import time
from collections.abc import Callable
from contextlib import closing
from pathlib import Path

import pytest

from electra_engine.jobs import catalogue
from electra_engine.jobs.endings import Ending, broken_off
from electra_engine.jobs.launch import resume_run, start_worker
from electra_engine.jobs.requests import new_pretraining
from electra_engine.jobs.runs import has_checkpoint
from electra_engine.jobs.status import RunStatus, status_of
from electra_engine.jobs.worker import say_last_word
from electra_engine.settings import RunSettings
from electra_engine.watching.records import RunState
from electra_engine.watching.store import RecordReader, RecordWriter
from electra_engine.workspace import RunFolder, Workspace
from tests.engine.jobs.tiny_run import TINY, write_text

Wait = Callable[..., RunStatus]


@pytest.fixture
def text(tmp_path: Path) -> Path:
    return write_text(tmp_path / "stories.txt")


def test_a_run_killed_in_the_middle_goes_on_from_its_checkpoint_to_its_end(
    workspace: Workspace, text: Path, wait_for: Wait
) -> None:
    settings = RunSettings().with_changes({**TINY, "training.steps": 1500})
    run = new_pretraining(workspace, "mortal", [text], settings)
    start_worker(run)
    deadline = time.monotonic() + 180
    while not has_checkpoint(run):
        assert time.monotonic() < deadline, run.log.read_text()
        time.sleep(0.05)
    os.kill(wait_for("mortal", "training").pid, signal.SIGKILL)
    lost = wait_for("mortal", "lost")
    assert lost.can_resume
    assert 0 < lost.step < 1500
    resume_run(workspace, "mortal")
    finished = wait_for("mortal", "finished")
    assert (finished.step, finished.steps, finished.progress) == (1500, 1500, 1.0)
    steps = [point.step for point in RecordReader(run.records).step_metrics()]
    assert steps == sorted(set(steps))


def test_bad_input_found_by_the_worker_is_told_in_its_own_sentence(
    workspace: Workspace, text: Path, wait_for: Wait, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("CUDA_VISIBLE_DEVICES", "")  # so that no machine has one
    settings = RunSettings().with_changes({**TINY, "machine.device": "cuda"})
    run = new_pretraining(workspace, "misfit", [text], settings)
    start_worker(run)
    failed = wait_for("misfit", "failed")
    assert "torch sees none" in failed.message
    assert not failed.can_resume
    last = RecordReader(run.records).events()[-1]
    assert (last.kind, last.name, last.sentence) == ("error", "bad_input", failed.message)


def test_the_last_word_keeps_how_far_the_run_got(
    workspace: Workspace, make_run: Callable[..., RunFolder]
) -> None:
    run = make_run("broken")
    with closing(RecordWriter(run.records)) as records:
        records.set_state(RunState("training", step=5, steps=9, tokens=50, seconds=2.5, seconds_left=2.0))
        say_last_word(run, records, broken_off(ZeroDivisionError()))
    assert catalogue.compare_and_set(run, catalogue.STATES, "failed")[0]
    status = status_of(workspace, "broken")
    assert (status.phase, status.step, status.steps, status.tokens) == ("failed", 5, 9, 50)
    assert (status.seconds, status.seconds_left) == (2.5, None)
    with closing(RecordWriter(run.records)) as records:
        say_last_word(run, records, Ending("finished", "finished"))
    assert catalogue.compare_and_set(run, catalogue.STATES, "finished")[0]
    assert status_of(workspace, "broken").message == "Finished at step 5."


@pytest.mark.parametrize(
    ("error", "name", "words"),
    [
        (MemoryError(), "memory", "fewer rows"),
        (RuntimeError("DefaultCPUAllocator: can't allocate memory: you tried"), "memory", "fewer rows"),
        (
            RuntimeError("unable to mmap <x>: Cannot allocate memory (12)"),
            "memory",
            "fewer",
        ),
        (RuntimeError("std::bad_alloc"), "memory", "fewer rows"),
        (OSError(28, "No space left on device"), "disk", "disk is full"),
        (RuntimeError("I/O error: No space left on device (os error 28)"), "disk", "disk is full"),
        (OSError(errno.EDQUOT, "Disk quota exceeded"), "disk", "disk is full"),
        (RuntimeError("I/O error: Disk quota exceeded (os error 122)"), "disk", "disk is full"),
        (KeyError("x"), "fault", "KeyError"),
    ],
)
def test_whatever_breaks_a_run_becomes_one_sentence(error: Exception, name: str, words: str) -> None:
    ending = broken_off(error)
    assert (ending.phase, ending.name) == ("failed", name)
    assert words in ending.message
    assert "\n" not in ending.message
