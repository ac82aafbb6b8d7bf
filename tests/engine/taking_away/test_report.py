"""The report is one file that asks nothing of anybody, holds what was recorded, and runs no foreign text."""

from __future__ import annotations

import re
from html.parser import HTMLParser

import pytest

from electra_engine.jobs.runs import RunRequest, create_run
from electra_engine.sentences import Sentence
from electra_engine.taking_away.report import report
from electra_engine.taking_away.svg import MOST_POINTS, Line, chart
from electra_engine.watching.records import (
    Evaluation,
    Event,
    FineTuneScore,
    ProbeSentence,
    ProbeSnapshot,
    ProbeToken,
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
