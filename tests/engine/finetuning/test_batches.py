"""Batches read every row once an epoch, like lengths together, in an order that the seed decides."""

from __future__ import annotations

from random import Random

from electra_engine.finetuning.batches import EncodedRows, batches_by_length, epoch_batches


def rows(count: int = 3_000) -> EncodedRows:
    chance = Random(0)
    inputs = []
    for _ in range(count):
        length = chance.randint(3, 60)
        inputs.append({"input_ids": [5] * length, "attention_mask": [1] * length})
    return EncodedRows(inputs, [0] * count, pad_id=9)


def padding(encoded: EncodedRows, batches: list[list[int]]) -> int:
    return sum(
        max(encoded.length(row) for row in batch) * len(batch) - sum(encoded.length(row) for row in batch)
        for batch in batches
    )


def test_every_row_is_read_once_an_epoch() -> None:
    encoded = rows()
    for batches in (list(epoch_batches(encoded, 32, 1, 0)), list(batches_by_length(encoded, 64))):
        assert sorted(row for batch in batches for row in batch) == list(range(len(encoded)))
    assert max(map(len, epoch_batches(encoded, 32, 1, 0))) == 32


def test_order_is_a_function_of_seed_and_epoch() -> None:
    encoded = rows()
    order = list(epoch_batches(encoded, 32, 1, 0))
    assert order == list(epoch_batches(encoded, 32, 1, 0))
    assert order != list(epoch_batches(encoded, 32, 1, 1))
    assert order != list(epoch_batches(encoded, 32, 2, 0))


def test_rows_of_like_length_save_nine_tenths_of_the_padding() -> None:
    encoded = rows()
    shuffled = list(range(len(encoded)))
    Random(1).shuffle(shuffled)
    naive = [shuffled[first : first + 32] for first in range(0, len(shuffled), 32)]
    assert padding(encoded, list(epoch_batches(encoded, 32, 1, 0))) < 0.1 * padding(encoded, naive)


def test_padding_is_masked_out() -> None:
    encoded = EncodedRows(
        [{"input_ids": [4, 4], "attention_mask": [1, 1]}, {"input_ids": [4], "attention_mask": [1]}],
        [0, 0],
        9,
    )
    padded = encoded.padded([0, 1])
    assert padded["input_ids"].tolist() == [[4, 4], [4, 9]]
    assert padded["attention_mask"].tolist() == [[1, 1], [1, 0]]
