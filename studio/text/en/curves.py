"""The words of the choices beside a chart of curves."""

from __future__ import annotations

WORDS: dict[str, str] = {
    "curves.smoothing": "Smooth the losses",
    "curves.none": "not at all",
    "curves.some": "a little",
    "curves.much": "a lot",
    "curves.scale": "Scale of the losses",
    "curves.linear": "even",
    "curves.log": "logarithmic",
}
