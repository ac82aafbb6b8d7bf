"""Runs beside one another: the same sign everywhere, what differs named, the same sentence pinned."""

from __future__ import annotations

import dataclasses
from pathlib import Path

import pytest

from electra_engine import ProbeSnapshot, RecordReader, Workspace, list_runs
from studio.charts.compared import DASHES, SYMBOLS, compared_value
from studio.compared_runs import ComparedRun, scores_facts, settings_facts
from studio.live_records import LiveRecords
from studio.text import LANGUAGES, say
from studio.widgets.pinned_strips import offered_sentences, pinned_strips_value
from tests.browser.widget_demo import sentence, snapshot
from tests.studio.made_runs import make_run

TEXT = LANGUAGES["en"]


@pytest.fixture
def runs(tmp_path: Path) -> list[ComparedRun]:
    workspace, live = Workspace(tmp_path), LiveRecords()
    make_run(workspace, "plain")
    make_run(workspace, "wider", points=200, easier=0.5, discriminator__hidden_size=256)
    statuses = sorted(list_runs(workspace), key=lambda status: status.name)
    return [
        ComparedRun(place, status, live.curves(workspace.run(status.name).records))
        for place, status in enumerate(statuses)
    ]


def test_every_run_has_a_dash_and_a_sign_of_its_own_in_every_panel(runs: list[ComparedRun]) -> None:
    figure = compared_value(runs, "steps", TEXT)["figure"]
    assert len(figure["data"]) == 6
    for run in runs:
        own = [trace for trace in figure["data"] if trace["name"] == run.name]
        assert {trace["line"]["dash"] for trace in own} == {DASHES[run.place]}
        assert {trace["marker"]["symbol"] for trace in own} == {SYMBOLS[run.place]}
        assert len({trace["yaxis"] for trace in own}) == 3
    assert len(set(DASHES)) == len(set(SYMBOLS)) == 6


def test_runs_are_compared_over_steps_tokens_or_minutes(runs: list[ComparedRun]) -> None:
    ends = {
        axis: compared_value(runs, axis, TEXT)["figure"]["data"][-1]["x"][-1] for axis in ("steps", "minutes")
    }
    assert ends == {"steps": 2000, "minutes": pytest.approx(100 / 60)}


def test_the_best_run_and_every_end_are_told_in_words(runs: list[ComparedRun]) -> None:
    value = compared_value(runs, "steps", TEXT)
    assert value["figure"]["layout"]["meta"]["notes"][0].startswith("“wider” tells best at its end: AUC 0.9")
    assert "plain after 1,200 steps" in value["summary"]
    assert "wider after 2,000 steps" in value["summary"]


def test_only_settings_that_differ_are_listed(runs: list[ComparedRun]) -> None:
    unequal = settings_facts(runs)  # one took 1,200 steps, the other 2,000
    assert unequal["sentence"] == say("compare.settings_one_unequal")
    as_long = dataclasses.replace(runs[1], status=dataclasses.replace(runs[1].status, step=1_250))
    told = settings_facts([runs[0], as_long])
    assert told["table"]["headers"] == [say("compare.setting"), "plain", "wider"]
    assert [row[1:] for row in told["table"]["rows"]] == [["128", "256"]]
    assert told["sentence"] == say("compare.settings_one")
    assert settings_facts([runs[0], runs[0]])["sentence"] == say("compare.settings_none")
    broken_off = dataclasses.replace(as_long, status=dataclasses.replace(as_long.status, state="stopped"))
    unequal = settings_facts([runs[0], broken_off])
    assert unequal["sentence"] == say("compare.settings_one_unequal")


def test_the_scores_stand_side_by_side(runs: list[ComparedRun]) -> None:
    rows = {row[0]: row[1:] for row in scores_facts(runs)["table"]["rows"]}
    assert rows["Steps"] == ["1,200", "2,000"]
    assert rows["AUC, frozen fakes"][0] < rows["AUC, frozen fakes"][1]
    assert scores_facts(runs[:1])["table"] is None


def test_a_sentence_that_both_watched_is_pinned_and_else_the_nearest(tmp_path: Path) -> None:
    records = make_run(Workspace(tmp_path), "plain")
    first = RecordReader(records).snapshot()
    assert first is not None
    value = pinned_strips_value([(0, "a", first), (1, "b", first)], 1, TEXT)
    assert value["chosen"] == 1
    assert [row["note"] for row in value["rows"]] == ["", ""]
    assert len(value["rows"][0]["tokens"]) == len(first.sentences[1].tokens)
    other = type(first)(
        5, 1.0, [sentence(0, [("A", None, 0.1)]), sentence(1, [("The", None, 0.1), ("dog", None, 0.1)])]
    )
    value = pinned_strips_value([(0, "a", first), (1, "b", other), (2, "c", None)], 0, TEXT)
    assert [row["note"] for row in value["rows"]] == ["", TEXT["pinned.nearest"], TEXT["pinned.none"]]
    assert [token["text"] for token in value["rows"][1]["tokens"]] == ["The", "dog"]


def test_an_index_that_no_sentence_has_is_the_first_one() -> None:
    value = pinned_strips_value([(0, "a", snapshot()), (1, "b", snapshot())], 99, TEXT)
    assert value["chosen"] == 0
    assert offered_sentences([(0, "a", None)]) == {}


def test_sentences_keep_the_index_by_which_the_other_views_know_them() -> None:
    numbered = [(3, "The dog"), (100, "A cat"), (7, "A cow")]
    first, second = (
        ProbeSnapshot(1, 1.0, [sentence(i, [(w, None, 0.1) for w in text.split()]) for i, text in watched])
        for watched in (numbered, [(0, "A cow"), (1, "The dog")])
    )
    runs = [(0, "a", None), (1, "b", first), (2, "c", second)]
    assert offered_sentences(runs) == {3: "The dog", 7: "A cow"}
    value = pinned_strips_value(runs, 7, TEXT)
    assert value["chosen"] == 7
    assert [[token["text"] for token in row["tokens"]] for row in value["rows"]] == [[], *[["A", "cow"]] * 2]
