"""Scores equal scikit-learn's on the same verdicts."""

import numpy as np
import pytest
import torch
from sklearn.metrics import precision_score, recall_score, roc_auc_score

from electra_engine.watching.detection import area_under_curve, confusion


@pytest.mark.parametrize("decimals", [1, 6])
def test_the_area_under_the_curve_is_scikit_learns_ties_included(decimals: int) -> None:
    dice = torch.Generator().manual_seed(1)
    scores = torch.rand(2000, generator=dice).round(decimals=decimals)
    replaced = torch.rand(2000, generator=dice) < 0.1
    assert area_under_curve(scores, replaced) == pytest.approx(roc_auc_score(replaced, scores), abs=1e-12)


def test_with_one_class_only_the_area_is_a_half() -> None:
    assert area_under_curve(torch.rand(5), torch.zeros(5, dtype=torch.bool)) == 0.5


def test_precision_and_recall_are_scikit_learns() -> None:
    truth, called = np.random.default_rng(1).random((2, 500)) < 0.3
    counts = confusion(torch.from_numpy(called), torch.from_numpy(truth))
    assert counts.precision == pytest.approx(precision_score(truth, called))
    assert counts.recall == pytest.approx(recall_score(truth, called))
    assert counts.caught + counts.missed + counts.false_alarms + counts.honest == 500


def test_calling_nothing_gives_zeros_not_errors() -> None:
    counts = confusion(torch.zeros(4, dtype=torch.bool), torch.zeros(4, dtype=torch.bool))
    assert (counts.precision, counts.recall) == (0.0, 0.0)
