"""The task, its file and its columns are chosen together, and what is shown is what a run gets."""

from __future__ import annotations

import shutil
import time
from pathlib import Path
from typing import Any

import pytest

from electra_engine import FORMS, RecordReader, UserError, Workspace, status_of
from electra_engine.jobs.runs import read_request
from studio.app import Studio
from studio.tabs.labelled_choice import LabelledChoice
from tests.engine.inference.tiny_folders import write_folder


@pytest.fixture
def choice(tmp_path: Path) -> LabelledChoice:
    return Studio(Workspace(tmp_path / "workspace"))._tune._labelled


def shown(updates: dict[Any, Any], choice: LabelledChoice) -> list[str]:
    """The roles whose choosers can be seen."""
    return [role for role, chooser in choice._columns.items() if updates[chooser]["visible"]]


def handed_over(tmp_path: Path, text: str) -> str:
    upload = tmp_path / "rows.csv"
    upload.write_text(text, encoding="utf-8")
    return str(shutil.copy(upload, tmp_path / "handed over.csv"))


@pytest.mark.parametrize("task", ["tagging", "multiple_choice"])
def test_a_sample_fills_the_tasks_own_choosers(choice: LabelledChoice, task: str) -> None:
    updates = choice._use_sample(task)
    assert shown(updates, choice) == [role for role in choice._columns if role in FORMS[task].roles]
    values = [updates[chooser]["value"] for chooser in choice._columns.values()]
    file, asked, columns = choice.request(task, updates[choice.in_use]["value"], *values)
    assert (file.exists(), asked) == (True, task)
    assert all(columns[role] for role in FORMS[task].needed)
    assert updates[choice._preview]["table"]["rows"]


def test_an_upload_chooses_the_task_that_it_suits_and_another_may_be_chosen(
    choice: LabelledChoice, tmp_path: Path
) -> None:
    rows = "".join(f"a dog {n},a cat {n},{n / 7:.2f}\n" for n in range(30))
    updates = choice._keep(handed_over(tmp_path, "one,two,score\n" + rows))
    assert updates[choice.task] == "similarity"
    id = updates[choice.in_use]["value"]
    other = choice._use("classification", id)
    assert choice.task not in other  # it stands as it was chosen, and may by now have been chosen anew
    assert "looks like a label" in str(other[choice._preview]["warnings"])
    assert choice._page.drafts.read().task == "classification"


def test_every_row_that_is_listed_can_be_seen_and_the_rest_is_counted(
    choice: LabelledChoice, tmp_path: Path
) -> None:
    rows = "".join(f"a dog {n},{'xy'[n % 2]}\n" for n in range(30)) + ",x\n" * 230
    (left_out,) = choice._keep(handed_over(tmp_path, "text,label\n" + rows))[choice._preview]["excerpts"]
    assert left_out["title"] == "handed over.csv: 230 rows cannot be used"
    assert (len(left_out["lines"]), left_out["lines"][0]) == (200, "row 32: it has no text")
    assert left_out["more"] == "and 30 more"


def test_another_column_renews_the_preview(choice: LabelledChoice, tmp_path: Path) -> None:
    rows = "".join(f"a dog {n},{'xy'[n % 2]},{'uvw'[n % 3]}\n" for n in range(30))
    updates = choice._keep(handed_over(tmp_path, "text,label,other\n" + rows + "no label,,\n"))
    id = updates[choice.in_use]["value"]
    assert "it has no label" in str(updates[choice._preview]["excerpts"])
    named = {"text": "text", "label": "other"}
    values = [named.get(role, "") for role in choice._columns]
    preview = choice._map("classification", id, *values)[choice._preview]
    assert [row[-1] for row in preview["table"]["rows"][:3]] == ["u", "v", "w"]


def test_a_run_is_judged_by_the_files_that_were_handed_over_for_it(tmp_path: Path) -> None:
    model = write_folder(tmp_path / "model", "electra", "discriminator")
    studio = Studio(Workspace(tmp_path / "workspace"))
    tune, choice = studio._tune, studio._tune._labelled
    rows = "text,label\n" + "".join(f"the dog was nice {n},{'ab'[n % 2]}\n" for n in range(40))
    taken = choice._keep(handed_over(tmp_path, rows))
    train = taken[choice.in_use]["value"]
    for role in ("valid", "test"):
        updates = choice._keep_to_judge(role, handed_over(tmp_path, f"{rows}a {role} day,a\n"))
    shown = choice.show(train, "classification")  # as after a reload
    valid, test = (shown[chooser]["value"] for chooser in choice.judging)
    assert (valid, test) == tuple(updates[chooser]["value"] for chooser in choice.judging)
    assert len({train, valid, test}) == 3
    columns = [taken[chooser]["value"] for chooser in choice._columns.values()]
    settings = [control.value for control in tune._controls.inputs]
    board = [{}, *studio._board.first_values({})]
    tune._start_run("judged", str(model), "classification", train, *columns, valid, test, *settings, *board)
    workspace = Workspace(tmp_path / "workspace")
    deadline = time.monotonic() + 180
    while (status := status_of(workspace, "judged")).state not in ("finished", "failed"):
        assert time.monotonic() < deadline
        time.sleep(0.1)
    assert status.state == "finished", status.message
    extra = read_request(workspace.run("judged")).extra
    assert [Path(extra[role]).read_text().splitlines()[-1] for role in ("valid", "test")] == [
        "a valid day,a",
        "a test day,a",
    ]
    scores = RecordReader(workspace.run("judged").records).scores()
    assert {score.split: score.rows for score in scores if score.split != "seen"}["test"] == 41
    with pytest.raises(UserError, match="the one to learn from"):
        choice.judged_by(train, "", train)
    assert choice.judged_by(train, "", None) == {}


def test_the_shares_are_those_of_the_task_that_is_chosen(tmp_path: Path) -> None:
    studio = Studio(Workspace(tmp_path / "workspace"))
    tune = studio._tune
    (event,) = (
        one
        for one in studio.blocks.fns.values()
        if tune._shares in one.outputs and one.name == "_show_shares"
    )
    assert (tune._labelled.task._id, "change") in studio.blocks.fns[event.trigger_after].targets


def test_nothing_starts_without_a_file_or_with_an_unknown_task(choice: LabelledChoice) -> None:
    with pytest.raises(UserError, match="no labelled file"):
        choice.request("tagging", "", "", "", "", "", "")
    with pytest.raises(UserError, match="what to teach"):
        choice.request("cooking", "some-id", "", "", "", "", "")
