"""Several processes that train one pair learn what one process learns, from the same rows."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import threading
import time
from pathlib import Path

import pytest
import torch

from electra_engine.errors import UserError
from electra_engine.jobs.endings import broken_off
from electra_engine.training.checkpoint_folders import newest_checkpoint, position_of
from electra_engine.training.crew import Crew
from electra_engine.watching.store import RecordReader
from electra_engine.workspace import RunFolder
from tests.engine.tiny import some_rows, tiny_objective
from tests.engine.training.test_pretraining import StopAfter, new_run, weights, work


@pytest.fixture(autouse=True)
def _same_thread_count_as_before():
    before = torch.get_num_threads()
    torch.set_num_threads(1)
    yield
    torch.set_num_threads(before)


def change(run: RunFolder, name: str, value: object) -> None:
    """Asks for something else from here on."""
    request = json.loads(run.request_file.read_text())
    request["settings"][name] = value
    run.request_file.write_text(json.dumps(request))


def helpers(leader: int | None = None) -> list[int]:
    """The processes that help this one, or another one."""
    pid = leader or os.getpid()
    children = Path(f"/proc/{pid}/task/{pid}/children").read_text().split()
    return [int(child) for child in children if b"crew_member" in _command(child)]


def _command(pid: str) -> bytes:
    try:
        return Path(f"/proc/{pid}/cmdline").read_bytes()
    except OSError:  # it has ended
        return b""


def test_a_run_taken_up_by_two_processes_learns_what_one_would_have_learned_and_again_exactly(
    tmp_path: Path,
) -> None:
    folder = tmp_path / "两 processes"
    folder.mkdir()
    straight, shared = new_run(folder, "straight"), new_run(folder, "shared")
    assert work(straight) == "finished"
    assert work(shared, StopAfter(shared, 8)) == "stopped"
    change(shared, "machine.processes", 2)
    assert work(shared, StopAfter(shared, 9)) == "stopped"
    newest = newest_checkpoint(shared.checkpoints)
    assert newest is not None
    assert position_of(newest).step == 17
    assert helpers() == []
    assert work(shared) == "finished"
    one, other = weights(straight), weights(shared)
    for name, weight in one.items():
        torch.testing.assert_close(other[name], weight, rtol=1e-3, atol=1e-4)
    last, expected = (RecordReader(run.records).evaluations()[-1] for run in (shared, straight))
    assert (last.step, last.tokens) == (expected.step, expected.tokens)
    assert last.generator_loss == pytest.approx(expected.generator_loss, rel=1e-3)
    assert last.discriminator_loss == pytest.approx(expected.discriminator_loss, rel=1e-3)
    told = [event.sentence for event in RecordReader(shared.records).events() if event.name == "arithmetic"]
    assert told[-1].endswith("2 processes.")


def test_shares_of_a_batch_are_all_its_rows_once_with_the_same_dice() -> None:
    objective, ids = tiny_objective(), some_rows(rows=7)
    throw = objective.throw_for_step(ids, torch.Generator().manual_seed(1), 0.5)

    def shares(size: int) -> list:
        crews = [Crew.__new__(Crew) for _ in range(size)]
        for rank, crew in enumerate(crews):
            crew.rank, crew.size = rank, size
        return [crew.share(throw, objective.special.pad) for crew in crews]

    parts = shares(3)
    assert torch.equal(torch.cat([part.ids for part in parts]), ids)
    assert torch.equal(torch.cat([part.uniform for part in parts]), throw.uniform)
    assert sum(part.of_hidden for part in parts) == pytest.approx(1)
    assert sum(part.of_real for part in parts) == pytest.approx(1)
    halves = [half for part in parts for half in part.parts(1, objective.special.pad)]
    assert sum(half.of_real for half in halves) == pytest.approx(1)


def test_a_helper_that_is_killed_ends_the_run_saved_with_one_sentence_and_nobody_is_left(
    tmp_path: Path,
) -> None:
    rarely = {"watching__checkpoint_seconds": 7_200}
    run = new_run(tmp_path, "helped", machine__processes=2, training__steps=100_000, **rarely)

    def kill_the_helper() -> None:
        deadline = time.monotonic() + 180
        while (state := RecordReader(run.records).state()) is None or state.step <= 3:
            if time.monotonic() > deadline:
                break
            time.sleep(0.05)
        os.kill(helpers()[0], signal.SIGKILL)

    killer = threading.Thread(target=kill_the_helper)
    killer.start()
    with pytest.raises(UserError, match="processes that train together is gone") as gone:
        work(run)
    killer.join()
    assert helpers() == []
    assert broken_off(gone.value).name == "memory"
    newest, last = newest_checkpoint(run.checkpoints), RecordReader(run.records).state()
    assert newest is not None
    assert last is not None
    assert position_of(newest).step == last.step > 3


def test_a_helper_that_ends_while_it_loads_ends_the_run_with_one_sentence(tmp_path: Path) -> None:
    run = new_run(tmp_path, "helped", machine__processes=2)

    def kill_the_helper() -> None:
        deadline = time.monotonic() + 180
        while not helpers() and time.monotonic() < deadline:
            time.sleep(0.01)
        os.kill(helpers()[0], signal.SIGKILL)

    killer = threading.Thread(target=kill_the_helper)
    killer.start()
    with pytest.raises(UserError, match="processes that train together is gone"):
        work(run)
    killer.join()
    assert list(run.path.glob(".crew-*")) == []


def test_helpers_end_with_a_leader_that_is_killed_while_they_load(tmp_path: Path) -> None:
    run = new_run(tmp_path, "leaderless", machine__processes=3, training__steps=100_000)
    leader = subprocess.Popen([sys.executable, "-m", "electra_engine.jobs.worker", str(run.path)])
    deadline = time.monotonic() + 180
    while len(left := helpers(leader.pid)) < 2 and time.monotonic() < deadline:
        time.sleep(0.01)
    leader.kill()
    leader.wait()
    assert len(left) == 2
    while any(Path(f"/proc/{pid}").exists() for pid in left):
        assert time.monotonic() < deadline, "a helper waits for nobody"
        time.sleep(0.05)
