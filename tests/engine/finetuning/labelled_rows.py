"""Labelled files that a tiny network can learn within seconds: the adjective decides."""

from __future__ import annotations

import itertools
from pathlib import Path
from random import Random

ANIMALS = ("dog", "cat", "bird")
GOOD, BAD = ("good", "nice"), ("bad", "awful")


def mood_rows(count: int, seed: int = 0) -> list[tuple[str, str]]:
    """(text, "glad" or "sad"), half of each."""
    chance = Random(seed)
    rows = []
    for label, words in itertools.islice(itertools.cycle([("glad", GOOD), ("sad", BAD)]), count):
        start = "the" if chance.random() < 0.5 else "a"
        filler = " ".join(
            chance.choices(("very", "and", "sun", "rain", "day", "the"), k=chance.randint(0, 6))
        )
        rows.append((f"{start} {chance.choice(ANIMALS)} was {chance.choice(words)} {filler}".strip(), label))
    return rows


def write_moods(path: Path, count: int, seed: int = 0) -> Path:
    """A TSV file with a header."""
    lines = [f"{text}\t{label}" for text, label in mood_rows(count, seed)]
    path.write_text("\n".join(["text\tmood", *lines]) + "\n", encoding="utf-8")
    return path


def write_pairs(path: Path, count: int, seed: int = 0) -> Path:
    """A TSV file of two texts a row; they agree when both are good or both are bad."""
    rows = mood_rows(2 * count, seed)
    Random(seed).shuffle(rows)
    lines = ["sentence1\tsentence2\tagree"]
    for (first, mood), (second, other) in zip(rows[::2], rows[1::2], strict=True):
        lines.append(f"{first}\t{second}\t{'yes' if mood == other else 'no'}")
    path.write_text("\n".join(lines) + "\n", encoding="utf-8")
    return path
