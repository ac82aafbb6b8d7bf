"""A file comes back with an answer beside every row that can be answered, and says which cannot."""

from __future__ import annotations

import csv
import json
from pathlib import Path
from typing import Any

import pytest

from electra_engine.command_line import main
from electra_engine.errors import UserError
from electra_engine.inference import answering_files
from electra_engine.inference.answering_files import answer_file
from electra_engine.inference.fine_tuned import FineTunedModel
from electra_engine.inference.notes import NOTES_FILE
from electra_engine.sentences import Sentence
from tests.engine.inference.tiny_folders import write_folder

ROWS = [("the dog was nice", "x"), ("a bad day", "y"), ("", "z"), ('rain, and "rain"', "w")]


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("answering") / "m"
    write_folder(path, "electra", "classifier", id2label={0: "sad", 1: "=glad"})
    return path


@pytest.fixture(scope="module")
def model(folder: Path) -> FineTunedModel:
    return FineTunedModel(folder)


@pytest.fixture
def table(tmp_path: Path) -> Path:
    file = tmp_path / "rows.csv"
    with file.open("w", newline="", encoding="utf-8") as stream:
        csv.writer(stream).writerows([("review", "id"), *ROWS])
    return file


def read(file: Path) -> list[dict[str, str]]:
    with file.open(newline="", encoding="utf-8-sig") as stream:
        return list(csv.DictReader(stream))


def test_every_row_with_a_text_gets_the_models_own_answer(
    model: FineTunedModel, table: Path, tmp_path: Path
) -> None:
    said = answer_file(model, table, tmp_path / "out.csv", {})
    rows = read(tmp_path / "out.csv")
    assert [row["review"] for row in rows] == [text for text, _ in ROWS if text]
    assert [row["id"] for row in rows] == ["x", "y", "w"]
    for row, answer in zip(rows, model.answer([{"text": row["review"]} for row in rows]), strict=True):
        assert row["answer"] == {"=glad": "'=glad", "sad": "sad"}[answer["label"]]
        assert float(row["probability"]) == pytest.approx(answer["probabilities"][answer["label"]], abs=1e-4)
        assert float(row["p(sad)"]) == pytest.approx(answer["probabilities"]["sad"], abs=1e-4)
    assert (said["rows"], said["answered"], said["skipped_rows"]) == (4, 3, 1)
    assert said["skipped"][0][0] == 4  # the line in the file
    assert "no text" in Sentence.unpacked(said["skipped"][0][1])
    assert sum(said["counts"].values()) == 3
    assert said["columns"] == {"text": "review"}


def test_no_cell_of_the_answers_is_a_formula_to_a_spreadsheet_and_json_is_as_it_was(
    model: FineTunedModel, tmp_path: Path
) -> None:
    formulas = ['=HYPERLINK("http://x/"&A1,"the dog")', "@SUM(1+1) was nice", "-2+3 bad days", "\t=1+1 dog"]
    with (tmp_path / "rows.csv").open("w", newline="", encoding="utf-8") as stream:
        csv.writer(stream).writerows([("review", "=id"), *((text, "-1.5") for text in formulas)])
    said = answer_file(model, tmp_path / "rows.csv", tmp_path / "out.csv", {"text": "review"})
    rows = read(tmp_path / "out.csv")
    assert [row["review"] for row in rows] == [f"'{text}" for text in formulas]
    assert [row["'=id"] for row in rows] == ["-1.5"] * 4
    assert {row["answer"] for row in rows} <= {"sad", "'=glad"}
    assert set(said["counts"]) <= {"sad", "=glad"}
    assert [text for text, _ in said["first"]] == [text.strip() for text in formulas]


def test_a_column_is_the_one_that_is_named_else_the_one_that_was_taught(
    folder: Path, table: Path, tmp_path: Path
) -> None:
    (folder / NOTES_FILE).write_text(json.dumps({"task": "classification", "columns": {"text": "id"}}))
    taught = FineTunedModel(folder)
    (folder / NOTES_FILE).unlink()
    assert answer_file(taught, table, tmp_path / "1.csv", {})["columns"] == {"text": "id"}
    assert answer_file(taught, table, tmp_path / "2.csv", {"text": "1"})["columns"] == {"text": "review"}
    with pytest.raises(UserError, match="no column"):
        answer_file(taught, table, tmp_path / "3.csv", {"text": "mood"})
    assert not (tmp_path / "3.csv").exists()


def test_what_comes_too_late_is_left_out_and_the_rest_is_kept(
    model: FineTunedModel, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "long.txt").write_text("\n".join(f"the dog ran on day {n}" for n in range(150)))
    heard: list[tuple[int, int]] = []
    late = answer_file(
        model,
        tmp_path / "long.txt",
        tmp_path / "late.csv",
        {},
        seconds=0.0,
        on_progress=lambda *counts: heard.append(counts),
    )
    assert heard == [(64, 150)]
    assert late["columns"] == {"text": "text"}  # a plain text: one a line
    assert (late["answered"], late["skipped_rows"]) == (64, 86)
    assert Sentence.unpacked(late["skipped"][0][1]) == "the time was up"
    monkeypatch.setattr(answering_files, "MOST_ROWS", 100)
    many = answer_file(model, tmp_path / "long.txt", tmp_path / "many.csv", {})
    assert many["answered"] == len(read(tmp_path / "many.csv")) == 128


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (b"", "empty|no row"),
        (bytes(range(256)) * 30, ""),
        (b"text,n\n,1\n,2\n,3\n", "column"),
        (b'{"text": "\\ud800"}\n', ""),
    ],
)
def test_a_file_that_cannot_be_answered_is_one_sentence_and_leaves_nothing(
    model: FineTunedModel, tmp_path: Path, content: bytes, words: str
) -> None:
    (tmp_path / "odd.csv").write_bytes(content)
    with pytest.raises(UserError, match=words):
        answer_file(model, tmp_path / "odd.csv", tmp_path / "out.csv", {})
    assert not (tmp_path / "out.csv").exists()


def test_a_row_with_a_broken_byte_does_not_lose_the_others(model: FineTunedModel, tmp_path: Path) -> None:
    rows = b"text,id\nthe dog ran,\xff1\na b\xffd day,2\nthe cat was nice,3\n" + b"the sun is good,4\n" * 40
    (tmp_path / "odd.csv").write_bytes(rows)
    said = answer_file(model, tmp_path / "odd.csv", tmp_path / "out.csv", {"text": "text"})
    assert said["answered"] + said["skipped_rows"] == said["rows"] == 43
    assert len(read(tmp_path / "out.csv")) == said["answered"] >= 42


def test_a_file_that_is_there_is_left_alone(model: FineTunedModel, table: Path, tmp_path: Path) -> None:
    (tmp_path / "mine.csv").write_text("keep me")
    with pytest.raises(UserError, match="there already"):
        answer_file(model, table, tmp_path / "mine.csv", {})
    assert (tmp_path / "mine.csv").read_text() == "keep me"


def test_the_command_answers_a_file_and_explains_an_answer(
    folder: Path, table: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    def ask(*arguments: str) -> dict[str, Any]:
        assert main([*arguments, "--json", "--workspace", str(tmp_path / "w")]) == 0
        return json.loads(capsys.readouterr().out.splitlines()[-1])

    model, out = str(folder), str(tmp_path / "out.csv")
    said = ask("predict", model, "--file", str(table), "--out", out, "--columns", "text=review")
    assert (said["answered"], said["file"]) == (3, out)
    assert len(ask("explain", model, "the dog was nice")["words"]) == 4
    assert ask("explain", model, "the dog was nice", "--method", "gradient")["method"] == "gradient"
    assert "flipped" in ask("flip", model, "the dog was nice")
    for wrong in (["--file", str(table)], [], ["a text", "--file", str(table), "--out", out]):
        assert main(["predict", model, *wrong, "--workspace", str(tmp_path / "w")]) == 2
        assert capsys.readouterr().err.count("\n") == 1
