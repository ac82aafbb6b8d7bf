"""How sure one can be of a share that was counted."""

from __future__ import annotations

import math

CERTAINTY = 1.959963984540054  # standard deviations either side of which lie 5% of a normal distribution


def wilson(hits: int, tries: int) -> tuple[float, float]:
    """The 95% interval of a share (Wilson 1927); everything is possible where nothing was tried."""
    if not tries:
        return 0.0, 1.0
    share, z2 = hits / tries, CERTAINTY**2
    middle = (share + z2 / (2 * tries)) / (1 + z2 / tries)
    reach = CERTAINTY / (1 + z2 / tries) * math.sqrt(share * (1 - share) / tries + z2 / (4 * tries**2))
    return max(middle - reach, 0.0), min(middle + reach, 1.0)
