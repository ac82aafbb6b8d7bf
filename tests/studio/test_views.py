"""Records in, sentences and figures out: what the page says is what the run wrote."""

from __future__ import annotations

import dataclasses
from pathlib import Path

import numpy as np
import pytest

from electra_engine import Count, Evaluation, FineTuneScore, PairSize, RunSettings, RunState, StepMetrics
from electra_engine.watching.store import RecordWriter
from studio.live_records import LiveRecords
from studio.outlook import Outlook, outlook_facts, time_sentence
from studio.points import Points
from studio.quantities import count, duration, memory, of_hundred
from studio.refresh import View, changed, shown
from studio.run_views import kept_score
from studio.scorecard import false_alarm_share, plain_sentence, scorecard
from studio.speed import Speed


def evaluation(step: int = 100, **changes: float) -> Evaluation:
    known = Evaluation(step, 10_000, 9.0, 5.0, 0.3, 0.2, 0.7, 0.8, 0.5, 0.2, 0.1, 4_000)
    return dataclasses.replace(known, **changes)


def metric(step: int) -> StepMetrics:
    return StepMetrics(step, 100 * step, step / 2, 1e-3, 200.0, 0.3)


@pytest.mark.parametrize(
    ("number", "said"),
    [(0, "0"), (4_000, "4,000"), (1e6, "1 million"), (13_550_000, "13.6 million"), (2.5e9, "2.5 billion")],
)
def test_counts_read_as_people_say_them(number: float, said: str) -> None:
    assert count(number) == said


@pytest.mark.parametrize(
    ("seconds", "said"),
    [(0.4, "0 seconds"), (1, "1 second"), (60, "60 seconds"), (120, "2 minutes"), (8_000, "2.2 hours")],
)
def test_durations_are_rounded_to_what_matters(seconds: float, said: str) -> None:
    assert duration(seconds) == said


def test_memory_is_shown_in_the_units_of_task_managers() -> None:
    assert memory(3 * 2**30 // 2) == "1.5 GB"
    assert memory(450 * 2**20) == "450 MB"
    assert memory(2_048) == "2 KB"


def test_a_share_that_is_neither_none_nor_all_never_reads_as_such() -> None:
    assert [of_hundred(share) for share in (0.0, 0.001, 0.214, 0.999, 1.0)] == [
        "0",
        "fewer than 1",
        "21",
        "more than 99",
        "100",
    ]


def test_false_alarms_follow_from_precision_recall_and_base_rate() -> None:
    # Of 1,000 tokens 100 are fakes; 20 are caught and 20 honest ones accused: 20 of 900.
    found = evaluation(precision=0.5, recall=0.2, replaced_fraction=0.1)
    assert false_alarm_share(found) == pytest.approx(20 / 900)
    assert "catches 20 of 100 forgeries and wrongly accuses 2 of 100" in plain_sentence(found)
    assert false_alarm_share(evaluation(precision=0.0, recall=0.0)) == 0.0


def test_the_scorecard_tells_the_beginning_from_success() -> None:
    said = {
        auc: scorecard(evaluation(detection_auc_frozen=auc, recall=recall))["sentence"]
        for auc, recall in ((0.5, 0.0), (0.7, 0.0), (0.71, 0.3), (0.9, 0.3))
    }
    assert len(set(said.values())) == 4
    assert "normal at the beginning" in said[0.5]
    assert scorecard(None)["tiles"] == []


def test_the_scorecard_has_precision_and_recall_and_says_nothing_of_accusations_never_made() -> None:
    def shown(judged: Evaluation) -> tuple[str, str]:
        tiles = {tile["label"]: tile["value"] for tile in scorecard(judged)["tiles"]}
        return tiles["Precision"], tiles["Recall"]

    none_right = evaluation(precision=0.0, recall=0.0)
    assert shown(evaluation()) == ("50 of 100", "20 of 100")
    assert shown(none_right) == ("–", "0 of 100")
    accusing = dataclasses.replace(none_right, bands=[Count("0-9", 0, 9, 3, 40)])
    assert shown(accusing) == ("0 of 100", "0 of 100")


def test_only_what_changed_is_sent_and_only_that_is_drawn() -> None:
    drawn: list[str] = []

    def draw(name: str, key: object) -> View:
        return View(key, lambda: drawn.append(name) or name)

    first, known = changed({"a": draw("a", 1), "b": draw("b", 1)}, {})
    again, brought = changed({"a": draw("a", 1), "b": draw("b", 2)}, known)
    assert (first, again, drawn) == ({"a": "a", "b": "b"}, {"b": "b"}, ["a", "b", "b"])
    assert (list(known), list(brought)) == (["a", "b"], ["b"])
    assert brought["b"] != known["b"]
    assert changed({"a": shown({"x": [1]})}, "nonsense from a client")[0] == {"a": {"x": [1]}}


def test_curves_grow_as_the_run_writes(tmp_path: Path) -> None:
    path, live = tmp_path / "records.sqlite", LiveRecords()
    writer = RecordWriter(path)
    writer.set_state(RunState("training", step=2, started=1.0))
    for step in (1, 2):
        writer.write(metric(step))
    before = live.curves(path)
    writer.write(metric(3))
    writer.write(evaluation(3))
    writer.set_state(RunState("training", step=3, started=1.0))
    after = live.curves(path)
    assert [point.step for point in before.metrics] == [1, 2]
    assert [point.step for point in after.metrics] == [1, 2, 3]
    assert len(after.evaluations) == 1
    assert before.key != after.key == live.curves(path).key
    writer.close()


def test_a_long_curve_is_walked_once_and_grows_by_what_is_new() -> None:
    first = Points(metric(step) for step in (1, 2))
    assert first.column("step").tolist() == [1, 2]
    longer = first.extended([metric(3)])
    assert (len(first), len(longer), longer[-1].step) == (2, 3, 3)
    assert longer.column("step").tolist() == [1, 2, 3]
    assert np.isnan(longer.column("generator_loss")).all()
    assert longer.extended([]) is longer


def test_a_resumed_runs_curve_forgets_what_the_run_has_dropped(tmp_path: Path) -> None:
    path, live = tmp_path / "records.sqlite", LiveRecords()
    writer = RecordWriter(path)
    writer.set_state(RunState("stopped", step=9, started=1.0))
    for step in (3, 6, 9):
        writer.write(metric(step))
    assert live.curves(path).newest_step == 9
    writer.forget_after(6)
    writer.set_state(RunState("training", step=6, started=2.0))
    assert [point.step for point in live.curves(path).metrics] == [3, 6]
    writer.close()


def score(step: int, split: str, accuracy: float) -> FineTuneScore:
    return FineTuneScore(step / 7, step, 1.0, split, 100, {"accuracy": accuracy})


def test_the_score_shown_is_that_of_the_model_that_is_kept() -> None:
    epochs = [score(7, "valid", 0.6), score(14, "valid", 0.9), score(21, "valid", 0.7)]
    assert kept_score([]) is None
    assert kept_score(epochs) == epochs[2]
    assert kept_score([*epochs, score(14, "train", 1.0)]) == epochs[1]
    tested = score(14, "test", 0.88)
    assert kept_score([*epochs, score(14, "train", 1.0), tested]) == tested


def test_the_outlook_says_what_training_will_report() -> None:
    size = PairSize(625_952, 1_336_705, 512_000, 1_450_657, 2**30, 10)
    settings = RunSettings().with_changes({"training.minutes": 2, "training.batch_size": 32})
    known = Outlook(settings, size, Speed(20_480.0, is_rough=False), 100_000, 1.2)
    shown_tiles = {tile["label"]: tile["value"] for tile in outlook_facts(known)["tiles"]}
    assert shown_tiles["Generator"] == "625,952"
    assert shown_tiles["Discriminator"] == "1,336,705"
    assert shown_tiles["Time"] == "2 minutes"
    assert shown_tiles["Memory"] == "1 GB"
    assert "About 1,200 steps" in time_sentence(known)
    by_steps = dataclasses.replace(known, settings=settings.with_changes({"training.steps": 600}))
    assert {tile["value"] for tile in outlook_facts(by_steps)["tiles"]} >= {"60 seconds"}
    shared = dataclasses.replace(known, settings=settings.with_changes({"machine.processes": 2}))
    assert "2 GB" in {tile["value"] for tile in outlook_facts(shared)["tiles"]}


def test_the_outlook_says_what_it_does_not_know() -> None:
    size, settings = PairSize(1, 1, 1, 1, 2**30, 10), RunSettings().with_changes({"training.minutes": 2})
    unmeasured = Outlook(settings, size, None, 100_000)
    time = next(tile for tile in outlook_facts(unmeasured)["tiles"] if tile["label"] == "Time")
    assert time["value"] == "2 minutes", "how long is chosen; only how far it gets is not known"
    assert "not known" in time["note"]
    by_steps = dataclasses.replace(unmeasured, settings=settings.with_changes({"training.steps": 600}))
    assert "not measured" in {tile["value"] for tile in outlook_facts(by_steps)["tiles"]}
    rough = dataclasses.replace(unmeasured, speed=Speed(1_000.0, is_rough=True))
    assert "very roughly 1,000 tokens" in next(
        tile["note"] for tile in outlook_facts(rough)["tiles"] if tile["label"] == "Time"
    )
    assert "a guess of 1.3 tokens a word" in time_sentence(rough)
    characters = settings.with_changes({"vocabulary.kind": "characters"})
    assert "your corpus" not in time_sentence(dataclasses.replace(rough, settings=characters))


def test_how_often_the_corpus_is_read_counts_only_what_is_trained_on() -> None:
    settings = RunSettings().with_changes({"training.minutes": 1, "corpus.held_out_share": 0.2})
    outlook = Outlook(settings, PairSize(1, 1, 1, 1, 2**30, 10), Speed(1_000.0, is_rough=False), 10_000, 1.5)
    assert "your corpus 5.0 times over" in time_sentence(outlook)  # 60,000 of 8,000 words
