"""Whole numbers as an address or a page sends them, which may be anything at all."""

from __future__ import annotations


def whole_number(sent: object, highest: int, otherwise: int) -> int:
    """The number from 0 to `highest` that was written, `highest` for a greater; `otherwise` for no number.

    Its length is looked at first: thousands of digits cannot be turned into a number.
    """
    text = str(sent)
    if not (text.isascii() and text.isdigit()):
        return otherwise
    digits = text.lstrip("0") or "0"
    return highest if len(digits) > len(str(highest)) else min(int(digits), highest)
