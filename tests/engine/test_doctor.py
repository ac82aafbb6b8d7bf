"""The doctor finds what is damaged or left over, repairs what is safe, and leaves the rest alone."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from electra_engine.command_line import main
from electra_engine.jobs import lock
from electra_engine.jobs.launch import request_stop
from electra_engine.jobs.runs import RunRequest, create_run
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
    return made


def _doctor(workspace: Workspace, *options: str) -> int:
    return main(["doctor", *options, "--workspace", str(workspace.root)])


@pytest.mark.usefixtures("run")
def test_a_sound_workspace_has_no_findings(workspace: Workspace) -> None:
    assert _doctor(workspace) == 0


def test_what_is_left_over_and_damaged_is_repaired_once(
    workspace: Workspace, run: RunFolder, capsys: pytest.CaptureFixture[str]
) -> None:
    old = workspace.runs / ".new-old"
    old.mkdir()
    os.utime(old, (0, 0))
    (workspace.runs / ".new-now").mkdir()
    request_stop(run)
    (run.checkpoints / ".step-000000005.1").mkdir(parents=True)
    damaged = run.checkpoints / "step-000000003"
    damaged.mkdir()
    run.records.write_bytes(b"no database at all " * 300)
    assert _doctor(workspace) == 3
    assert old.exists()
    assert damaged.exists()
    _doctor(workspace, "--repair")
    told = capsys.readouterr().out
    for words in (
        "ended halfway",
        "never finished",
        "no worker",
        "database is damaged",
        "damaged checkpoint",
    ):
        assert words in told
    assert not old.exists()
    assert not damaged.exists()
    assert (workspace.runs / ".new-now").exists()
    assert any(path.name.startswith(".damaged-records") for path in run.path.iterdir())
    assert _doctor(workspace) == 0


def test_a_run_at_work_is_left_alone(workspace: Workspace, run: RunFolder) -> None:
    held = lock.take(run.lock)
    assert held is not None
    request_stop(run)
    assert _doctor(workspace, "--repair") == 0
    assert (run.requests / "stop").exists()
    held.release()


def test_a_damaged_request_needs_a_person(workspace: Workspace, run: RunFolder) -> None:
    run.request_file.write_text("{")
    assert _doctor(workspace, "--repair") == 3
    assert run.path.exists()
