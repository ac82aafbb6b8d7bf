"""Connections are shared while somebody says so, and never outlive that."""

from __future__ import annotations

import shutil
import sqlite3
import threading
from pathlib import Path

from electra_engine import RecordReader, kept_open
from electra_engine.watching.connections import MOST_KEPT, read_only
from electra_engine.watching.records import RunState
from electra_engine.watching.store import RecordWriter


def written(path: Path, step: int) -> Path:
    path.parent.mkdir(exist_ok=True)
    writer = RecordWriter(path)
    writer.set_state(RunState("training", step=step, started=1.0))
    writer.close()
    return path


def step(path: Path) -> int:
    state = RecordReader(path).state()
    assert state is not None
    return state.step


def test_one_connection_serves_all_questions_to_a_file(tmp_path: Path) -> None:
    path = written(tmp_path / "records.sqlite", 1)
    with kept_open():
        with read_only(path) as first, read_only(path) as second:
            assert first is second
        written(path, 2)
        assert step(path) == 2  # and it sees what was written since
    assert is_closed(first)


def test_of_many_files_only_a_few_stay_open(tmp_path: Path) -> None:
    paths = [written(tmp_path / f"{number}.sqlite", number) for number in range(MOST_KEPT + 2)]
    with kept_open():
        opened = []
        for path in paths:
            with read_only(path) as connection:
                opened.append(connection)
        assert [is_closed(connection) for connection in opened] == [True] * 2 + [False] * MOST_KEPT
        assert [step(path) for path in paths] == list(range(MOST_KEPT + 2))


def is_closed(connection: sqlite3.Connection) -> bool:
    try:
        connection.execute("select 1")
    except sqlite3.ProgrammingError:
        return True
    return False


def test_what_another_run_of_the_same_name_wrote_is_read_afterwards(tmp_path: Path) -> None:
    path = written(tmp_path / "run" / "records.sqlite", 1)
    with kept_open():
        assert step(path) == 1
    shutil.rmtree(path.parent)
    written(path, 7)
    with kept_open():
        assert step(path) == 7


def test_threads_share_nothing(tmp_path: Path) -> None:
    path = written(tmp_path / "records.sqlite", 1)
    seen: list[int] = []
    with kept_open():
        assert step(path) == 1
        thread = threading.Thread(target=lambda: seen.append(step(path)))
        thread.start()
        thread.join()
    assert seen == [1]
