"""What each of the duel's charts means at this moment, in one sentence."""

from __future__ import annotations

import math
from collections.abc import Sequence

from electra_engine import Evaluation
from studio.charts.panels import Words
from studio.points import Points

RECENT = 0.05  # a loss jumps from point to point: the last twentieth of the points is "now"
MOST_RECENT = 40
BLIND = 0.95  # of ln V
HARDLY = 0.02  # below the best constant answer, relative
COIN = 0.02  # around an AUC of one half


def generator_now(metrics: Points, vocabulary_size: int, text: Words) -> str:
    """How many tokens it hesitates between: the exponential of its loss."""
    loss = _recent(metrics, "generator_loss")
    if loss is None:
        return text["duel.now_waiting"]
    if loss >= BLIND * math.log(max(vocabulary_size, 2)):
        return text["duel.now_blind"].format(size=f"{vocabulary_size:,}")
    between = max(math.exp(loss), 1.0)
    said = f"{between:,.0f}" if between >= 10 else f"{between:.1f}"
    return text["duel.now_hesitates"].format(size=f"{vocabulary_size:,}", count=said)


def discriminator_now(metrics: Points, reachable: float, text: Words) -> str:
    """How far below `reachable`, the loss of the best constant answer, it has come."""
    loss = _recent(metrics, "discriminator_loss")
    if loss is None or reachable <= 0:
        return text["duel.now_waiting"]
    gained = 1 - loss / reachable
    if gained < HARDLY:
        return text["duel.now_constant"]
    return text["duel.now_gained"].format(share=f"{100 * gained:.0f}")


def detection_now(evaluations: Sequence[Evaluation], text: Words) -> str:
    """The AUC is the chance that a fake looks more suspicious than a real word (Hanley and McNeil 1982)."""
    if not evaluations:
        return text["duel.now_waiting"]
    area = evaluations[-1].detection_auc_frozen
    if abs(area - 0.5) <= COIN:
        return text["duel.now_coin"]
    return text["duel.now_picks"].format(share=f"{100 * area:.0f}")


def _recent(metrics: Points, field: str) -> float | None:
    """The mean of the newest points, None where nothing was measured."""
    newest = min(max(int(len(metrics) * RECENT), 1), MOST_RECENT)
    values = metrics.column(field)[-newest:]
    known = [float(value) for value in values if math.isfinite(value)]
    return sum(known) / len(known) if known else None
