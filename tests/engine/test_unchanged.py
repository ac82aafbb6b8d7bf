"""What was read of files is kept exactly as long as they stay as they are."""

from __future__ import annotations

import os
import time
from pathlib import Path

import pytest

from electra_engine.unchanged import SETTLED, Unchanged


class Reader:
    """Reads a file and counts how often it did."""

    def __init__(self, file: Path) -> None:
        self.file, self.times, self._kept = file, 0, Unchanged[str]()

    def read(self) -> str:
        return self._kept.get("a", [self.file, f"{self.file}-wal"], self._read)

    def _read(self) -> str:
        self.times += 1
        return self.file.read_text()


def settle(file: Path, seconds: float = 2 * SETTLED) -> None:
    """As if the file had been written so long ago."""
    then = time.time() - seconds
    os.utime(file, (then, then))


def rewritten(file: Path, text: str, before: Path) -> None:
    """Another text under the file's name and time; what it was goes to `before`."""
    time_of_change = file.stat().st_mtime_ns
    file.rename(before)
    file.write_text(text)
    os.utime(file, ns=(time_of_change, time_of_change))


@pytest.fixture
def reader(tmp_path: Path) -> Reader:
    made = Reader(tmp_path / "text")
    made.file.write_text("one")
    settle(made.file)
    return made


def test_a_file_that_stays_as_it_is_is_read_once(reader: Reader) -> None:
    assert [reader.read() for _ in range(5)] == ["one"] * 5
    assert reader.times == 1


def test_a_file_that_was_written_just_now_is_read_each_time(reader: Reader) -> None:
    for said in ("two", "six"):  # as long, and perhaps within one tick of the clock
        reader.file.write_text(said)
        assert [reader.read(), reader.read()] == [said, said]
    assert reader.times == 4


@pytest.mark.parametrize(
    "change",
    [
        lambda file: settle(file, 3 * SETTLED),
        lambda file: file.with_name("text-wal").write_text("new"),
        lambda file: file.chmod(0o600),
        lambda file: rewritten(file, "two", file.with_name("old")),
        lambda file: rewritten(file, "three", file),
    ],
    ids=["touched", "another file beside it", "other permissions", "another in its place", "another size"],
)
def test_whatever_happens_to_its_files_is_noticed(reader: Reader, change) -> None:
    reader.read()
    change(reader.file)
    reader.read()
    assert reader.times == 2


def test_what_could_not_be_read_is_tried_again(reader: Reader) -> None:
    reader.file.unlink()
    for _ in range(2):
        with pytest.raises(FileNotFoundError):
            reader.read()
    assert reader.times == 2
