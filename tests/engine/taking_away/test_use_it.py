"""The script in an exported folder runs with transformers alone and prints what our own engine says."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pytest
import torch
import transformers
from transformers import AutoModelForQuestionAnswering

from electra_engine.inference.loading import load_model
from electra_engine.inference.notes import NOTES_FILE
from electra_engine.taking_away.kinds import kind_of_folder
from electra_engine.workspace import Workspace
from tests.engine.inference.tiny_folders import tiny_config, write_folder

TEXT = "the dog was nice"
WITHOUT_US = (
    "import runpy, sys; sys.modules['electra_engine'] = None; sys.argv = sys.argv[1:]; "
    "runpy.run_path(sys.argv[0], run_name='__main__')"
)


def ran(folder: Path, *arguments: str) -> list[tuple[float, str]]:
    """The numbers and words that the script prints, where our package cannot be imported."""
    (folder / "use_it.py").write_text(kind_of_folder(folder).script)
    command = [sys.executable, "-c", WITHOUT_US, str(folder / "use_it.py"), *arguments]
    done = subprocess.run(command, capture_output=True, text=True, check=True, cwd=folder.parent)
    lines = [line.split(None, 1) for line in done.stdout.splitlines() if line]
    return [(float(line[0]), line[1] if len(line) > 1 else "") for line in lines]


@pytest.mark.parametrize("backbone", ["electra", "modern"])
def test_a_discriminators_script_says_what_detect_says(tmp_path: Path, backbone: str) -> None:
    folder = write_folder(tmp_path / "m", backbone)
    ours = load_model(str(folder), Workspace(tmp_path)).detect(TEXT)["tokens"]
    theirs = ran(folder, TEXT)[1:-1]  # without the row's begin and end
    assert [token for _, token in theirs] == [token["text"] for token in ours]
    assert [share for share, _ in theirs] == pytest.approx([one["p_replaced"] for one in ours], abs=1e-4)


def test_a_generators_script_says_what_fill_says(tmp_path: Path) -> None:
    folder = write_folder(tmp_path / "m", "modern", "generator")
    blank = load_model(str(folder), Workspace(tmp_path)).fill("the [MASK] was nice", 24)["blanks"][0]
    ours = {one["text"]: one["probability"] for one in blank["candidates"]}
    theirs = [(share, word) for share, word in ran(folder, "the [MASK] was nice") if word in ours]
    assert theirs
    assert [share for share, _ in theirs] == pytest.approx([ours[word] for _, word in theirs], abs=1e-4)


def test_a_classifiers_script_says_what_predict_says(tmp_path: Path) -> None:
    folder = write_folder(tmp_path / "m", "electra", "classifier", id2label={0: "sad", 1: "very glad"})
    ours = load_model(str(folder), Workspace(tmp_path)).predict(TEXT, "a bad day")["probabilities"]
    theirs = {label: share for share, label in ran(folder, TEXT, "a bad day")}
    assert theirs == pytest.approx(ours, abs=1e-4)


@pytest.mark.parametrize("margin", [-9.0, 9.0])
def test_an_answerers_script_leaves_the_questions_open_that_predict_does(
    tmp_path: Path, margin: float
) -> None:
    folder = write_folder(tmp_path / "m", "electra", "encoder")
    torch.manual_seed(3)
    AutoModelForQuestionAnswering.from_config(tiny_config("electra")).save_pretrained(folder)
    notes = {"task": "question_answering", "meaning": {"no_answer": True, "no_answer_margin": margin}}
    (folder / NOTES_FILE).write_text(json.dumps(notes))
    asked = ("was the dog nice", TEXT)
    ours = load_model(str(folder), Workspace(tmp_path)).predict(*asked)["answer"]
    ((_, theirs),) = ran(folder, *asked)
    assert theirs == (ours or "(no answer)")
    assert bool(ours) == (margin > 0)


@pytest.mark.parametrize(
    ("auto_class", "arguments", "lines"),
    [
        ("AutoModelForTokenClassification", [TEXT], 6),
        ("AutoModelForQuestionAnswering", ["was the dog nice", TEXT], 1),
        ("AutoModelForMultipleChoice", ["the dog", "barked", "ran on", "was nice"], 3),
    ],
)
def test_scripts_of_the_other_tasks_run(
    tmp_path: Path, auto_class: str, arguments: list[str], lines: int
) -> None:
    folder = write_folder(tmp_path / "m", "electra", "encoder")
    torch.manual_seed(3)
    getattr(transformers, auto_class).from_config(tiny_config("electra")).save_pretrained(folder)
    assert len(ran(folder, *arguments)) == lines
