"""One cell of a labelled file as the text, number or list that a task needs of it."""

from __future__ import annotations

import math
import re
from typing import Any

from electra_engine.sentences import Sentence

MISSING = ("", "nan", "NaN", "NAN")
NO_TEXT = Sentence("it has no text")
NO_LABEL = Sentence("it has no label")


class UnusableError(Exception):
    """Why a row cannot be used, to stand behind "row 7: "."""

    def __init__(self, reason: Sentence) -> None:
        super().__init__(reason)
        self.reason = reason


def plain(cell: Any) -> str:
    """A cell as people would write it: texts stripped, nothing for what is missing (null, NaN)."""
    if cell is None or (isinstance(cell, float) and math.isnan(cell)):
        return ""
    if isinstance(cell, str):
        return cell.strip()
    if isinstance(cell, bool):
        return "true" if cell else "false"
    if isinstance(cell, float) and cell.is_integer() and abs(cell) < 1e15:
        return str(int(cell))  # a label 1.0 is the label 1
    return str(cell) if isinstance(cell, int | float) else ""


def text_in(cell: Any) -> str:
    """The cell's text; raises `UnusableError` where there is none."""
    text = " ".join(map(plain, cell)) if isinstance(cell, list) else plain(cell)
    if not text.strip():
        raise UnusableError(NO_TEXT)
    return text


def label_in(cell: Any) -> str:
    """The cell's label; raises `UnusableError` where there is none."""
    label = plain(cell)
    if label in MISSING:
        raise UnusableError(NO_LABEL)
    return label


def number_in(cell: Any) -> float:
    """The cell's finite number, "3,5" being 3.5; raises `UnusableError` where there is none."""
    written = label_in(cell)
    if not is_number(written) or not math.isfinite(number := float(written.replace(",", "."))):
        raise UnusableError(Sentence("its score {score!r} is not a number", score=written[:40]))
    return number


def is_number(cell: str) -> bool:
    """Whether a cell holds a finite number."""
    return re.fullmatch(r"[+-]?(\d+([.,]\d*)?|[.,]\d+)(e[+-]?\d+)?", cell.strip(), re.IGNORECASE) is not None
