"""A workspace that the first version of the program wrote opens, shows and goes on.

`old_workspace.tar.gz` was written by that version: a finished pair, one stopped halfway, a classifier. It
knows no catalogue, no pulse, fewer settings and fewer columns.
"""

from __future__ import annotations

import json
import tarfile
from pathlib import Path

import pytest

from electra_engine.command_line import main
from electra_engine.errors import UserError
from electra_engine.jobs.status import list_runs, status_of
from electra_engine.watching.store import RecordReader
from electra_engine.workspace import FORMAT, Workspace, find_workspace

RUNS = {"finished": "finished", "halfway": "stopped", "tuned": "finished"}


@pytest.fixture
def workspace(tmp_path: Path) -> Workspace:
    with tarfile.open(Path(__file__).with_name("old_workspace.tar.gz")) as packed:
        packed.extractall(tmp_path, filter="data")
    assert not (tmp_path / "w" / "workspace.json").exists()
    return find_workspace(tmp_path / "w")


def test_old_runs_are_listed_with_all_they_recorded(workspace: Workspace) -> None:
    assert json.loads((workspace.root / "workspace.json").read_text()) == {"format": FORMAT}
    assert {status.name: status.state for status in list_runs(workspace)} == RUNS
    for name in ("finished", "halfway"):
        reader = RecordReader(workspace.run(name).records)
        assert reader.evaluations()
        assert reader.step_metrics()
        assert reader.snapshot() is not None
        assert reader.events()
    assert RecordReader(workspace.run("tuned").records).scores()


def test_an_old_run_goes_on_from_its_checkpoint_to_its_end(workspace: Workspace) -> None:
    before = status_of(workspace, "halfway")
    assert (before.can_resume, 0 < before.step < before.steps) == (True, True)
    run = workspace.run("halfway")
    request = json.loads(run.request_file.read_text())
    request["settings"]["training.steps"] = before.step + 50
    run.request_file.write_text(json.dumps(request))
    assert main(["resume", "halfway", "--workspace", str(workspace.root)]) == 0
    after = status_of(workspace, "halfway")
    assert (after.state, after.step) == ("finished", before.step + 50)
    steps = [point.step for point in RecordReader(run.records).step_metrics()]
    assert steps == sorted(set(steps))


def test_old_models_answer_and_the_doctor_finds_only_what_the_old_version_left(
    workspace: Workspace, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    place = ["--workspace", str(workspace.root)]
    assert main(["detect", "finished", "the dog eats a fish.", *place]) == 0
    assert main(["predict", "tuned", "the dog eats a fish.", *place]) == 0
    assert main(["export", "halfway", str(tmp_path / "exported"), *place]) == 0
    capsys.readouterr()
    main(["doctor", *place, "--repair"])
    told = capsys.readouterr().out.splitlines()
    assert all("older version" in line for line in told)
    assert main(["doctor", *place]) == 0


def test_a_workspace_of_a_newer_version_is_refused(workspace: Workspace) -> None:
    (workspace.root / "workspace.json").write_text(json.dumps({"format": FORMAT + 1}))
    with pytest.raises(UserError, match="newer version"):
        find_workspace(workspace.root)
    (workspace.root / "workspace.json").write_text("{")
    assert find_workspace(workspace.root) == workspace
    assert json.loads((workspace.root / "workspace.json").read_text()) == {"format": FORMAT}
