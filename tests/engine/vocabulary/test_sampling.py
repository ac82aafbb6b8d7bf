"""The sample that a vocabulary is learned from covers the whole corpus and stays small."""

from __future__ import annotations

from itertools import pairwise

from electra_engine.vocabulary.even_sample import EvenSample
from electra_engine.vocabulary.frequencies import count_tokens, unknown_share


def test_a_short_stream_is_kept_whole() -> None:
    sample = EvenSample(1000)
    for number in range(100):
        sample.add(str(number), 10)
    assert sample.texts == [str(number) for number in range(100)]


def test_a_long_stream_is_kept_evenly_within_the_capacity() -> None:
    sample = EvenSample(1000)
    for number in range(10_000):
        sample.add(str(number), 10)
    kept = [int(text) for text in sample.texts]
    assert 50 <= len(kept) <= 100
    assert {after - before for before, after in pairwise(kept)} == {128}
    assert kept[0] == 0


def test_counts_have_a_place_for_every_token() -> None:
    counts = count_tokens([1, 1, 3], 6)
    assert counts.tolist() == [0, 2, 0, 1, 0, 0]
    assert unknown_share(counts, 3) == 1 / 3
