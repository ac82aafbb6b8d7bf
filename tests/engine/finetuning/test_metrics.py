"""Every task's metrics are those of scikit-learn, SciPy, seqeval and the SQuAD script on the same answers."""

from __future__ import annotations

import collections
import re
import string
from random import Random
from typing import Any

import pytest
from scipy import stats
from seqeval import metrics as by_entity
from sklearn import metrics as measure

from electra_engine.finetuning.examples import Examples
from electra_engine.finetuning.scores import Scores
from electra_engine.finetuning.tasks import TASKS

TAGS = ["O", "B-place", "I-place", "B-person", "I-person"]
WORDS = ["The", "big", "dog", "a", "farm,", "an", "Old", "house.", "U.S."]


def scored(task: str, answers: list[dict[str, Any]], targets: list[Any], names: list[str]) -> Scores:
    return TASKS[task].score(answers, Examples([{"text": "x"}] * len(targets), targets, names))


def test_labels_that_are_independent_are_scored_as_scikit_learn_does() -> None:
    chance, names = Random(1), ["a", "b", "c"]
    true = [[chance.randint(0, 1) for _ in names] for _ in range(60)]
    said = [[chance.randint(0, 1) for _ in names] for _ in range(60)]
    answers = [
        {"labels": [name for name, is_said in zip(names, row, strict=True) if is_said]} for row in said
    ]
    found = scored("multi_label", answers, true, names).metrics
    assert found["accuracy"] == pytest.approx(measure.accuracy_score(true, said))
    assert found["micro_f1"] == pytest.approx(measure.f1_score(true, said, average="micro"))
    assert found["macro_f1"] == pytest.approx(measure.f1_score(true, said, average="macro"))
    assert found["precision"] == pytest.approx(measure.precision_score(true, said, average="micro"))
    assert found["recall"] == pytest.approx(measure.recall_score(true, said, average="micro"))


def test_scores_are_correlated_as_scipy_does() -> None:
    chance = Random(2)
    true = [round(chance.uniform(0, 5), 1) for _ in range(80)]  # with ties
    said = [value + chance.gauss(0, 1) for value in true]
    found = scored("similarity", [{"score": value} for value in said], true, ["score"]).metrics
    assert found["spearman"] == pytest.approx(stats.spearmanr(true, said).statistic)
    assert found["pearson"] == pytest.approx(stats.pearsonr(true, said).statistic)
    assert found["mse"] == pytest.approx(measure.mean_squared_error(true, said))
    assert found["mae"] == pytest.approx(measure.mean_absolute_error(true, said))


def test_always_the_same_score_is_no_error() -> None:
    found = scored("similarity", [{"score": 1.0}] * 3, [1.0, 2.0, 3.0], ["score"]).metrics
    assert (found["spearman"], found["pearson"]) == (0.0, 0.0)


def test_entities_are_judged_whole_as_seqeval_does() -> None:
    chance = Random(3)
    true = [[chance.randrange(len(TAGS)) for _ in range(chance.randint(1, 12))] for _ in range(50)]
    said = [[tag if chance.random() < 0.7 else chance.randrange(len(TAGS)) for tag in row] for row in true]
    answers = [{"tokens": [{"tag": TAGS[tag]} for tag in row]} for row in said]
    scores = scored("tagging", answers, true, TAGS)
    expected = [[[TAGS[tag] for tag in row] for row in rows] for rows in (true, said)]
    assert scores.metrics["f1"] == pytest.approx(by_entity.f1_score(*expected))
    assert scores.metrics["precision"] == pytest.approx(by_entity.precision_score(*expected))
    assert scores.metrics["recall"] == pytest.approx(by_entity.recall_score(*expected))
    assert scores.metrics["accuracy"] == pytest.approx(by_entity.accuracy_score(*expected))
    assert sum(map(sum, scores.details["confusion"]["counts"])) == sum(map(len, true))
    assert TASKS["tagging"].main_metric(TAGS) == "f1"


def test_parts_of_speech_are_judged_word_by_word() -> None:
    names, true, said = ["DET", "NOUN"], [[0, 1], [1]], [[0, 0], [1]]
    answers = [{"tokens": [{"tag": names[tag]} for tag in row]} for row in said]
    found = scored("tagging", answers, true, names).metrics
    assert found["accuracy"] == pytest.approx(2 / 3)
    assert found["macro_f1"] == pytest.approx(measure.f1_score([0, 1, 1], [0, 0, 1], average="macro"))
    assert TASKS["tagging"].main_metric(names) == "accuracy"


def test_choices_are_scored_by_accuracy_beside_chance() -> None:
    given = Examples(
        [{"text": "x", "choices": ["a", "b"]}, {"text": "x", "choices": list("abcd")}], [1, 3], []
    )
    scores = TASKS["multiple_choice"].score([{"choice": 1}, {"choice": 0}], given)
    assert scores.metrics == {"accuracy": 0.5}
    assert scores.details == {"chance": (1 / 2 + 1 / 4) / 2}


def test_answers_are_compared_as_the_squad_script_does() -> None:
    chance = Random(4)
    said, golds = [], []
    for _ in range(200):
        accepted = [
            " ".join(chance.choices(WORDS, k=chance.randint(1, 3))) for _ in range(chance.randint(0, 3))
        ]
        guess = chance.choice([*accepted, " ".join(chance.choices(WORDS, k=2)), ""])
        said.append(guess)
        golds.append(accepted)
    targets = [[{"text": text, "start": 0} for text in accepted] for accepted in golds]
    found = scored("question_answering", [{"answer": text} for text in said], targets, []).metrics
    exact = [
        max(_exact(guess, gold) for gold in _accepted(accepted))
        for guess, accepted in zip(said, golds, strict=True)
    ]
    f1 = [
        max(_f1(guess, gold) for gold in _accepted(accepted))
        for guess, accepted in zip(said, golds, strict=True)
    ]
    assert found["exact_match"] == pytest.approx(100 * sum(exact) / 200)
    assert found["f1"] == pytest.approx(100 * sum(f1) / 200)
    answerable = [value for value, accepted in zip(f1, golds, strict=True) if accepted]
    assert found["has_answer_f1"] == pytest.approx(100 * sum(answerable) / len(answerable))


def test_saying_nothing_reaches_the_share_of_questions_without_an_answer() -> None:
    targets = [[], [{"text": "farm", "start": 3}], [], []]
    scores = scored("question_answering", [{"answer": ""}] * 4, targets, [])
    assert scores.metrics["exact_match"] == scores.metrics["f1"] == 75.0
    assert scores.details == {"no_answer_baseline": 75.0}


def _accepted(golds: list[str]) -> list[str]:
    return [gold for gold in golds if _bare(gold)] or [""]


def _bare(text: str) -> str:
    """The rules of Rajpurkar et al. 2016, section 6.1, written down step by step."""
    lowered = "".join(one for one in text.lower() if one not in set(string.punctuation))
    return " ".join(re.sub(r"\b(a|an|the)\b", " ", lowered).split())


def _exact(said: str, gold: str) -> int:
    return int(_bare(said) == _bare(gold))


def _f1(said: str, gold: str) -> float:
    given, right = _bare(said).split(), _bare(gold).split()
    shared = sum((collections.Counter(given) & collections.Counter(right)).values())
    if not given or not right:
        return int(given == right)
    if not shared:
        return 0
    precision, recall = shared / len(given), shared / len(right)
    return 2 * precision * recall / (precision + recall)
