"""The queue keeps the order that people give it, however often, and does not grow without end."""

from __future__ import annotations

import random
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from electra_engine.errors import UserError
from electra_engine.jobs import catalogue, lock, queue
from electra_engine.jobs.launch import resume_run, start_worker
from electra_engine.jobs.pulse import Pulse
from electra_engine.jobs.queue import MOVES, move_run, queue_of
from electra_engine.jobs.removal import remove_run
from electra_engine.jobs.requests import new_pretraining
from electra_engine.jobs.runs import ONE_CLICK, RunRequest, create_run, just_asked_for, read_request
from electra_engine.jobs.status import list_runs
from electra_engine.settings import RunSettings
from electra_engine.workspace import RunFolder, Workspace
from tests.engine.jobs.tiny_run import TINY, write_text

CPU = {"machine.device": "cpu"}
Wait = Callable[[str], RunFolder]


@pytest.fixture
def waits(workspace: Workspace) -> Iterator[Wait]:
    """Makes a run that waits for its turn, this process being its worker."""
    workers: list[tuple[Pulse, lock.HeldLock]] = []

    def wait(name: str) -> RunFolder:
        run = entered(workspace, name)
        held, pulse = lock.take(run.lock, name), Pulse(run)
        assert held is not None
        pulse.start()
        workers.append((pulse, held))
        return run

    yield wait
    for pulse, held in workers:
        pulse.end()
        held.release()


def entered(workspace: Workspace, name: str) -> RunFolder:
    return create_run(workspace, RunRequest(name, "pretrain", CPU))


def moved(order: list[str], name: str, where: str) -> list[str]:
    """What a person expects of a move."""
    others, here = [other for other in order if other != name], order.index(name)
    at = {"first": 0, "earlier": max(here - 1, 0), "later": here + 1, "last": len(others)}[where]
    return [*others[:at], name, *others[at:]]


@pytest.mark.parametrize("first", [1, -1], ids=["ahead, then back", "back, then ahead"])
def test_the_queue_keeps_its_order_whatever_somebody_sets_the_clock_to(
    workspace: Workspace, waits: Wait, monkeypatch: pytest.MonkeyPatch, first: int
) -> None:
    right, hours = time.time, [0]
    monkeypatch.setattr(time, "time", lambda: right() + 3600 * hours[-1])
    expected = ["one", "two", "three", "four"]
    for name, wrong in zip(expected, (0, first, -first, 0), strict=True):
        hours.append(wrong)
        waits(name)
    assert queue_of(workspace, "cpu") == expected
    assert [status.name for status in list_runs(workspace) if status.turn == 1] == ["one"]


@pytest.mark.parametrize("hours", [1, -1])
def test_one_press_counted_twice_is_one_run_though_the_clock_is_set_in_between(
    workspace: Workspace, monkeypatch: pytest.MonkeyPatch, hours: int
) -> None:
    asked = read_request(entered(workspace, "pressed")).settings
    right, steady = time.time, time.monotonic
    monkeypatch.setattr(time, "time", lambda: right() + 3600 * hours)
    assert just_asked_for(workspace, "pretrain", asked, []) == "pressed"
    monkeypatch.setattr(time, "monotonic", lambda: steady() + ONE_CLICK + 1)
    assert just_asked_for(workspace, "pretrain", asked, []) == "", "who asks later wants another one"


def test_runs_moved_again_and_again_stand_as_they_were_put(workspace: Workspace, waits: Wait) -> None:
    expected = ["one", "two", "three", "four"]
    for name in expected:
        waits(name)
    assert queue_of(workspace, "cpu") == expected
    for _ in range(60):  # two that change places behind the first: soon no number is left between them
        name = expected[2]
        expected = moved(expected, name, "earlier")
        assert move_run(workspace, name, "earlier") == expected
    dice = random.Random(3)
    for _ in range(40):
        name, where = dice.choice(expected), dice.choice(MOVES)
        expected = moved(expected, name, where)
        assert move_run(workspace, name, where) == expected
    turns = {status.name: status.turn for status in list_runs(workspace)}
    assert [turns[name] for name in expected] == [1, 2, 3, 4]


def test_where_many_wait_nobody_else_can_line_up_until_one_is_gone(
    workspace: Workspace, waits: Wait, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(queue, "MOST_WAITING", 2)
    text, settings = write_text(tmp_path / "text.txt"), RunSettings().with_changes(TINY)
    rested = entered(workspace, "rested")
    assert catalogue.compare_and_set(rested, ("waiting",), "stopped")[0]
    waits("one")
    two = waits("two")
    with pytest.raises(UserError, match="2 runs wait for their turn already"):
        new_pretraining(workspace, "three", [text], settings)
    with pytest.raises(UserError, match="2 runs wait for their turn already"):
        resume_run(workspace, "rested")
    assert not workspace.run("three").path.exists()
    assert catalogue.read(rested).state == "stopped"
    assert catalogue.compare_and_set(two, ("waiting",), "stopping")[0]
    assert new_pretraining(workspace, "three", [text], settings).path.is_dir()


def test_a_stray_file_among_the_runs_holds_up_nobody(workspace: Workspace, waits: Wait) -> None:
    (workspace.runs / "stray").write_text("dropped here by mistake")
    waits("one")
    assert queue_of(workspace, "cpu") == ["one"]
    assert [status.name for status in list_runs(workspace)] == ["one"]


def test_a_run_out_of_reach_is_told_in_one_sentence(workspace: Workspace) -> None:
    run = entered(workspace, "odd")
    run.log.mkdir()
    with pytest.raises(UserError, match="could not be started"):
        start_worker(run)
    assert catalogue.read(run).state == "stopped", "nobody is on the way"
    run.lock.mkdir()
    with pytest.raises(UserError, match="could not be started"):
        resume_run(workspace, "odd")
    with pytest.raises(UserError, match="could not be removed"):
        remove_run(workspace, "odd")
