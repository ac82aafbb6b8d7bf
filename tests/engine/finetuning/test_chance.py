"""Intervals and comparisons rest on the very metrics that are shown, and tell chance from difference."""

from __future__ import annotations

import dataclasses
from collections.abc import Callable
from pathlib import Path
from random import Random

import numpy as np
import pytest

from electra_engine.errors import UserError
from electra_engine.finetuning.chance import difference, intervals, mcnemar, spread
from electra_engine.finetuning.comparing import compare, compare_runs, keep_tally
from electra_engine.finetuning.examples import Examples
from electra_engine.finetuning.reports import judged_rows, make_report
from electra_engine.finetuning.scores import Answer, Scores
from electra_engine.finetuning.tallies import TALLIES, Tally, tally
from electra_engine.finetuning.tasks import TASKS
from electra_engine.watching.store import RecordReader, RecordWriter
from electra_engine.workspace import Workspace

Made = tuple[list[Answer], Examples]
NAMES = ["a", "b", "c"]


def _classes(chance: Random, rows: int, right: float, names: list[str] = NAMES) -> Made:
    truths = [chance.randrange(len(names)) for _ in range(rows)]
    said = [t if chance.random() < right else chance.randrange(len(names)) for t in truths]
    answers = [
        {"label": names[s], "probabilities": dict.fromkeys(names, 0.1) | {names[s]: 0.8}} for s in said
    ]
    return answers, Examples([{"text": f"row {n}"} for n in range(rows)], truths, names)


def _label_sets(chance: Random, rows: int, right: float) -> Made:
    truths = [[chance.randrange(2) for _ in NAMES] for _ in range(rows)]
    answers = []
    for truth in truths:
        said = [there if chance.random() < right else 1 - there for there in truth]
        labels = [name for name, there in zip(NAMES, said, strict=True) if there]
        answers.append({"labels": labels, "probabilities": dict.fromkeys(NAMES, 0.7)})
    return answers, Examples([{"text": f"row {n}"} for n in range(rows)], truths, NAMES)


def _numbers(chance: Random, rows: int, right: float) -> Made:
    truths = [chance.uniform(0, 5) for _ in range(rows)]
    answers = [{"score": right * t + (1 - right) * chance.uniform(0, 5)} for t in truths]
    return answers, Examples([{"text": f"row {n}"} for n in range(rows)], truths, [])


def _tags(chance: Random, rows: int, right: float) -> Made:
    names = ["O", "B-x", "I-x", "B-y"]
    truths = [[chance.randrange(4) for _ in range(chance.randint(1, 6))] for _ in range(rows)]
    answers = []
    for truth in truths:
        said = [t if chance.random() < right else chance.randrange(4) for t in truth]
        answers.append({"tokens": [{"tag": names[s], "probability": 0.9} for s in said]})
    return answers, Examples([{"text": f"row {n}"} for n in range(rows)], truths, names)


def _spans(chance: Random, rows: int, right: float) -> Made:
    words = ["one", "two", "three", "four"]
    truths = [[{"text": chance.choice(words), "start": 0}] if n % 3 else [] for n in range(rows)]
    answers = []
    for truth in truths:
        wanted = truth[0]["text"] if truth else ""
        said = wanted if chance.random() < right else "two three"
        answers.append({"answer": said, "probability": 0.6})
    return answers, Examples([{"text": f"q {n}", "text_pair": "c"} for n in range(rows)], truths, [])


def _choices(chance: Random, rows: int, right: float) -> Made:
    truths = [chance.randrange(3) for _ in range(rows)]
    said = [t if chance.random() < right else chance.randrange(3) for t in truths]
    answers = [{"choice": s, "text": NAMES[s], "probabilities": [0.2, 0.3, 0.5]} for s in said]
    return answers, Examples([{"text": f"row {n}", "choices": NAMES} for n in range(rows)], truths, [])


MAKERS: dict[str, Callable[[Random, int, float], Made]] = {
    "classification": _classes,
    "multi_label": _label_sets,
    "similarity": _numbers,
    "tagging": _tags,
    "question_answering": _spans,
    "multiple_choice": _choices,
}


def made(task: str, rows: int = 200, right: float = 0.7, seed: int = 0) -> tuple[Scores, Examples, Tally]:
    answers, examples = MAKERS[task](Random(seed), rows, right)
    scores = TASKS[task].score(answers, examples)
    scores = Scores(scores.metrics, scores.details, answers)
    return scores, examples, tally(task, answers, examples, scores.metrics.keys())


@pytest.mark.parametrize("task", TALLIES)
def test_an_interval_stands_round_the_metric_that_is_shown(task: str) -> None:
    scores, _, tallied = made(task)
    found = intervals(tallied, seed=1)
    assert found.keys() <= scores.metrics.keys()
    assert TASKS[task].main_metric(["O", "B-x"]) in found
    for name, (value, low, high) in found.items():
        assert value == pytest.approx(scores.metrics[name], abs=1e-9), name
        assert low < value < high, name
    assert intervals(tallied, seed=1) == found


def test_two_classes_are_tallied_for_the_second() -> None:
    answers, examples = _classes(Random(1), 100, 0.6, ["0", "1"])
    metrics = TASKS["classification"].score(answers, examples).metrics
    found = intervals(tally("classification", answers, examples, metrics.keys()), seed=1)
    assert {name: value for name, (value, _, _) in found.items()} == pytest.approx(metrics)


def test_an_interval_holds_the_true_value_about_95_times_of_100() -> None:
    true = 0.7 + 0.3 / 3
    held = 0
    for seed in range(40):
        _, low, high = intervals(made("classification", 150, 0.7, seed)[2], seed)["accuracy"]
        held += low <= true <= high
    assert 33 <= held <= 40


def test_mcnemar_is_a_fair_coin_tossed_for_the_rows_that_differ() -> None:
    first = np.array([True] * 10 + [False] * 8)
    second = np.array([True] * 9 + [False] + [True] * 8)
    assert mcnemar(first, second) == pytest.approx(2 * (1 + 9) / 2**9)  # one lost, eight gained
    assert mcnemar(first, first) == 1.0


@pytest.mark.parametrize("task", TALLIES)
def test_a_clear_difference_is_told_from_one_that_chance_makes(task: str) -> None:
    answers, examples = MAKERS[task](Random(0), 300, 0.6)
    better, _ = MAKERS[task](Random(0), 300, 0.95)  # other dice, so rows differ: only tallies are compared
    metric = TASKS[task].main_metric(["O", "B-x"])
    names = TASKS[task].score(answers, examples).metrics.keys()
    weak = tally(task, answers, examples, names)
    _, own = MAKERS[task](Random(0), 300, 0.95)
    strong = tally(task, better, own, names)
    told = compare(weak, strong, task, metric, "valid", "weak", "strong")
    assert told.p < 0.01
    assert told.low > 0
    assert "more than chance" in told.meaning
    same = compare(weak, weak, task, metric, "valid", "weak", "weak")
    assert (same.difference, same.p) == (0.0, 1.0)
    assert "may be chance" in same.meaning


def test_a_difference_of_a_few_rows_may_be_chance() -> None:
    answers, examples = _classes(Random(3), 100, 0.8)
    other = [dict(said) for said in answers]
    for row in range(2):
        other[row]["label"] = NAMES[examples.targets[row]]
    metrics = TASKS["classification"].score(answers, examples).metrics.keys()
    tallies = [tally("classification", said, examples, metrics) for said in (answers, other)]
    assert not difference(*tallies, "accuracy", seed=0).is_real


def _rare(said: list[int]) -> tuple[list[Answer], Examples]:
    """180 rows of a and 20 of b, and what a model says of them."""
    answers = [{"label": NAMES[n], "probabilities": dict.fromkeys(NAMES, 0.3)} for n in said]
    rows = [{"text": f"row {n}"} for n in range(200)]
    return answers, Examples(rows, [0] * 180 + [1] * 20, ["a", "b"])


def test_p_is_of_the_metric_that_is_told() -> None:
    """A rare class found at the price of as many rows of the common one: as often right, but better."""
    never, examples = _rare([0] * 200)
    found, _ = _rare([1] * 15 + [0] * 165 + [1] * 15 + [0] * 5)
    one, other = (
        tally("classification", said, examples, ("accuracy", "macro_f1")) for said in (never, found)
    )
    told = compare(one, other, "classification", "macro_f1", "test", "first", "second")
    assert told.low > 0.1
    assert told.p < 0.01
    assert "F1, mean over classes is 0.7" in told.meaning
    assert "more than chance" in told.meaning
    right = compare(one, other, "classification", "accuracy", "test", "first", "second")
    assert (right.difference, right.p) == (0.0, 1.0)


def test_rows_right_or_wrong_are_judged_by_mcnemar() -> None:
    examples = Examples([{"text": f"row {n}", "choices": NAMES} for n in range(50)], [0] * 50, [])
    made = [
        tally(
            "multiple_choice", [{"choice": int(row >= right)} for row in range(50)], examples, ("accuracy",)
        )
        for right in (30, 40)
    ]
    told = compare(*made, "multiple_choice", "accuracy", "test", "first", "second")
    assert told.p == pytest.approx(2 / 2**10)


def test_the_spread_of_seeds_is_students() -> None:
    mean, deviation, low, high = spread([0.80, 0.82, 0.84])
    assert (mean, deviation) == (pytest.approx(0.82), pytest.approx(0.02))
    assert high - low == pytest.approx(2 * 4.302653 * 0.02 / 3**0.5, rel=1e-5)
    assert spread([0.5]) == (0.5, 0.0, 0.5, 0.5)


def test_a_report_counts_what_was_judged() -> None:
    scores, examples, tallied = made("classification")
    report = make_report("valid", 9, "classification", "macro_f1", scores, examples, tallied, 0.99, seed=1)
    assert sum(map(sum, report.confusion)) == sum(one.rows for one in report.classes) == 200
    assert [one.right for one in report.classes] == [report.confusion[k][k] for k in range(3)]
    assert sum(one.tokens for one in report.calibration) == 200
    accuracy = scores.metrics["accuracy"]
    assert report.calibration_error == pytest.approx(abs(0.8 - accuracy))
    assert "by heart" in report.meaning
    assert "the same answer" not in report.meaning
    always = dataclasses.replace(scores, answers=[scores.answers[0]] * len(scores.answers))
    report = make_report("valid", 9, "classification", "macro_f1", always, examples, tallied, 0.99, seed=1)
    assert f"every row the same answer, {scores.answers[0]['label']}" in report.meaning


def test_each_of_several_labels_is_counted_and_calibrated() -> None:
    from sklearn.metrics import precision_recall_fscore_support

    scores, examples, tallied = made("multi_label")
    report = make_report("valid", 9, "multi_label", "micro_f1", scores, examples, tallied, None, seed=1)
    said = [[int(name in answer["labels"]) for name in NAMES] for answer in scores.answers]
    precision, recall, _, support = precision_recall_fscore_support(examples.targets, said)
    assert [one.label for one in report.classes] == NAMES
    assert [one.rows for one in report.classes] == support.tolist()
    assert [one.right / one.said for one in report.classes] == pytest.approx(precision)
    assert [one.right / one.rows for one in report.classes] == pytest.approx(recall)
    assert report.confusion == []
    # Every label of every row is a question: 0.7 sure where it is given, 0.3 where it is not.
    given = sum(map(sum, said))
    assert sorted(one.tokens for one in report.calibration) == sorted([given, 600 - given])
    rows = judged_rows("valid", 1, "multi_label", scores.answers, examples)
    assert all(["", ""] not in row.marks for row in rows)


def test_entities_are_counted_whole_as_seqeval_does() -> None:
    from seqeval.metrics import classification_report

    scores, examples, tallied = made("tagging")
    report = make_report("valid", 9, "tagging", "f1", scores, examples, tallied, None, seed=1)
    true = [[examples.label_names[tag] for tag in target] for target in examples.targets]
    said = [[token["tag"] for token in answer["tokens"]] for answer in scores.answers]
    wanted = classification_report(true, said, output_dict=True, zero_division=0)
    assert [one.label for one in report.entities] == ["x", "y"]
    for one in report.entities:
        assert one.rows == wanted[one.label]["support"]
        assert one.right / one.said == pytest.approx(wanted[one.label]["precision"])
        assert one.right / one.rows == pytest.approx(wanted[one.label]["recall"])
    assert [one.label for one in report.classes] == examples.label_names  # those of the matrix


def test_the_worst_mistakes_of_numbers_are_those_farthest_off(tmp_path: Path) -> None:
    said = [0.1, 0.52, 0.2, 0.9, 0.35]
    rows = [{"text": f"row {n}"} for n in range(5)]
    examples = Examples(rows, [0.12, 0.5, 0.5, 0.1, 0.1], ["score"], {"mean": 0.4, "spread": 0.3})
    writer = RecordWriter(tmp_path / "records.sqlite")
    judged = judged_rows("test", 1, "similarity", [{"score": one} for one in said], examples)
    writer.write_all(judged)
    assert [row.right for row in judged] == [True, True, False, False, False]
    mistakes = RecordReader(tmp_path / "records.sqlite").judged_rows("test")
    assert [row.row for row in mistakes] == [3, 2, 4]


def test_questions_stand_beside_what_never_answering_would_reach() -> None:
    scores, examples, tallied = made("question_answering")
    report = make_report("test", 9, "question_answering", "f1", scores, examples, tallied, None, seed=1)
    assert "Never giving an answer would reach 0.335." in report.meaning


@pytest.mark.parametrize("task", TALLIES)
def test_every_row_is_shown_with_what_was_true_and_what_was_said(task: str) -> None:
    scores, examples, _ = made(task, rows=30)
    rows = judged_rows("valid", 1, task, scores.answers, examples)
    assert [row.row for row in rows] == list(range(30))
    if task == "classification":
        right = sum(row.right for row in rows) / 30
        assert right == pytest.approx(scores.metrics["accuracy"])
    if task == "question_answering":
        assert 100 * sum(row.right for row in rows) / 30 == pytest.approx(scores.metrics["exact_match"])


def test_runs_are_compared_on_the_same_rows_only(workspace: Workspace) -> None:
    for name, right, seed in (("one", 0.6, 0), ("two", 0.6, 0), ("three", 0.6, 4)):
        scores, examples, tallied = made("classification", 50, right, seed)
        folder: Path = workspace.run(name).path
        folder.mkdir(parents=True)
        keep_tally(workspace.run(name).judged, "valid", tallied, "classification", "macro_f1", examples)
        assert scores
    assert compare_runs(workspace, "one", "two").difference == 0.0
    with pytest.raises(UserError, match="same test file"):
        compare_runs(workspace, "one", "three")
