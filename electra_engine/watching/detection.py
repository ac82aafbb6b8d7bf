"""How well verdicts tell replaced tokens from original ones."""

from __future__ import annotations

from dataclasses import dataclass

import torch


def area_under_curve(scores: torch.Tensor, replaced: torch.Tensor) -> float:
    """ROC AUC of `scores` (N,) for the labels `replaced` (N,), ties counting half; 0.5 for a single class.

    The Mann–Whitney U statistic by mid-ranks, equal to scikit-learn's `roc_auc_score`.
    """
    positives = int(replaced.sum())
    negatives = len(replaced) - positives
    if not positives or not negatives:
        return 0.5
    _, place, counts = scores.double().unique(return_inverse=True, return_counts=True)
    last_rank = counts.cumsum(0).double()
    mid_rank = last_rank - (counts.double() - 1) / 2
    rank_sum = mid_rank[place][replaced].sum().item()
    return (rank_sum - positives * (positives + 1) / 2) / (positives * negatives)


@dataclass(frozen=True)
class Confusion:
    """Counts at a threshold; a positive is a token called replaced."""

    caught: int
    missed: int
    false_alarms: int
    honest: int

    @property
    def precision(self) -> float:
        """Of the tokens called replaced, the share that was; 0 when none was called."""
        called = self.caught + self.false_alarms
        return self.caught / called if called else 0.0

    @property
    def recall(self) -> float:
        """Of the replaced tokens, the share that was called; 0 when there was none."""
        replaced = self.caught + self.missed
        return self.caught / replaced if replaced else 0.0


def confusion(called: torch.Tensor, replaced: torch.Tensor) -> Confusion:
    """The 2 × 2 of boolean `called` and `replaced`, both (N,)."""
    caught = int((called & replaced).sum())
    missed = int((~called & replaced).sum())
    false_alarms = int((called & ~replaced).sum())
    return Confusion(caught, missed, false_alarms, len(called) - caught - missed - false_alarms)
