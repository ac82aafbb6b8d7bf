"""The state of a run changes by compare-and-set: of many who ask at once, one is obeyed."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from electra_engine.errors import UserError
from electra_engine.jobs import catalogue, lock
from electra_engine.jobs.launch import resume_run
from electra_engine.jobs.requests import new_pretraining
from electra_engine.settings import RunSettings
from electra_engine.workspace import RunFolder, Workspace
from tests.engine.jobs.tiny_run import TINY, write_text

Make = Callable[..., RunFolder]
CHANGE = """
import sys
from pathlib import Path
from electra_engine.jobs import catalogue
from electra_engine.workspace import RunFolder
run, won = RunFolder(Path(sys.argv[1])), 0
for turn in range(200):
    mine, entry = catalogue.compare_and_set(run, ("waiting",), "running")
    if mine:  # nobody else can have it now
        won += catalogue.compare_and_set(run, ("running",), "waiting", place=entry.place + 1)[0]
print(won)
"""


def test_of_processes_that_want_one_change_one_gets_it_and_nobody_reads_a_half(
    make_run: Make,
) -> None:
    run = make_run("contested")
    assert catalogue.compare_and_set(run, ("waiting",), "waiting", place=0.0)[0]
    command = [sys.executable, "-c", CHANGE, str(run.path)]
    changers = [subprocess.Popen(command, stdout=subprocess.PIPE, text=True) for _ in range(3)]
    seen = [0.0]
    while any(changer.poll() is None for changer in changers):
        seen.append(catalogue.read(run).place)
    changes = sum(int(changer.communicate()[0]) for changer in changers)
    assert catalogue.read(run).place == changes > 200
    assert seen == sorted(seen)


def test_an_entry_is_one_sector_and_what_is_no_entry_is_made_up_from_the_records(make_run: Make) -> None:
    run = make_run("odd")
    assert run.job.stat().st_size == catalogue.SECTOR
    for odd in (b"", b"{", b'{"state": "asleep"}', b"[]", b"7"):
        run.job.write_bytes(odd)
        assert catalogue.read(run).state == "waiting"
    assert catalogue.compare_and_set(run, ("running",), "stopping") == (False, catalogue.read(run))
    assert catalogue.compare_and_set(run, ("waiting",), "running")[0]
    assert catalogue.read(run).state == "running"


@pytest.mark.parametrize(
    "place", ['"soon"', "null", "NaN", "[1]"], ids=["a word", "nothing", "no number", "a list"]
)
def test_a_place_that_is_no_number_does_not_keep_others_from_the_queue(make_run: Make, place: str) -> None:
    odd = make_run("odd")
    odd.job.write_text(f'{{"state": "waiting", "place": {place}}}')
    run = make_run("next")
    assert catalogue.read(run).place > 0
    assert catalogue.compare_and_set(odd, ("waiting",), "stopped")[0]


def test_of_two_starts_of_one_name_at_once_one_makes_the_run(workspace: Workspace, tmp_path: Path) -> None:
    text, settings = write_text(tmp_path / "text.txt"), RunSettings().with_changes(TINY)

    def start(_: int) -> str:
        try:
            return new_pretraining(workspace, "same", [text], settings).name
        except UserError as error:
            return str(error)

    with ThreadPoolExecutor(4) as threads:
        told = sorted(threads.map(start, range(4)))
    assert told[-1] == "same"
    assert all("already a run called same" in refused for refused in told[:3])
    assert [path.name for path in workspace.runs.iterdir()] == ["same"]


def test_of_two_resumes_at_once_one_starts_a_worker(workspace: Workspace, make_run: Make) -> None:
    run = make_run("wanted")
    assert catalogue.compare_and_set(run, ("waiting",), "stopped")[0]
    held = lock.take(workspace.device_lock(), "another run")
    assert held is not None

    def resume(_: int) -> str:
        try:
            return resume_run(workspace, "wanted").name
        except UserError as error:
            return str(error)

    with ThreadPoolExecutor(4) as threads:
        told = sorted(threads.map(resume, range(4)))
    assert told[-1] == "wanted"
    assert all("still at work" in refused for refused in told[:3])
    held.release()


def test_an_entry_that_cannot_be_written_is_told_in_one_sentence(make_run: Make) -> None:
    run = make_run("gone")
    run.job.unlink()
    run.job.mkdir()
    with pytest.raises(UserError, match="could not be changed"):
        catalogue.compare_and_set(run, catalogue.STATES, "stopped")
