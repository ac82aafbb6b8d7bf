"""Rows are a pure function of (seed, step)."""

import numpy as np
import pytest
import torch

from electra_engine.errors import UserError
from electra_engine.training.batches import Rows

CLS, SEP = 2, 3


def rows(tokens: int = 1000, length: int = 12) -> Rows:
    return Rows(np.arange(10, 10 + tokens, dtype=np.uint16), length, CLS, SEP)


def test_a_row_is_the_stream_between_cls_and_sep() -> None:
    row = rows().cut(np.array([5]))[0].tolist()
    assert row == [CLS, *range(15, 25), SEP]


def test_the_same_seed_and_step_give_the_same_rows_whatever_was_asked_before() -> None:
    fresh, used = rows(), rows()
    for step in range(50):
        used.batch(1, step, 8)
    assert torch.equal(fresh.batch(1, 33, 8), used.batch(1, 33, 8))
    assert not torch.equal(fresh.batch(1, 33, 8), fresh.batch(2, 33, 8))


def test_every_row_is_seen_once_an_epoch() -> None:
    stream = rows()
    batches = [stream.batch(1, step, stream.count // 3) for step in range(3)]
    first_tokens = torch.cat(batches)[:, 1].tolist()
    assert len(set(first_tokens)) == len(first_tokens) == stream.count // 3 * 3


def test_epochs_begin_at_different_offsets() -> None:
    stream = rows()
    offsets = {int(stream.batch(1, epoch, stream.count)[0, 1]) % 10 for epoch in range(8)}
    assert len(offsets) > 1


def test_two_workers_reading_halves_of_the_batch_see_what_one_would() -> None:
    stream = rows()
    whole = stream.batch(1, 3, 8)
    halves = torch.cat([stream.batch(1, 6, 4), stream.batch(1, 7, 4)])
    assert torch.equal(whole, halves)


def test_a_corpus_shorter_than_two_rows_is_refused_in_a_sentence() -> None:
    with pytest.raises(UserError, match="fewer than two rows of 512"):
        rows(tokens=600, length=512)
