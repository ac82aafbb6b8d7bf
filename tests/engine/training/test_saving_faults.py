"""Whatever happens while a checkpoint is saved, one that is whole can be found afterwards."""

from __future__ import annotations

import resource
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
import torch
from safetensors import SafetensorError

from electra_engine.jobs.endings import is_disk_full
from electra_engine.model.pair import Pair
from electra_engine.training.beginning import find_beginning
from electra_engine.training.checkpoint_folders import (
    Position,
    best_checkpoint,
    find_checkpoint,
    newest_checkpoint,
    note_score,
    position_of,
)
from electra_engine.training.checkpoints import load_pair_weights, save_checkpoint
from electra_engine.training.optimizer import build_optimizer
from electra_engine.training.room import PatientWriter
from electra_engine.watching.records import RunState
from electra_engine.watching.store import RecordReader, RecordWriter
from tests.engine.tiny import tiny_pair, tiny_settings

TOUCHES_THE_DISK = ("open", "os.mkdir", "os.rename", "os.remove", "os.rmdir", "os.scandir", "os.listdir")


@pytest.fixture(autouse=True)
def _one_thread():
    before = torch.get_num_threads()
    torch.set_num_threads(1)
    yield
    torch.set_num_threads(before)


def save(folder: Path, pair: Pair, step: int) -> Path:
    optimizer = build_optimizer(pair, tiny_settings())
    return save_checkpoint(folder, pair, optimizer, Position(step, step * 64, step * 0.5))


class Death(BaseException):
    """What no handler of errors catches, and after which nothing is tidied up."""


class Countdown:
    """Raises `Death` at a touch of the disk; does nothing while it is not armed."""

    left: int | None = None

    def __call__(self, event: str, _: object) -> None:
        if self.left is not None and event in TOUCHES_THE_DISK:
            self.left -= 1
            if self.left < 0:
                self.left = None
                raise Death


def dies_while_saving(folder: Path, pair: Pair, step: int, moment: int, countdown: Countdown) -> bool:
    """Saves and judges a checkpoint, unless death comes at its `moment`-th touch of the disk."""
    countdown.left = moment
    try:
        save(folder, pair, step)
        note_score(folder, step, 0.9)
    except Death:
        return True
    finally:
        countdown.left = None
    return False


def test_a_crash_at_any_moment_of_saving_leaves_a_whole_checkpoint(tmp_path) -> None:
    pair, countdown = tiny_pair(), Countdown()
    sys.addaudithook(countdown)  # it cannot be taken away again, only disarmed
    found: list[int] = []
    died = True
    while died:
        folder = tmp_path / str(len(found))
        for step in (1, 2):
            save(folder, pair, step)
        died = dies_while_saving(folder, pair, 3, len(found), countdown)
        newest = newest_checkpoint(folder)
        assert newest is not None
        load_pair_weights(newest, tiny_pair())
        found.append(position_of(newest).step)
        save(folder, pair, 4)
        assert not list(folder.glob(".step-*")), "what a killed worker leaves is cleared away"
    assert set(found) == {2, 3}
    assert found == sorted(found), "once there, it stays"


def test_the_best_is_kept_beside_the_newest_two(tmp_path) -> None:
    pair = tiny_pair()
    for step, score in enumerate((0.6, 0.9, 0.7, float("nan"), 0.8, 0.5), start=1):
        save(tmp_path, pair, step)
        note_score(tmp_path, step, score)
    assert sorted(int(folder.name[-9:]) for folder in tmp_path.iterdir()) == [2, 5, 6]
    assert best_checkpoint(tmp_path) == (2, 0.9)
    assert find_checkpoint(tmp_path, 2) is not None, "the noted score leaves it whole"
    note_score(tmp_path, 77, 1.0)
    assert best_checkpoint(tmp_path) == (2, 0.9)


@pytest.mark.parametrize("damaged", [1, 2])
def test_a_damaged_checkpoint_is_told_of_and_no_longer_counts_among_the_kept(tmp_path, damaged: int) -> None:
    pair = tiny_pair()
    for step in (1, 2):
        save(tmp_path, pair, step)
    for step in range(3 - damaged, 3):
        weights = tmp_path / f"step-{step:09d}" / "pair.safetensors"
        weights.write_bytes(weights.read_bytes()[:-10])
    checkpoint, event = find_beginning(tmp_path)
    assert event is not None
    assert "step 2 is damaged" in event.sentence
    assert f"goes on from step {2 - damaged}" in event.sentence
    assert (checkpoint is None) == (damaged == 2)
    assert find_beginning(tmp_path) == (checkpoint, None)
    save(tmp_path, pair, 1 if checkpoint is None else 5)
    assert not list(tmp_path.glob(".*"))
    assert len(list(tmp_path.iterdir())) == 3 - damaged


@contextmanager
def files_no_larger_than(size: int) -> Iterator[None]:
    before = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (size, before[1]))
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, before)


def test_a_full_disk_is_waited_for_and_what_was_good_stays(tmp_path) -> None:
    records = RecordWriter(tmp_path / "records.sqlite")
    records.set_state(RunState("training", step=2))
    folder, pair, asked = tmp_path / "checkpoints", tiny_pair(), []
    good = save(folder, pair, 1)
    before = resource.getrlimit(resource.RLIMIT_FSIZE)

    def make_room() -> bool:
        asked.append(newest_checkpoint(folder) == good and not list(folder.glob(".step-*")))
        resource.setrlimit(resource.RLIMIT_FSIZE, before)
        return False

    with files_no_larger_than(4096):
        PatientWriter(records, tmp_path / "records.sqlite", make_room).do(lambda: save(folder, pair, 2))
    records.close()
    assert asked == [True]
    assert position_of(newest_checkpoint(folder)).step == 2
    assert "room on the disk again" in RecordReader(tmp_path / "records.sqlite").events()[-1].sentence


def test_who_stops_a_run_on_a_full_disk_does_not_wait(tmp_path) -> None:
    records = RecordWriter(tmp_path / "records.sqlite")
    pair = tiny_pair()
    good = save(tmp_path / "checkpoints", pair, 1)
    writer = PatientWriter(records, tmp_path / "records.sqlite", lambda: True)
    with pytest.raises((OSError, SafetensorError)) as full, files_no_larger_than(4096):
        writer.do(lambda: save(tmp_path / "checkpoints", pair, 2))
    records.close()
    assert is_disk_full(full.value)
    assert newest_checkpoint(tmp_path / "checkpoints") == good
