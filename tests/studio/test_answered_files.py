"""A file is answered while pages look on: how far it is, then what came of it, or one sentence."""

from __future__ import annotations

import dataclasses
import time
from pathlib import Path

import pytest

from electra_engine import Sentence, UserError, Workspace, find_workspace, set_quota
from studio import answered_files
from studio.answered_files import Answered, AnsweredFiles
from studio.app import Studio
from studio.tabs.trying.whole_file import _shown
from tests.engine.inference.tiny_folders import write_folder


def ended(files: AnsweredFiles, number: str) -> Answered:
    answered = files.find(number)
    assert answered is not None
    deadline = time.monotonic() + 180
    while answered.at_work:
        assert time.monotonic() < deadline
        time.sleep(0.05)
    return answered


def test_every_row_is_counted_on_the_way_and_the_answers_lie_ready(tmp_path: Path) -> None:
    model = write_folder(tmp_path / "model", "electra", "classifier", id2label={0: "sad", 1: "glad"})
    files = AnsweredFiles(Workspace(tmp_path / "workspace"), tmp_path / "served")
    rows = tmp_path / "days.txt"
    rows.write_text("\n".join(f"the dog ran on day {number}" for number in range(150)))
    answered = ended(files, files.start(str(model), rows))
    assert (answered.done, answered.rows) == (150, 150)
    assert answered.said is not None
    assert answered.said["answered"] == 150
    assert answered.target.read_text("utf-8-sig").count("\n") == 151
    assert _shown(answered)["progress"] is None
    assert _shown(answered)["tiles"][0]["value"] == "150"


def test_the_columns_that_a_person_names_are_read(tmp_path: Path) -> None:
    model = write_folder(tmp_path / "model", "electra", "classifier", id2label={0: "sad", 1: "glad"})
    rows = tmp_path / "rows.csv"
    rows.write_text(
        "text,note\n" + "".join(f"a very long day {n} on the sun,the dog {n}\n" for n in range(9))
    )
    studio = Studio(Workspace(tmp_path / "workspace"))
    part, board = studio._try._file, studio._board
    shown = [{}, *board.first_values({})]
    updates = part._start(str(model), str(rows), " note ", "", None, *shown)
    (number,) = [value for value in updates.values() if isinstance(value, str) and part._files.find(value)]
    answered = ended(part._files, number)
    assert answered.said is not None
    assert answered.said["columns"] == {"text": "note"}
    refused = ended(part._files, part._files.start(str(model), rows, {"text": "nowhere"}))
    assert refused.refusal is not None
    assert "choose one of text, note" in refused.refusal


def test_while_it_is_at_work_the_sheet_has_a_bar(tmp_path: Path) -> None:
    answered = Answered(tmp_path / "answers.csv")
    assert _shown(None)["progress"] is None
    assert _shown(answered)["progress"]["share"] is None  # the model is still being loaded
    assert _shown(dataclasses.replace(answered, refusal=Sentence("No.")))["warnings"] == ["No."]
    assert len(_shown(dataclasses.replace(answered, broke_off=True))["warnings"]) == 1
    answered.done, answered.rows = 640, 2560
    assert _shown(answered)["progress"] == {"label": "640 of 2,560 rows done", "share": 0.25}


def test_in_a_full_workspace_no_answers_are_begun(tmp_path: Path) -> None:
    workspace = find_workspace(tmp_path / "workspace")
    (workspace.root / "old.bin").write_bytes(bytes(2_000_000))
    set_quota(workspace, 0.001)
    files = AnsweredFiles(workspace, tmp_path / "served")
    with pytest.raises(UserError, match="workspace is full"):
        files.start("model", tmp_path / "rows.txt")
    assert not (tmp_path / "served").exists()


def test_not_more_than_a_few_files_are_answered_at_once(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(answered_files, "AT_ONCE", 0)
    files = AnsweredFiles(Workspace(tmp_path / "workspace"), tmp_path / "served")
    with pytest.raises(UserError, match="right now"):
        files.start("model", tmp_path / "rows.txt")
    assert not (tmp_path / "served").exists()
