"""How far a score can be trusted: intervals by drawing rows again, and whether two models really differ."""

from __future__ import annotations

import math
import statistics
from dataclasses import dataclass

import numpy as np

from electra_engine.finetuning.tallies import Tally

DRAWS = 1_000
AT_ONCE = 100  # draws, so that a long test file needs little memory
SURE = 95  # of a hundred intervals so many hold the true value
SIGNIFICANT = 0.05


@dataclass(frozen=True)
class Difference:
    """`value` is the second model's metric less the first's on the same rows, from `low` to `high` in 95 of
    100 draws; `p` says how often chance alone would give as large a one."""

    value: float
    low: float
    high: float
    p: float

    @property
    def is_real(self) -> bool:
        return self.p < SIGNIFICANT


def intervals(tally: Tally, seed: int) -> dict[str, tuple[float, float, float]]:
    """(value, low, high) of every metric: the value on all rows, and where 95 of 100 draws lie."""
    whole = tally.values(np.ones((1, len(tally.columns))))
    drawn = _drawn(tally, seed)
    ends = ((100 - SURE) / 2, (100 + SURE) / 2)
    return {name: (float(whole[name][0]), *_percentiles(drawn[name], ends)) for name in whole}


def difference(first: Tally, second: Tally, metric: str, seed: int) -> Difference:
    """The paired bootstrap: both models judged on the same drawn rows."""
    ones = np.ones((1, len(first.columns)))
    value = float(second.values(ones)[metric][0] - first.values(ones)[metric][0])
    drawn = _drawn(second, seed)[metric] - _drawn(first, seed)[metric]
    low, high = _percentiles(drawn, ((100 - SURE) / 2, (100 + SURE) / 2))
    beyond = min(int((drawn <= 0).sum()), int((drawn >= 0).sum()))
    return Difference(value, low, high, min(2 * (beyond + 1) / (DRAWS + 1), 1.0))


def mcnemar(first: np.ndarray, second: np.ndarray) -> float:
    """The exact p for two models' right and wrong answers (rows,) to the same rows; McNemar 1947.

    Only rows that one has right and the other wrong tell them apart: each is a toss of a fair coin if
    they are equally good.
    """
    from scipy.stats import binomtest

    gained, lost = int((~first & second).sum()), int((first & ~second).sum())
    return float(binomtest(gained, gained + lost).pvalue) if gained + lost else 1.0


def spread(values: list[float]) -> tuple[float, float, float, float]:
    """(mean, standard deviation, low, high): the 95% interval of the mean by Student's t."""
    mean = statistics.fmean(values)
    if len(values) < 2:
        return mean, 0.0, mean, mean
    from scipy.stats import t

    deviation = statistics.stdev(values)
    reach = float(t.ppf((1 + SURE / 100) / 2, len(values) - 1)) * deviation / math.sqrt(len(values))
    return mean, deviation, mean - reach, mean + reach


def _drawn(tally: Tally, seed: int) -> dict[str, np.ndarray]:
    """Every metric (draws,); the same rows are drawn for tallies of equal length."""
    dice, rows = np.random.default_rng(seed), len(tally.columns)
    parts = []
    for _ in range(DRAWS // AT_ONCE):
        counts = dice.multinomial(rows, np.full(rows, 1 / rows), size=AT_ONCE)
        parts.append(tally.values(counts.astype(float)))
    return {name: np.concatenate([part[name] for part in parts]) for name in tally.metrics}


def _percentiles(values: np.ndarray, ends: tuple[float, float]) -> tuple[float, float]:
    low, high = np.percentile(values, ends)
    return float(low), float(high)
