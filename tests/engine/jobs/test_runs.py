"""The catalogue is the folder: runs are there whole or not at all, and one name is one run."""

from __future__ import annotations

import shutil
import time
from collections.abc import Callable
from pathlib import Path

import pytest

from electra_engine.errors import UserError
from electra_engine.jobs import catalogue, lock
from electra_engine.jobs.removal import remove_run, run_reading
from electra_engine.jobs.runs import RunRequest, create_run, free_name, read_request
from electra_engine.jobs.status import list_runs, status_of
from electra_engine.workspace import LONGEST_NAME, RunFolder, Workspace, find_workspace


def test_a_request_is_read_back_as_it_was_written(workspace: Workspace) -> None:
    request = RunRequest(
        "häuser 1",
        "finetune",
        {"epochs": 3, "learning_rate": 1e-4},
        ["/a"],
        ["/b"],
        {"from": "x", "valid": None},
    )
    assert read_request(create_run(workspace, request)) == request


def test_a_taken_name_is_refused_with_a_free_one(
    workspace: Workspace, make_run: Callable[..., RunFolder]
) -> None:
    make_run("first")
    make_run("first-2")
    with pytest.raises(UserError, match="first-3") as refusal:
        make_run("first")
    assert refusal.value.field == "run"
    assert sorted(path.name for path in workspace.runs.iterdir()) == ["first", "first-2"]


def test_a_free_name_is_never_too_long(workspace: Workspace, make_run: Callable[..., RunFolder]) -> None:
    longest = "x" * LONGEST_NAME
    make_run(longest)
    make_run(free_name(workspace, longest))
    assert len(list_runs(workspace)) == 2


@pytest.mark.parametrize("name", ["", "a/b", "..", ".hidden", "a\\b", "x" * 61, "trailing.", "line\nbreak"])
def test_a_name_that_cannot_be_a_folder_is_refused_and_leaves_nothing(
    workspace: Workspace, make_run: Callable[..., RunFolder], name: str
) -> None:
    with pytest.raises(UserError):
        make_run(name)
    assert list(workspace.runs.iterdir()) == []


def test_the_newest_run_is_listed_first(workspace: Workspace, make_run: Callable[..., RunFolder]) -> None:
    for age, name in enumerate(("young", "middle", "old")):
        make_run(name, created=time.time() - age)
    assert [status.name for status in list_runs(workspace)] == ["young", "middle", "old"]


def test_damaged_and_hidden_folders_do_not_spoil_the_list(
    workspace: Workspace, make_run: Callable[..., RunFolder]
) -> None:
    make_run("good")
    for name, text in {"no-json": "{", "a-list": "[]", "no-kind": '{"created": 1}', ".draft": "{}"}.items():
        (workspace.runs / name).mkdir()
        (workspace.runs / name / "run.json").write_text(text)
    (workspace.runs / "empty").mkdir()
    (workspace.runs / "a file").write_text("")
    (workspace.runs / "bad-records").mkdir()
    (workspace.runs / "bad-records" / "run.json").write_text((workspace.runs / "good/run.json").read_text())
    (workspace.runs / "bad-records" / "records.sqlite").write_bytes(b"this is no database" * 100)
    assert [status.name for status in list_runs(workspace)] == ["good", "bad-records"]
    with pytest.raises(UserError, match="damaged"):
        status_of(workspace, "no-json")


def test_a_missing_run_is_named_with_what_to_do(workspace: Workspace) -> None:
    with pytest.raises(UserError, match=r"no run called nowhere.*lists"):
        status_of(workspace, "nowhere")
    with pytest.raises(UserError, match="no run called nowhere"):
        remove_run(workspace, "nowhere")


def test_a_run_at_work_is_not_removed(workspace: Workspace, make_run: Callable[..., RunFolder]) -> None:
    run = make_run("busy")
    held = lock.take(run.lock)
    assert held is not None
    with pytest.raises(UserError, match="still at work"):
        remove_run(workspace, "busy")
    held.release()
    remove_run(workspace, "busy")
    assert list(workspace.runs.iterdir()) == []


@pytest.mark.parametrize("state", ["waiting", "running", "paused"])
@pytest.mark.parametrize("base", ["base", "random:base", "base@12", "FOLDER"])
def test_a_run_that_another_one_is_still_fine_tuned_from_is_not_removed(
    workspace: Workspace, make_run: Callable[..., RunFolder], base: str, state: str
) -> None:
    folder = make_run("base").model
    reference = str(folder.absolute()) if base == "FOLDER" else base
    tuned = create_run(workspace, RunRequest("tuned", "finetune", {}, extra={"from": reference}))
    assert catalogue.compare_and_set(tuned, ("waiting",), state)[0]
    with pytest.raises(UserError, match="The run tuned is fine-tuned from the run base and not done yet"):
        remove_run(workspace, "base")
    assert catalogue.compare_and_set(tuned, (state,), "finished")[0]
    remove_run(workspace, "base")


def test_a_run_that_goes_on_reads_its_files_until_it_has_a_copy(
    workspace: Workspace, make_run: Callable[..., RunFolder], tmp_path: Path
) -> None:
    kept, beside = tmp_path / "kept", tmp_path / "kept beside"
    learns = make_run("learns", files=[str(kept / "stories.txt")])
    rows = str(beside / "rows.tsv")
    tuned = create_run(
        workspace, RunRequest("tuned", "finetune", {}, [rows], extra={"from": "x", "train": rows})
    )
    assert (run_reading(workspace, kept), run_reading(workspace, beside)) == ("learns", "tuned")
    for run in (learns, tuned):
        assert catalogue.compare_and_set(run, ("waiting",), "paused")[0]
        (run.packed).mkdir(parents=True)
        (run.packed / "packing.json").write_text("{}")
    assert (run_reading(workspace, kept), run_reading(workspace, beside)) == ("", "tuned")
    assert catalogue.compare_and_set(tuned, ("paused",), "stopped")[0]
    assert run_reading(workspace, beside) == ""


@pytest.mark.parametrize(
    "fault", [shutil.Error([("a", "b", "no room")]), ValueError("odd"), UserError("No.")]
)
def test_a_run_that_cannot_be_furnished_leaves_no_draft(workspace: Workspace, fault: Exception) -> None:
    def furnish(_: RunFolder) -> None:
        raise fault

    with pytest.raises(UserError if isinstance(fault, OSError) else type(fault)) as refusal:
        create_run(workspace, RunRequest("first", "pretrain", {}), furnish)
    assert "None" not in str(refusal.value)
    assert list(workspace.runs.iterdir()) == []


def test_a_damaged_recorded_run_does_not_spoil_the_list(tmp_path: Path) -> None:
    recorded = tmp_path / "recorded"
    (recorded / "broken").mkdir(parents=True)
    (recorded / "broken" / "run.json").write_text("{")
    assert list_runs(find_workspace(tmp_path / "workspace", recorded)) == []
