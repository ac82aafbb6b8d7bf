"""A text and settings with which a run trains in a second or two."""

from __future__ import annotations

import random
from pathlib import Path

TINY = {
    "vocabulary.size": 200,
    "pair.embedding_size": 8,
    "discriminator.hidden_size": 16,
    "discriminator.num_hidden_layers": 1,
    "discriminator.num_attention_heads": 2,
    "generator.num_hidden_layers": 1,
    "training.sequence_length": 16,
    "training.batch_size": 4,
    "machine.device": "cpu",
    "machine.precision": "fp32",
    "machine.attention": "matmul",
    "machine.threads": 1,
    "watching.checkpoint_seconds": 1,
    "watching.probe_sentences": 2,
}
WHO = ("the dog", "the cat", "a bird", "Tom", "Anna")
DOES = ("sees", "likes", "eats", "brings")
WHAT = ("a ball", "the apple", "some bread", "a fish")


def sentence(dice: random.Random) -> str:
    return f"{dice.choice(WHO)} {dice.choice(DOES)} {dice.choice(WHAT)}."


def write_text(path: Path, documents: int = 120) -> Path:
    """Short stories, a line each, the same every time."""
    dice = random.Random(1)
    stories = (" ".join(sentence(dice) for _ in range(6)) for _ in range(documents))
    path.write_text("\n\n".join(stories), encoding="utf-8")
    return path


def write_labelled(path: Path, rows: int = 60) -> Path:
    """Sentences labelled by who is in them, as CSV with a header."""
    dice = random.Random(2)
    lines = ["text,label"]
    for row in range(rows):
        animal = ("cat", "dog")[row % 2]
        lines.append(f"the {animal} {dice.choice(DOES)} {dice.choice(WHAT)},{animal}")
    path.write_text("\n".join(lines), encoding="utf-8")
    return path
