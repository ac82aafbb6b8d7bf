"""A run's recorded points, each field as an array too, so that a long curve is drawn without walking it."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import overload

import numpy as np

from electra_engine import StepMetrics


class Points(Sequence[StepMetrics]):
    """Points in order; never changed, so that others may draw them while the run goes on."""

    def __init__(self, points: Iterable[StepMetrics] = ()) -> None:
        self._points = list(points)
        self._columns: dict[str, np.ndarray] = {}

    def column(self, field: str) -> np.ndarray:
        """A field of every point: float64 (n,), not a number where nothing was measured."""
        if field not in self._columns:
            self._columns[field] = _numbers(self._points, field)
        return self._columns[field]

    def extended(self, newer: Sequence[StepMetrics]) -> Points:
        """These and the newer ones; of what is known as arrays only the newer ones are walked."""
        if not newer:
            return self
        longer = Points([*self._points, *newer])
        longer._columns = {
            field: np.concatenate([column, _numbers(newer, field)])
            for field, column in list(self._columns.items())
        }
        return longer

    def __len__(self) -> int:
        return len(self._points)

    @overload
    def __getitem__(self, place: int) -> StepMetrics: ...
    @overload
    def __getitem__(self, place: slice) -> Sequence[StepMetrics]: ...
    def __getitem__(self, place: int | slice) -> StepMetrics | Sequence[StepMetrics]:
        return self._points[place]


def as_points(points: Sequence[StepMetrics]) -> Points:
    """The same points with their arrays, which are kept only where they were `Points` already."""
    return points if isinstance(points, Points) else Points(points)


def _numbers(points: Sequence[StepMetrics], field: str) -> np.ndarray:
    values = (getattr(point, field) for point in points)
    return np.array([np.nan if value is None else value for value in values], dtype=float)
