"""A restless curve as its running mean, so that its way is seen behind its jumps."""

from __future__ import annotations

import numpy as np

# The part of all points that a mean is taken over.
WINDOWS = {"none": 0.0, "some": 0.03, "much": 0.12}


def smoothed(values: np.ndarray, share: float) -> np.ndarray:
    """For each of the n values the mean of those around it, `share` of them all; gaps are passed over.

    Near the ends the window is cut off on one side rather than moved: no value is made up.
    """
    half = int(len(values) * share / 2)
    if half < 1:
        return values
    known = np.isfinite(values)
    sums = np.concatenate([[0.0], np.cumsum(np.where(known, values, 0.0))])
    counts = np.concatenate([[0], np.cumsum(known)])
    places = np.arange(len(values))
    low, high = np.maximum(places - half, 0), np.minimum(places + half + 1, len(values))
    inside = counts[high] - counts[low]
    return np.where(inside > 0, (sums[high] - sums[low]) / np.maximum(inside, 1), np.nan)
