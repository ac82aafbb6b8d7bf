"""What the points of a run can be drawn over."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from electra_engine import Evaluation
from studio.points import Points

AXES = ("steps", "tokens", "minutes")
_FIELDS = {"steps": "step", "tokens": "tokens", "minutes": "seconds"}


def across(points: Points | Sequence[Evaluation], axis: str) -> np.ndarray:
    """Where each point stands on one of `AXES`: float64 (n,)."""
    field = _FIELDS[axis]
    if isinstance(points, Points):
        places = points.column(field)
    else:
        places = np.array([getattr(point, field) for point in points], dtype=float)
    return places / 60 if axis == "minutes" else places
