"""The doctor finds what is damaged or left over, repairs what is safe, and leaves the rest alone."""

from __future__ import annotations

import os
import sqlite3
import time
from contextlib import closing
from pathlib import Path

import pytest

from electra_engine.command_line import doctor, main
from electra_engine.jobs import catalogue, lock
from electra_engine.jobs.examination import Finding, examine
from electra_engine.jobs.leftovers import STILL_WRITTEN
from electra_engine.jobs.runs import RunRequest, create_run
from electra_engine.jobs.status import status_of
from electra_engine.watching.records import RunState
from electra_engine.watching.store import RecordWriter
from electra_engine.workspace import RunFolder, Workspace, find_workspace


@pytest.fixture
def workspace(tmp_path: Path) -> Workspace:
    return find_workspace(tmp_path / "w")


@pytest.fixture
def run(workspace: Workspace) -> RunFolder:
    made = create_run(workspace, RunRequest("first", "pretrain", {}))
    records = RecordWriter(made.records)
    records.set_state(RunState(phase="finished"))
    records.close()
    catalogue.compare_and_set(made, ("waiting",), "finished")
    return made


def _doctor(workspace: Workspace, *options: str) -> int:
    return main(["doctor", *options, "--workspace", str(workspace.root)])


@pytest.mark.usefixtures("run")
def test_a_sound_workspace_has_no_findings(workspace: Workspace) -> None:
    assert _doctor(workspace) == 0


def test_what_is_left_over_and_damaged_is_repaired_once(
    workspace: Workspace, run: RunFolder, capsys: pytest.CaptureFixture[str]
) -> None:
    studio = workspace.root / "studio"
    olds = [
        workspace.runs / ".new-old",
        studio / "labelled" / ".new-old",
        studio / "labelled" / ".removed-old",
        workspace.corpora / ".removed-old",
        studio / "served" / "an upload of last week",
    ]
    for old in olds:
        old.mkdir(parents=True)
        os.utime(old, (0, 0))
    files = [studio / "served" / "tmp_broken_off", run.path / "watched" / ".new-old", run.path / ".crew-old"]
    for file in files:
        file.parent.mkdir(exist_ok=True)
        file.write_text("half")
        minutes_ago = time.time() - 2 * STILL_WRITTEN
        os.utime(file, (minutes_ago, minutes_ago))
    olds += files
    coming = [studio / "served" / name for name in ("tmp_coming", "an upload of now", "tmp_of_a_page")]
    for file in coming:
        file.touch()
    os.utime(coming[-1], (minutes_ago, minutes_ago))  # Gradio makes an empty one for each file of a page
    (workspace.runs / ".new-now").mkdir()
    (run.path / "requests").mkdir()
    (run.packed).mkdir()
    (run.packed / "training.part").touch()
    (workspace.runs / "a file").touch()
    (run.checkpoints / ".step-000000005.1").mkdir(parents=True)
    damaged = run.checkpoints / "step-000000003"
    damaged.mkdir()
    run.records.write_bytes(b"no database at all " * 300)
    assert _doctor(workspace) == 3
    assert all(old.exists() for old in olds)
    assert damaged.exists()
    _doctor(workspace, "--repair")
    told = capsys.readouterr().out
    for words in (
        "ended halfway",
        "never finished",
        "older version",
        "database is damaged",
        "damaged checkpoint",
        "token rows that were never finished",
        "only runs should lie",
        "no whole checkpoint is left",
    ):
        assert words in told
    assert not any(old.exists() for old in olds)
    assert all(file.exists() for file in coming)
    assert not damaged.exists()
    assert not run.packed.exists()
    assert (workspace.runs / ".new-now").exists()
    assert any(path.name.startswith(".damaged-records") for path in run.path.iterdir())
    assert _doctor(workspace) == 0


def test_an_orphan_counts_as_stopped_and_can_be_resumed(workspace: Workspace, tmp_path: Path) -> None:
    orphan = create_run(workspace, RunRequest("orphan", "pretrain", {}, files=[str(tmp_path / "gone.txt")]))
    assert catalogue.compare_and_set(orphan, ("waiting",), "running")[0]
    assert status_of(workspace, "orphan").state == "lost"
    assert _doctor(workspace) == 3
    assert _doctor(workspace, "--repair") == 3, "its text is gone, which only a person can mend"
    (tmp_path / "gone.txt").touch()
    assert _doctor(workspace) == 0
    status = status_of(workspace, "orphan")
    assert (status.state, status.can_resume) == ("stopped", True)


def test_a_run_whose_checkpoints_are_gone_or_whose_vocabulary_is_needs_a_person(
    workspace: Workspace, run: RunFolder, capsys: pytest.CaptureFixture[str]
) -> None:
    with closing(RecordWriter(run.records)) as records:
        records.set_state(RunState(phase="finished", step=9))
    run.packed.mkdir()
    (run.packed / "packing.json").touch()
    assert _doctor(workspace, "--repair") == 3
    told = capsys.readouterr().out
    assert "no whole checkpoint is left" in told
    assert "the vocabulary is missing" in told
    assert run.path.exists()


def test_a_run_at_work_is_left_alone(workspace: Workspace, run: RunFolder) -> None:
    held = lock.take(run.lock)
    assert held is not None
    unfinished = run.checkpoints / ".step-000000005.1"
    unfinished.mkdir(parents=True)
    assert _doctor(workspace, "--repair") == 0
    assert unfinished.exists()
    held.release()


def hurt_all_over(run: RunFolder) -> list[Path]:
    """Everything in a run that a doctor repairs; what must stay while somebody works on it."""
    catalogue.compare_and_set(run, catalogue.STATES, "waiting", launched=catalogue.LONG_AGO)
    parts = [
        run.checkpoints / ".step-000000005.1",
        run.checkpoints / "step-000000003",
        run.packed,
        run.path / ".crew-old",
        run.path / "requests",
    ]
    for part in parts:
        part.mkdir(parents=True)
    run.records.write_bytes(b"no database at all " * 300)
    return [*parts, run.records]


def test_what_is_taken_up_between_looking_and_repairing_is_not_touched(
    workspace: Workspace, run: RunFolder, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    parts = hurt_all_over(run)
    seen, workers = list(examine(workspace)), []

    def taken_up(workspace: Workspace) -> list[Finding]:
        found = list(examine(workspace))
        workers.append(lock.take(run.lock, run.name))
        return found

    monkeypatch.setattr(doctor, "examine", taken_up)
    assert _doctor(workspace, "--repair") == 3
    told = capsys.readouterr().out
    repairs = [finding for finding in seen if finding.repair]
    assert told.count("was taken up meanwhile, so nothing was touched") == len(repairs) == len(parts) + 1
    assert "(repaired)" not in told
    assert all(part.exists() for part in parts)
    assert catalogue.read(run).state == "waiting"
    for worker in workers:
        worker.release()
    launched = catalogue.compare_and_set(run, ("waiting",), "waiting", launched=time.monotonic())[1]
    assert all("taken up" in finding.repair() for finding in repairs), "its worker is on its way"
    assert all(part.exists() for part in parts)
    assert catalogue.read(run) == launched


def test_what_is_mended_between_looking_and_repairing_is_not_touched(
    workspace: Workspace, run: RunFolder
) -> None:
    parts = hurt_all_over(run)
    seen = list(examine(workspace))
    catalogue.compare_and_set(run, ("waiting",), "paused")
    (run.packed / "packing.json").touch()
    run.records.unlink()
    RecordWriter(run.records).close()
    (run.checkpoints / "step-000000003" / "manifest.json").write_text('{"sha256": {}}')
    told = {finding.path: finding.repair() for finding in seen if finding.repair}
    mended = {run.path, run.packed, run.records, run.checkpoints / "step-000000003"}
    assert {path for path, why in told.items() if "changed meanwhile" in why} == mended
    assert {path for path in (*parts, run.path) if path.exists()} == mended
    assert catalogue.read(run).state == "paused"


def test_a_folder_in_the_place_of_the_records_is_set_aside(
    workspace: Workspace, run: RunFolder, capsys: pytest.CaptureFixture[str]
) -> None:
    run.records.unlink()
    run.records.mkdir()
    assert _doctor(workspace) == 3
    assert "a folder where the run's database should lie" in capsys.readouterr().out
    assert status_of(workspace, "first").state == "damaged"
    assert _doctor(workspace, "--repair") == 0
    assert _doctor(workspace) == 0
    assert status_of(workspace, "first").state == "finished"


def test_records_that_cannot_be_opened_are_left_as_they_are_and_the_rest_is_examined(
    workspace: Workspace, run: RunFolder, capsys: pytest.CaptureFixture[str]
) -> None:
    with sqlite3.connect(run.records) as other:  # in other hands, for longer than anybody waits
        other.execute("pragma locking_mode=exclusive")
        other.execute("pragma journal_mode=delete")
        other.execute("begin exclusive")
        (run.checkpoints / ".step-000000005.1").mkdir(parents=True)
        assert _doctor(workspace, "--repair") == 3
    told = capsys.readouterr().out
    assert "the database cannot be opened (database is locked)" in told
    assert "never finished" in told
    other.close()
    assert _doctor(workspace) == 0


def test_a_damaged_request_needs_a_person(workspace: Workspace, run: RunFolder) -> None:
    run.request_file.write_text("{")
    assert _doctor(workspace, "--repair") == 3
    assert run.path.exists()
