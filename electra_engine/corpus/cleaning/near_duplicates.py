"""Documents that are nearly the same as an earlier one, found by MinHash in memory that never grows.

A document is the set of its stretches of 12 characters. One permutation hashing (Li, Owen and Zhang, 2012)
keeps the smallest hash in each of 64 bins; two documents agree in a bin as often as their sets overlap
(Jaccard). Eight bands of eight bins are remembered in a Bloom filter each (as LSHBloom does, Khan et al.,
2024), so that nine in ten copies with an overlap of 0.85 are found, and of pairs that share half, 3 in 100.
"""

from __future__ import annotations

import numpy as np

from electra_engine.corpus.documents import Document

STRETCH = 12  # characters
BINS, BANDS = 64, 8
FILTER_BITS = 1 << 26  # of each band: 8 MB, in which two million documents collide once in 2,000
PLACES = 5  # of each document in a filter

EMPTY = np.uint64(np.iinfo(np.uint64).max)
_ODD = np.uint64(0x9E3779B97F4A7C15)
_MIX = np.uint64(0xBF58476D1CE4E5B9)


class NearDuplicates:
    """Knows every document it was shown by eight short marks."""

    def __init__(self) -> None:
        self._filters = np.zeros((BANDS, FILTER_BITS // 8), dtype=np.uint8)

    def clean(self, document: Document) -> str:
        """The text, or ``""`` where one that is nearly the same came before."""
        places = _places(_bands(document.text))  # (BANDS, PLACES)
        rows = np.arange(BANDS)[:, None]
        bits = np.uint8(1) << (places & 7).astype(np.uint8)
        known = (self._filters[rows, places >> 3] & bits) != 0
        if known.all(axis=1).any():
            return ""
        np.bitwise_or.at(self._filters, (rows, places >> 3), bits)
        return document.text


def _bands(text: str) -> np.ndarray:
    """(BANDS,) marks of a text; equal ones mean that eight of its 64 smallest hashes are equal."""
    smallest = np.full(BINS, EMPTY, dtype=np.uint64)
    hashes = _scattered(_stretches(text))  # (stretches,)
    np.minimum.at(smallest, (hashes >> np.uint64(58)).astype(np.int64), hashes & np.uint64((1 << 58) - 1))
    # A short text leaves bins empty, like every other short text: there only an equal one has the same mark.
    smallest[smallest == EMPTY] = np.bitwise_xor.reduce(hashes)
    marks = np.zeros(BANDS, dtype=np.uint64)
    for column in smallest.reshape(BANDS, BINS // BANDS).T:
        marks = _scattered(marks ^ column)
    return marks


def _stretches(text: str) -> np.ndarray:
    """One number for every stretch of the text, white space and case being all one."""
    codes = np.frombuffer(" ".join(text.lower().split()).encode("utf-32-le", "replace"), "<u4").astype(
        np.uint64
    )
    length = min(STRETCH, max(len(codes), 1))
    total = np.zeros(max(len(codes) - length + 1, 1), dtype=np.uint64)
    for place in range(length):
        total = total * _ODD + codes[place : place + len(total)]
    return total


def _places(marks: np.ndarray) -> np.ndarray:
    """(BANDS, PLACES) bits of the filters by double hashing."""
    steps = _scattered(marks ^ _ODD) | np.uint64(1)
    places = marks[:, None] + np.arange(PLACES, dtype=np.uint64)[None, :] * steps[:, None]
    return (places % np.uint64(FILTER_BITS)).astype(np.int64)


def _scattered(numbers: np.ndarray) -> np.ndarray:
    """The finishing steps of SplitMix64: similar numbers become unlike."""
    numbers = (numbers ^ (numbers >> np.uint64(30))) * _MIX
    numbers = (numbers ^ (numbers >> np.uint64(27))) * np.uint64(0x94D049BB133111EB)
    return numbers ^ (numbers >> np.uint64(31))
