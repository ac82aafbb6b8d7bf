"""What is done aside comes back as it would have come from here; what does not end is ended."""

from __future__ import annotations

import os
import re
import tempfile
import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from electra_engine.errors import UserError
from electra_engine.jobs import aside as module
from electra_engine.jobs.aside import Watch, aside
from electra_engine.stopping import StopRequested


def doubled(words: list[str]) -> dict[str, int]:
    print("Libraries print.")
    return {word: 2 * len(word) for word in words}


def refuses(path: str) -> None:
    raise UserError("{path} is not taken: choose another.", "files", path=path)


def hangs(letters: str) -> bool:
    """An expression that tries sixty letters in more ways than can be counted; nothing else runs."""
    return re.fullmatch("(a|aa)+", letters) is not None


def unpacks_and_hangs(told: str) -> None:
    """A folder such as the reader of archives makes, and then a text that never ends."""
    with tempfile.TemporaryDirectory(prefix="electra-unpacked-") as folder:
        (Path(folder) / "member").write_bytes(bytes(1 << 20))
        Path(told).write_text(folder)
        hangs("a" * 60 + "!")


def takes_all_memory() -> int:
    return len(bytearray(64 << 30))


def dies() -> None:
    os.abort()


def test_what_comes_back_is_what_the_function_returns_or_refuses() -> None:
    assert aside(doubled, ["Füchse", "狐狸"], seconds=60) == {"Füchse": 12, "狐狸": 4}
    with pytest.raises(UserError) as refusal:
        aside(refuses, "a{b}.txt", seconds=60)
    assert (str(refusal.value), refusal.value.field) == ("a{b}.txt is not taken: choose another.", "files")
    assert refusal.value.sentence.template == "{path} is not taken: choose another."


def test_a_text_that_hangs_what_reads_it_is_given_up_in_one_sentence() -> None:
    with pytest.raises(UserError, match="could not be read within 3 seconds"):
        aside(hangs, "a" * 60 + "!", seconds=3)


def test_what_an_ended_process_had_unpacked_goes_with_it(tmp_path: Path) -> None:
    with pytest.raises(UserError, match="could not be read within 8 seconds"):
        aside(unpacks_and_hangs, str(tmp_path / "where"), seconds=8)
    left = Path((tmp_path / "where").read_text())
    assert left.name.startswith("electra-unpacked-")
    assert left.parent.name.startswith("electra-aside-")
    assert not left.parent.exists()


def sleeps() -> None:
    time.sleep(600)


def test_whoever_comes_when_all_processes_are_busy_is_sent_away(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "PATIENCE", 0.1)
    with ThreadPoolExecutor(module.AT_ONCE + 1) as crowd:
        busy = [crowd.submit(aside, sleeps, seconds=2) for _ in range(module.AT_ONCE + 1)]
        told = [str(one.exception()) for one in busy]
    assert sum("try again in a moment" in sentence for sentence in told) == 1
    assert sum("within 2 seconds" in sentence for sentence in told) == module.AT_ONCE
    assert aside(doubled, ["a"], seconds=60) == {"a": 2}


@pytest.mark.parametrize("ends_badly", [takes_all_memory, dies])
def test_a_process_that_breaks_off_is_told_in_one_sentence(ends_badly: object) -> None:
    with pytest.raises(UserError, match="ran out of memory or broke off"):
        aside(ends_badly, seconds=60)  # type: ignore[arg-type]


def counts(steps: int, pause: float, on_progress: Callable[[str, int, int], None]) -> int:
    for step in range(1, steps + 1):
        on_progress("reading", step, steps)
        time.sleep(pause)
    return steps


def waits_for_ever(told: str, on_progress: Callable[[str, int, int], None]) -> None:
    Path(told).write_text(str(os.getpid()))
    on_progress("reading", 1, 2)
    time.sleep(600)


def test_whoever_looks_on_is_told_how_far_it_is() -> None:
    seen: list[tuple[str, int, int]] = []

    def tell(phase: str, done: int, total: int) -> None:
        seen.append((phase, done, total))

    assert aside(counts, 20, 0.1, seconds=60, watch=Watch(tell, lambda: False)) == 20
    assert {(phase, total) for phase, _, total in seen} == {("reading", 20)}
    assert [done for _, done, _ in seen] == sorted(done for _, done, _ in seen)
    assert len({done for _, done, _ in seen}) > 2


def test_work_that_nobody_wants_any_more_ends_with_its_process(tmp_path: Path) -> None:
    told = tmp_path / "told"
    seen: list[int] = []
    watch = Watch(lambda _, done, __: seen.append(done), lambda: bool(seen))
    with pytest.raises(StopRequested):
        aside(waits_for_ever, str(told), seconds=60, watch=watch)
    with pytest.raises(ProcessLookupError):
        os.kill(int(told.read_text()), 0)


def test_work_that_is_looked_on_has_its_time_limit_all_the_same(tmp_path: Path) -> None:
    watch = Watch(lambda *_: None, lambda: False)
    with pytest.raises(UserError, match="could not be read within 3 seconds"):
        aside(waits_for_ever, str(tmp_path / "told"), seconds=3, watch=watch)
