"""Fewer points for the same picture: a long curve cut down so that its extremes survive."""

from __future__ import annotations

import itertools
from collections.abc import Sequence

import numpy as np

LIMIT = 1000
Numbers = Sequence[float] | Sequence[float | None] | np.ndarray


def thinned(x: Numbers, y: Numbers, limit: int = LIMIT) -> tuple[list[float], list[float]]:
    """At most `limit` of the points (x, y), in order: the ends, and each stretch's lowest and highest.

    Points whose y is None, infinite or not a number are left out: they cannot be drawn.
    """
    across, up = _array(x), _array(y)
    drawable = np.isfinite(up) & np.isfinite(across)
    across, up = across[drawable], up[drawable]
    if len(up) > limit:
        kept = _kept(up, limit)
        across, up = across[kept], up[kept]
    return across.tolist(), up.tolist()


def _array(values: Numbers) -> np.ndarray:
    if isinstance(values, np.ndarray):
        return values
    return np.array([np.nan if value is None else value for value in values], dtype=float)


def _kept(up: np.ndarray, limit: int) -> np.ndarray:
    """Indices of the first, the last, and the extremes of (limit - 2) / 2 equal stretches between."""
    edges = np.linspace(1, len(up) - 1, max(1, (limit - 2) // 2) + 1).astype(int)
    kept = {0, len(up) - 1}
    for start, end in itertools.pairwise(edges):
        kept.add(int(start + up[start:end].argmin()))
        kept.add(int(start + up[start:end].argmax()))
    return np.array(sorted(kept))


def spread_ranks(count: int, limit: int = LIMIT) -> list[int]:
    """At most `limit` indices below `count`, even on a logarithmic axis of ranks (index + 1)."""
    if count <= limit:
        return list(range(count))
    ranks = np.geomspace(1, count, limit).astype(int)
    return (np.unique(np.clip(ranks, 1, count)) - 1).tolist()
