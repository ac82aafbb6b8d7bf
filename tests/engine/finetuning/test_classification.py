"""Scores are scikit-learn's, with the second label as the positive one of two."""

from __future__ import annotations

import pytest
import torch
from sklearn import metrics as measure

from electra_engine.finetuning import classification
from electra_engine.finetuning.batches import EncodedRows
from electra_engine.finetuning.examples import Examples
from electra_engine.finetuning.forms import FORMS
from electra_engine.finetuning.scores import Scores
from electra_engine.finetuning.settings import METHOD_NAMES, TASK_NAMES
from tests.engine.inference.tiny_folders import tiny_tokenizer


def examples(labels: list[int], names: list[str]) -> Examples:
    return Examples([{"text": "the dog"}] * len(labels), labels, names)


def judged(logits: torch.Tensor, given: Examples) -> Scores:
    said = classification.answer(list(logits), EncodedRows([], [], 0), given.inputs, given.label_names, {})
    return classification.score(said, given)


def test_two_classes_are_scored_for_the_second() -> None:
    true, logits = [1, 1, 0, 0, 0], torch.tensor([[0.0, 1], [1, 0], [1, 0], [0, 1], [1, 0]])
    scores = judged(logits, examples(true, ["0", "1"]))
    assert scores.metrics["f1"] == pytest.approx(measure.f1_score(true, [1, 0, 0, 1, 0]))
    assert scores.metrics["precision"] == scores.metrics["recall"] == 0.5
    assert scores.metrics["accuracy"] == pytest.approx(0.6)
    assert scores.details["confusion"] == {"labels": ["0", "1"], "counts": [[2, 1], [1, 1]]}


def test_more_classes_are_averaged_over_all_of_them() -> None:
    true, guess = [0, 1, 2, 2, 1], [0, 2, 2, 2, 1]
    found = classification.metrics(true, guess, classes=4)
    expected = measure.f1_score(true, guess, average="macro", labels=[0, 1, 2, 3], zero_division=0)
    assert found["f1"] == found["macro_f1"] == pytest.approx(expected)
    assert found["mcc"] == pytest.approx(measure.matthews_corrcoef(true, guess))


def test_always_the_same_answer_is_no_error() -> None:
    found = classification.metrics([0, 0, 1], [0, 0, 0], classes=2)
    assert (found["f1"], found["mcc"]) == (0.0, 0.0)


def test_long_rows_are_cut_and_counted() -> None:
    inputs = [
        {"text": "the dog ran on and on and on", "text_pair": "a bird"},
        {"text": "the cat", "text_pair": "a day"},
    ]
    tokenizer = tiny_tokenizer()
    tokenizer.model_input_names = ["input_ids", "token_type_ids", "attention_mask"]
    rows = classification.encode(inputs, [0, 1], {}, tokenizer, 8)
    assert [rows.length(row) for row in range(2)] == [8, 7]
    assert rows.cut_rows == 1
    assert rows.inputs[1]["token_type_ids"] == [0, 0, 0, 0, 1, 1, 1]


def test_every_task_and_method_on_offer_exists() -> None:
    from electra_engine.finetuning.methods import METHODS
    from electra_engine.finetuning.tasks import TASKS

    assert tuple(TASKS) == tuple(FORMS) == TASK_NAMES
    assert tuple(METHODS) == METHOD_NAMES
