"""Pairs whose order says nothing are learned both ways round, and only those."""

from electra_engine.finetuning.both_orders import in_both_orders
from electra_engine.finetuning.examples import Examples
from electra_engine.finetuning.settings import FineTuneSettings

PAIRS = Examples(
    inputs=[{"text": "a", "text_pair": "b"}, {"text": "alone"}, {"text": "c", "text_pair": "d"}],
    targets=[1.0, 2.0, 3.0],
    label_names=["score"],
    lines=[2, 3, 4],
)


def test_every_pair_is_there_in_both_orders_with_its_own_answer() -> None:
    read = in_both_orders(PAIRS, FineTuneSettings().with_changes({"pair_order": "both"}))
    rows = [
        (row["text"], row.get("text_pair"), target)
        for row, target in zip(read.inputs, read.targets, strict=True)
    ]
    assert sorted(rows, key=str) == sorted(
        [("a", "b", 1.0), ("b", "a", 1.0), ("alone", None, 2.0), ("c", "d", 3.0), ("d", "c", 3.0)], key=str
    )
    assert read.lines == [2, 3, 4, 2, 4]


def test_unless_asked_pairs_are_learned_as_they_stand_in_the_file() -> None:
    assert in_both_orders(PAIRS, FineTuneSettings()) is PAIRS
