"""A bounded sample, evenly spread over a stream whose length nobody knows beforehand."""

from __future__ import annotations


class EvenSample:
    """Keeps every first, then every second, fourth, eighth … text, so that it never outgrows `capacity`.

    The weight of a text is whatever `capacity` is measured in: 1 to bound the number of texts, their
    length to bound the characters. The same stream always leaves the same sample.
    """

    def __init__(self, capacity: int) -> None:
        self.capacity = capacity
        self._kept: list[tuple[str, int]] = []
        self._weight = 0
        self._seen = 0
        self._stride = 1

    @property
    def texts(self) -> list[str]:
        """The texts kept so far, in the order of the stream."""
        return [text for text, _ in self._kept]

    def add(self, text: str, weight: int) -> None:
        """Offers the next text of the stream."""
        if self._seen % self._stride == 0:
            self._kept.append((text, weight))
            self._weight += weight
        self._seen += 1
        while self._weight > self.capacity and len(self._kept) > 1:
            self._stride *= 2
            self._kept = self._kept[::2]
            self._weight = sum(weight for _, weight in self._kept)
