"""Held-out rows are fair: in proportion, apart from the training rows, the same for the same seed."""

from __future__ import annotations

from electra_engine.finetuning.examples import Examples
from electra_engine.finetuning.held_out import hold_out, sample
from electra_engine.finetuning.labelled_files import count_labels


def examples(labels: list[int], told: list[str] | None = None) -> Examples:
    told = told or [f"text {number}" for number in range(len(labels))]
    return Examples([{"text": text} for text in told], labels, ["a", "b", "c"])


def counts(given: Examples) -> dict[str, int]:
    return count_labels("classification", given)


def texts(given: Examples) -> list[str]:
    return [one["text"] for one in given.inputs]


def test_every_label_is_held_out_in_proportion() -> None:
    train, valid = hold_out(examples([0] * 200 + [1] * 100 + [2] * 10), "classification", 0.1, seed=3)
    assert counts(valid) == {"a": 20, "b": 10, "c": 1}
    assert len(train) == 279


def test_no_text_stands_on_both_sides() -> None:
    told = [f"text {number % 40}" for number in range(200)]
    train, valid = hold_out(
        examples([number % 2 for number in range(200)], told), "classification", 0.2, seed=1
    )
    assert not set(texts(train)) & set(texts(valid))
    assert len(train) + len(valid) == 200
    assert 0.15 < len(valid) / 200 < 0.25


def test_the_seed_decides_and_nothing_else() -> None:
    given = examples([number % 3 for number in range(90)])
    assert hold_out(given, "classification", 0.2, seed=5) == hold_out(given, "classification", 0.2, seed=5)
    assert hold_out(given, "classification", 0.2, seed=5) != hold_out(given, "classification", 0.2, seed=6)


def test_a_label_seen_once_stays_for_training() -> None:
    train, valid = hold_out(examples([0] * 10 + [2]), "classification", 0.3, seed=1)
    assert counts(train)["c"] == 1
    assert counts(valid)["c"] == 0


def test_a_large_file_holds_out_about_five_thousand_rows() -> None:
    _, valid = hold_out(examples([number % 2 for number in range(60_000)]), "classification", 0.5, seed=1)
    assert abs(len(valid) - 5_000) < 10


def test_a_sample_keeps_order_and_bound() -> None:
    given = examples([number % 2 for number in range(50)])
    drawn = sample(given, 10, seed=2)
    assert len(drawn) == 10
    assert texts(drawn) == sorted(texts(drawn), key=texts(given).index)
    assert sample(given, 50, seed=2) is given
