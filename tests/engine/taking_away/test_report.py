"""The report is one file that asks nothing of anybody, holds what was recorded, and runs no foreign text."""

from __future__ import annotations

import re
from dataclasses import replace
from html.parser import HTMLParser

import pytest

from electra_engine.jobs.runs import RunRequest, create_run
from electra_engine.sentences import Sentence
from electra_engine.taking_away.report import report
from electra_engine.taking_away.svg import MOST_POINTS, Line, chart
from electra_engine.watching.records import (
    ClassScore,
    Evaluation,
    Event,
    FineTuneScore,
    JudgedRow,
    ModelComparison,
    ProbeSentence,
    ProbeSnapshot,
    ProbeToken,
    ScoreInterval,
    ScoreReport,
    ScoreSpread,
    StepMetrics,
)
from electra_engine.watching.store import RecordWriter
from electra_engine.workspace import RunFolder, Workspace

EVIL = '"><script>alert(1)</script>'


class Reader(HTMLParser):
    """Collects the tags, the attributes that could fetch or run something, and the text."""

    def __init__(self) -> None:
        super().__init__()
        self.tags: list[str] = []
        self.active: list[tuple[str, str | None]] = []
        self.text = ""

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append(tag)
        self.active += [(n, v) for n, v in attrs if n in ("src", "href", "srcset", "data") or n[:2] == "on"]

    def handle_data(self, data: str) -> None:
        self.text += data


def read(page: str) -> Reader:
    reader = Reader()
    reader.feed(page)
    return reader


@pytest.fixture
def pretrained(workspace: Workspace) -> RunFolder:
    request = RunRequest(
        "first <run", "pretrain", {"training.seed": 1, "vocabulary.kind": EVIL}, [f"/a/{EVIL}.txt"]
    )
    object.__setattr__(request, "name", "first run")
    run = create_run(workspace, request)
    writer = RecordWriter(run.records)
    for step in range(1, 9):
        writer.write(StepMetrics(step, step * 10, step, 1e-3, 100.0, 0.5 / step, 6.0 / step, 1e-3))
    writer.write(Evaluation(8, 80, 8.0, 3.0, 0.2, 0.3, 0.71, 0.8123, 0.6, 0.5, 0.1, 900))
    tokens = [
        ProbeToken(EVIL, 0, 5, True, "dog", True, 0.93),
        ProbeToken("##ed", 5, 7, False, "##ed", False, 0.02),
    ]
    writer.write(ProbeSnapshot(8, 8.0, [ProbeSentence(0, EVIL, tokens)]))
    writer.add_event(Event("warning", "x", Sentence("Something {what}.", what=EVIL)))
    writer.close()
    return run


def test_it_holds_what_was_recorded_and_escapes_what_is_foreign(pretrained: RunFolder) -> None:
    page = report(pretrained)
    said = read(page)
    assert said.active == []
    assert {"script", "link", "img", "iframe", "object"} & set(said.tags) == set()
    assert "default-src 'none'" in page
    assert re.findall(r"(?:https?:)?//\w|url\(|@import", page) == []
    assert EVIL in said.text  # as text: file name, token, event
    assert said.tags.count("svg") == 3
    for figure in ("0.812", "0.710", "93%", "training.seed"):
        assert figure in said.text
    assert "/a/" not in said.text  # no path of this machine


def test_another_tongue_says_it(pretrained: RunFolder) -> None:
    said = read(report(pretrained, lambda sentence: f"<{sentence.template[:6]}>", "zh-CN"))
    assert "<Curves>" in said.text
    assert "Watched sentences" not in said.text


def test_a_fine_tuning_run_and_an_empty_one_have_reports_too(workspace: Workspace) -> None:
    run = create_run(
        workspace, RunRequest("moods", "finetune", {"epochs": 2}, ["/a/moods.csv"], [], {"from": "/b/first"})
    )
    assert "Nothing was recorded." in read(report(run)).text
    writer = RecordWriter(run.records)
    for epoch in (1, 2):
        writer.write(
            FineTuneScore(epoch, epoch * 10, 1.0, "valid", 120, {"accuracy": 0.5 + epoch / 10, "loss": 0.4})
        )
    writer.close()
    said = read(report(run))
    assert "0.7000" in said.text
    assert "valid (120)" in said.text
    assert "Fine-tuned from first." in said.text


@pytest.fixture
def judged(workspace: Workspace) -> RunFolder:
    """A run of two trainings, the second from random weights and judged last; the first one's second epoch
    is the better one and is kept."""
    run = create_run(
        workspace, RunRequest("moods", "finetune", {}, ["/a/moods.csv"], [], {"from": "/b/first"})
    )
    writer = RecordWriter(run.records)
    for step in range(1, 61):
        writer.write(StepMetrics(step, step * 10, step, 1e-3, 100.0, 1.0 / step))

    def score(step: int, split: str, value: float, start: str = "pretrained") -> None:
        metrics = {"accuracy": value, "macro_f1": value - 0.05, "loss": 0.4}
        writer.write(FineTuneScore(step / 10, step, 1.0, split, 40, metrics, start=start))

    for step, value in ((10, 0.61), (20, 0.92), (30, 0.73)):
        score(step, "valid", value)
        score(step, "seen", 0.99)
    score(20, "test", 0.91)
    for step in (40, 50, 60):
        score(step, "valid", 0.52, "random")
    score(50, "test", 0.53, "random")
    score(20, "train", 0.97)
    meaning = Sentence("It is {what}.", what=EVIL)
    intervals = [ScoreInterval("macro_f1", 0.86, 0.8112, 0.8934), ScoreInterval("accuracy", 0.91, 0.85, 0.95)]
    classes = [ClassScore(EVIL, 30, 29, 28), ClassScore("sad", 10, 11, 9)]
    writer.write(
        ScoreReport("test", 60, 40, "macro_f1", intervals, classes, [[28, 2], [1, 9]], meaning=meaning)
    )
    more = ModelComparison("pretrained", "random", 60, "test", "macro_f1", 0.8, 0.5, -0.3, -0.4, -0.2, 0.001)
    writer.write(replace(more, meaning=Sentence("More than chance.")))
    writer.write(ScoreSpread("pretrained", 60, "test", "macro_f1", 3, 0.877, 0.01, 0.86, 0.89))
    writer.write(JudgedRow("test", 7, 60, EVIL, "", "sad", "glad", False, 0.97))
    writer.close()
    return run


def test_the_scores_are_those_of_the_weights_that_are_kept(judged: RunFolder) -> None:
    cells = re.findall(
        r"<td>(train|valid|test) \(40\)</td><td>accuracy</td><td[^>]*>([\d.]+)</td>", report(judged)
    )
    assert dict(cells) == {"train": "0.9700", "valid": "0.9200", "test": "0.9100"}
    assert len(cells) == 3


def test_each_training_is_a_line_of_its_own(judged: RunFolder) -> None:
    page = report(judged)
    figures = re.findall(r"<figure>.*?</figure>", page, re.DOTALL)
    assert [drawn.count("<polyline") for drawn in figures] == [2, 2, 2]
    assert "random weights, seed 0" in page
    for drawn in figures:
        for line in re.findall(r'points="([^"]+)"', drawn):
            places = [float(place.split(",")[0]) for place in line.split()]
            assert places[0] < 100  # each from its own beginning, and none goes back
            assert places == sorted(places)


def test_it_says_what_the_scores_mean_and_where_it_goes_wrong(judged: RunFolder) -> None:
    said = read(report(judged))
    assert said.active == []
    assert f"It is {EVIL}." in said.text
    for part in (
        "More than chance.",
        "3 trainings from pre-trained weights",
        "0.8112",
        "0.8934",
        "0.933",
        "97%",
    ):
        assert part in said.text
    rows = re.findall(r"<tr>(.*?)</tr>", report(judged))
    assert "<td>sad</td><td>1</td><td>9</td>" in rows


def test_a_long_curve_is_thinned_and_keeps_its_peak() -> None:
    points = [(float(step), 1.0) for step in range(20_000)]
    points[7_777] = (7_777.0, 9.0)
    points[3] = (3.0, float("nan"))
    drawn = chart([Line("loss", points, "judge")], "loss", "step")
    places = re.search(r'points="([^"]+)"', drawn)[1].split()
    assert len(places) <= MOST_POINTS
    heights = [float(place.split(",")[1]) for place in places]
    assert min(heights) < 30 < max(heights)
    assert "nan" not in drawn
    assert chart([Line("loss", [(1.0, float("inf"))], "judge")], "loss", "step") == ""
