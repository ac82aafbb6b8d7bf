"""Every odd file ends in data or in one sentence, whatever task it is read for."""

from __future__ import annotations

from pathlib import Path

import pytest

from electra_engine.errors import UserError
from electra_engine.finetuning.forms import FORMS
from electra_engine.finetuning.labelled_files import look_at, read_examples
from tests.engine.finetuning.odd_files import PILE

LARGE = 1_000_000  # bytes; such files are read for the task they suit alone, to save time


def test_the_pile_is_large_enough() -> None:
    assert len(PILE) > 100


@pytest.mark.parametrize("name", PILE)
def test_an_odd_file_ends_in_data_or_in_one_sentence(tmp_path: Path, name: str) -> None:
    path = tmp_path / "odd.csv"
    path.write_bytes(PILE[name])
    tasks = FORMS if path.stat().st_size < LARGE else ()
    for task in (None, *tasks):
        try:
            seen = look_at(path, task)
        except UserError as refusal:
            is_one_sentence(refusal.sentence)
            break  # what cannot be read at all cannot be read for any task
        if seen.problem:
            is_one_sentence(seen.problem)
            with pytest.raises(UserError):
                read_examples(path, seen.task)
        else:
            examples = read_examples(path, seen.task)
            assert len(examples) == seen.usable == len(examples.targets) > 0
            assert seen.usable + seen.skipped_rows == seen.rows
            assert all(given["text"].strip() for given in examples.inputs)


def is_one_sentence(sentence: str) -> None:
    assert sentence.strip().endswith(".")
    assert "\n" not in sentence
    assert len(sentence) < 700
    assert "Error" not in sentence
    assert "Traceback" not in sentence
