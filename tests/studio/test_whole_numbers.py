"""Whatever stands in an address where a number should be, a number comes of it."""

from __future__ import annotations

import pytest

from studio.whole_numbers import whole_number


@pytest.mark.parametrize(
    ("sent", "number"),
    [("7", 7), (7, 7), ("007", 7), ("100", 99), ("9" * 5_000, 99), ("0" * 5_000, 0), ("-1", 5), ("x", 5)],
)
def test_a_number_is_read_up_to_the_highest_and_anything_else_is_none(sent: object, number: int) -> None:
    assert whole_number(sent, highest=99, otherwise=5) == number


@pytest.mark.parametrize("sent", [None, "", "1.5", "²", "١", True])
def test_what_is_no_number_is_none(sent: object) -> None:
    assert whole_number(sent, highest=99, otherwise=5) == 5
