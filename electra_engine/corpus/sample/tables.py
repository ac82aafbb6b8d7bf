"""Reads the tables in which the sample world is written down."""

from __future__ import annotations

from typing import TypeVar

from electra_engine.corpus.sample.nouns import Noun

R = TypeVar("R")


def read_table(kind: type[R], table: str, nouns: tuple[int, ...]) -> tuple[R, ...]:
    """One `kind` for each line; cells are parted by ``|``, and those numbered in `nouns` hold nouns."""
    rows = []
    for line in table.strip().splitlines():
        cells = [cell.strip() for cell in line.split("|")]
        rows.append(kind(*[Noun(cell) if place in nouns else cell for place, cell in enumerate(cells)]))
    return tuple(rows)
