"""Numbers as people say them: 13.6 million, 450 MB, about 2 minutes."""

from __future__ import annotations

import time

from studio.text import say

MINUTE = 60.0
HOUR = 60 * MINUTE
DAY = 24 * HOUR


def count(number: float) -> str:
    """``4,000`` or ``13.6 million``."""
    for size, key in ((1e9, "quantity.billion"), (1e6, "quantity.million")):
        if number >= size:
            return say(key, number=_three_digits(number / size))
    return f"{number:,.0f}"


def memory(size: float) -> str:
    """Bytes as ``450 MB`` or ``1.2 GB`` (powers of 1024, as task managers show them)."""
    for unit, bytes_in_it in (("GB", 2**30), ("MB", 2**20)):
        if size >= bytes_in_it:
            return f"{_three_digits(size / bytes_in_it)} {unit}"
    return f"{size / 1024:,.0f} KB"


def storage(size: float) -> str:
    """Bytes as ``450 MB`` or ``1.2 GB`` (powers of 1000, as disks are sold and quotas are set)."""
    for unit, bytes_in_it in (("GB", 1e9), ("MB", 1e6)):
        if size >= bytes_in_it:
            return f"{_three_digits(size / bytes_in_it)} {unit}"
    return f"{size / 1e3:,.0f} KB"


def duration(seconds: float) -> str:
    """``40 seconds``, ``3 minutes``, ``2 hours`` or ``4 days``, rounded to what matters."""
    for size, key in ((DAY, "quantity.days"), (HOUR, "quantity.hours"), (MINUTE, "quantity.minutes")):
        if seconds >= 1.5 * size:
            shown = seconds / size
            return say(key, number=f"{shown:.1f}".removesuffix(".0") if shown < 10 else f"{shown:.0f}")
    whole = max(round(seconds), 0)
    return say("quantity.second" if whole == 1 else "quantity.seconds", number=whole)


def moment(unix_time: float) -> str:
    """The day and hour, on this machine's clock."""
    return time.strftime("%Y-%m-%d %H:%M", time.localtime(unix_time))


def of_hundred(share: float) -> str:
    """A share as the number in ``21 of 100``; what is neither none nor all never reads as such."""
    hundredths = share * 100
    if 0 < hundredths < 0.5:
        return say("quantity.under_one")
    if 99.5 <= hundredths < 100:
        return say("quantity.over_99")
    return f"{hundredths:.0f}"


def figure(value: float | None, digits: int = 2) -> str:
    """``0.83``, or a dash where there is nothing yet."""
    return "–" if value is None else f"{value:.{digits}f}"


def _three_digits(number: float) -> str:
    digits = 2 if number < 10 else 1 if number < 100 else 0
    text = f"{number:,.{digits}f}"
    return text.rstrip("0").removesuffix(".") if digits else text
