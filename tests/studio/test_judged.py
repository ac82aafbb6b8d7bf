"""A fine-tuned model's judgement as the page shows it: what it means, label by label, mistake by mistake."""

from __future__ import annotations

from pathlib import Path

import pytest

from electra_engine import (
    ClassScore,
    FineTuneScore,
    FineTuneTrial,
    JudgedRow,
    ModelComparison,
    RecordReader,
    ScoreInterval,
    ScoreReport,
    ScoreSpread,
    Sentence,
    final_report,
)
from electra_engine.watching.records import CalibrationBin
from electra_engine.watching.store import RecordWriter
from studio.charts.fine_tune import fine_tune_chart, trainings_of
from studio.charts.judgement import calibration_value, rows_value
from studio.run_views import kept_score
from studio.score_views import class_facts, meaning_facts, mistake_facts
from studio.text import words
from studio.widgets.confusion import confusion_value

NASTY = "<img src=x onerror=alert(1)> ${1}"


@pytest.fixture
def reader(tmp_path: Path) -> RecordReader:
    """A run judged on six rows of two labels, two of them wrong."""
    writer = RecordWriter(tmp_path / "records.sqlite")
    writer.write(
        ScoreReport(
            "valid",
            9,
            6,
            "macro_f1",
            [ScoreInterval("macro_f1", 0.66, 0.4, 0.9), ScoreInterval("accuracy", 2 / 3, 0.5, 0.9)],
            [ClassScore("glad", 4, 4, 3), ClassScore("sad", 2, 2, 1)],
            [[3, 1], [1, 1]],
            [CalibrationBin(0.6, 0.5, 2), CalibrationBin(0.9, 0.75, 4)],
            0.13,
            Sentence("It is {value:.3f}.", value=0.66),
        )
    )
    said = [
        ("glad", "glad"),
        ("glad", "glad"),
        ("glad", "glad"),
        ("glad", "sad"),
        ("sad", "glad"),
        ("sad", "sad"),
    ]
    rows = [
        JudgedRow(
            "valid", n, 9, f"{NASTY} {n}", "", truth, guess, truth == guess, 0.5 + n / 20, [[truth, guess]]
        )
        for n, (truth, guess) in enumerate(said)
    ]
    writer.write_all(rows)
    writer.write(ScoreSpread("random", 9, "valid", "macro_f1", 3, 0.6, 0.02, 0.55, 0.65))
    writer.write(
        ModelComparison(
            "pretrained",
            "random",
            9,
            "valid",
            "macro_f1",
            0.66,
            0.5,
            -0.16,
            -0.2,
            -0.1,
            0.01,
            Sentence("More."),
        )
    )
    writer.close()
    return RecordReader(tmp_path / "records.sqlite")


def _row(number: int, truth: str, said: str) -> JudgedRow:
    sure = 0.5 + number / 20
    return JudgedRow(
        "valid", number, 9, f"{NASTY} {number}", "", truth, said, truth == said, sure, [[truth, said]]
    )


def test_the_cells_of_the_table_hold_the_rows_behind_them(reader: RecordReader) -> None:
    value = confusion_value(final_report(reader), reader, words())
    assert value["counts"] == [[3, 1], [1, 1]]
    assert [row["text"] for row in value["rows"]["0,1"]] == [f"{NASTY} 3"]
    assert [row["text"][-1] for row in value["rows"]["0,0"]] == ["2", "1", "0"]  # the surest first


def test_a_cell_opens_fifty_rows_and_fewer_where_there_are_many_cells(tmp_path: Path) -> None:
    labels = [f"label {number}" for number in range(9)]
    writer = RecordWriter(tmp_path / "many.sqlite")
    writer.write_all([_row(number, "glad", "sad") for number in range(60)])
    crowd = [(truth, said) for truth in labels for said in labels] * 20
    rows = [
        JudgedRow("test", n, 9, NASTY, "", truth, said, truth == said, 0.5, [[truth, said]])
        for n, (truth, said) in enumerate(crowd)
    ]
    writer.write_all(rows)
    writer.close()
    reader = RecordReader(tmp_path / "many.sqlite")
    two = [ClassScore("glad", 60, 0, 0), ClassScore("sad", 0, 60, 0)]
    few = ScoreReport("valid", 9, 60, "accuracy", classes=two, confusion=[[0, 60], [0, 0]])
    assert len(confusion_value(few, reader, words())["rows"]["0,1"]) == 50
    nine = [ClassScore(label, 180, 180, 20) for label in labels]
    many = ScoreReport("test", 9, len(rows), "accuracy", classes=nine, confusion=[[20] * 9] * 9)
    sent = confusion_value(many, reader, words())["rows"].values()
    assert sum(map(len, sent)) <= 1_000
    assert min(map(len, sent)) > 5


def test_the_mistakes_are_those_it_was_surest_of(reader: RecordReader) -> None:
    report = final_report(reader)
    assert report is not None
    table = mistake_facts(report, reader.judged_rows("valid"))["table"]
    assert [row[1:] for row in table["rows"]] == [["sad", "glad", "70%"], ["glad", "sad", "65%"]]


def test_the_meaning_says_what_the_engine_found(reader: RecordReader) -> None:
    sheet = meaning_facts(final_report(reader), reader.score_spreads(), reader.comparisons())
    assert sheet["sentence"].startswith("It is 0.660. More. Over 3 seeds from random weights")
    assert [tile["value"] for tile in sheet["tiles"]] == ["0.660", "0.667", "13 of 100"]
    assert class_facts(final_report(reader))["table"]["rows"][0][:3] == ["glad", "4", "0.750"]


def test_calibration_is_drawn_against_the_line_of_one_that_knows_itself(reader: RecordReader) -> None:
    figure = calibration_value(final_report(reader), words())["figure"]
    assert figure["data"][1]["y"] == [0.5, 0.75]
    assert "more rows" not in calibration_value(None, words())["summary"]


def test_more_rows_are_drawn_where_several_shares_were_taught() -> None:
    def trial(number: int, rows: int, score: float, start: str = "pretrained") -> FineTuneTrial:
        return FineTuneTrial(number, 10, 1, start, rows / 80, rows, 1.0, 5, {"accuracy": score})

    trials = [trial(0, 80, 0.9), trial(1, 80, 0.5, "random"), trial(2, 10, 0.6), trial(3, 40, 0.8)]
    curve = rows_value(trials, "accuracy", words())["figure"]["data"][0]
    assert (curve["x"], curve["y"]) == ([10, 40, 80], [0.6, 0.8, 0.9])
    assert rows_value(trials[:2], "accuracy", words())["empty"]


def test_pretrained_and_random_weights_are_drawn_side_by_side() -> None:
    def score(step: int, epoch: float, start: str, value: float, split: str = "valid") -> FineTuneScore:
        return FineTuneScore(epoch, step, 1.0, split, 8, {"accuracy": value, "mcc": 0.1}, 1, start)

    scores = [score(10, 1, "pretrained", 0.7), score(20, 2, "pretrained", 0.9), score(30, 1, "random", 0.5)]
    scores += [
        score(40, 2, "random", 0.6),
        score(20, 2, "pretrained", 0.8, "test"),
        score(40, 2, "random", 0.5, "test"),
    ]
    first, second = trainings_of(scores)
    assert (first.begins, first.ends, second.begins, second.ends) == (0, 20, 20, 40)
    assert first.steps_an_epoch == second.steps_an_epoch == 10
    drawn = [trace for trace in fine_tune_chart([], scores, words())["data"] if trace["x"]]
    assert [trace["y"] for trace in drawn] == [[0.7, 0.9], [0.5, 0.6]]
    assert drawn[0]["x"] == drawn[1]["x"] == [1, 2]
    under_way = kept_score(scores[:4])  # the random one is still being trained
    assert under_way is not None
    assert (under_way.start, under_way.metrics["accuracy"]) == ("pretrained", 0.9)
    kept = kept_score([*scores, score(20, 2, "pretrained", 0.95, "train")])
    assert kept is not None
    assert (kept.split, kept.metrics["accuracy"]) == ("test", 0.8)
