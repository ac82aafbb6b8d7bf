"""What a spreadsheet would run gets an apostrophe in front; numbers and other text stay as they are."""

from __future__ import annotations

import csv
import io

import pytest

from electra_engine.writing.spreadsheet import SpreadsheetWriter, inert


@pytest.mark.parametrize(
    "cell",
    [
        "=1+1",
        "+cmd|' /C calc'!A0",
        "-2+3",
        "@SUM(A1)",
        "\t=1",
        "\rtext",
        "\n-x",
        "  =A1",
        "＝1",
        "-",
        "+1 800",
        "--5",
    ],
)
def test_a_cell_that_may_run_is_made_text(cell: str) -> None:
    assert inert(cell) == f"'{cell}"


@pytest.mark.parametrize(
    "cell", ["", " ", "a=b", "-3", "+4.5", "-.5", "-1,5", "-1e-3", "-12%", "0.25", "'=1", "狗跑了。", "a\t=b"]
)
def test_a_number_or_a_word_stays_as_it_is(cell: str) -> None:
    assert inert(cell) == cell


def test_no_other_separator_cuts_a_cell_into_one_that_runs() -> None:
    written = io.StringIO(newline="")
    SpreadsheetWriter(written).writerow(["dogs;=1+1", 'a "quoted" cat\t=1', ""])
    assert written.getvalue() == '"dogs;=1+1","a ""quoted"" cat\t=1",""\r\n'
    assert next(csv.reader(io.StringIO(written.getvalue()))) == ["dogs;=1+1", 'a "quoted" cat\t=1', ""]
