"""How often training rows are read when nobody says it."""

from __future__ import annotations

import pytest

from electra_engine.finetuning.epochs import planned_epochs
from electra_engine.finetuning.settings import FineTuneSettings


@pytest.mark.parametrize(
    ("task", "rows", "epochs"),
    [
        ("classification", 60, 20),
        ("classification", 3_200, 6),
        ("classification", 100_000, 3),
        ("question_answering", 3_200, 5),  # its rows may be three times as long
        ("question_answering", 100_000, 3),
    ],
)
def test_small_files_are_read_more_often_and_long_rows_less(task: str, rows: int, epochs: int) -> None:
    assert planned_epochs(FineTuneSettings().with_changes({"task": task}), rows) == epochs


@pytest.mark.parametrize(("rows", "epochs"), [(60, 20), (3_200, 12), (100_000, 6)])
def test_bitfit_reads_twice_as_often_but_never_more_than_any_method_may(rows: int, epochs: int) -> None:
    assert planned_epochs(FineTuneSettings().with_changes({"method": "bitfit"}), rows) == epochs


def test_what_is_asked_for_is_done() -> None:
    assert planned_epochs(FineTuneSettings().with_changes({"epochs": 2}), 60) == 2
