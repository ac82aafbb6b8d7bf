"""The task, its file and its columns are chosen together, and what is shown is what a run gets."""

from __future__ import annotations

import shutil
from pathlib import Path
from typing import Any

import pytest

from electra_engine import FORMS, UserError, Workspace
from studio.app import Studio
from studio.tabs.labelled_choice import LabelledChoice


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
    assert other[choice.task] == "classification"
    assert "looks like a label" in str(other[choice._preview]["warnings"])
    assert choice._page.drafts.read().task == "classification"


def test_another_column_renews_the_preview(choice: LabelledChoice, tmp_path: Path) -> None:
    rows = "".join(f"a dog {n},{'xy'[n % 2]},{'uvw'[n % 3]}\n" for n in range(30))
    updates = choice._keep(handed_over(tmp_path, "text,label,other\n" + rows + "no label,,\n"))
    id = updates[choice.in_use]["value"]
    assert "it has no label" in str(updates[choice._preview]["excerpt"])
    named = {"text": "text", "label": "other"}
    values = [named.get(role, "") for role in choice._columns]
    preview = choice._map("classification", id, *values)[choice._preview]
    assert [row[-1] for row in preview["table"]["rows"][:3]] == ["u", "v", "w"]


def test_nothing_starts_without_a_file_or_with_an_unknown_task(choice: LabelledChoice) -> None:
    with pytest.raises(UserError, match="no labelled file"):
        choice.request("tagging", "", "", "", "", "", "")
    with pytest.raises(UserError, match="what to teach"):
        choice.request("cooking", "some-id", "", "", "", "", "")
