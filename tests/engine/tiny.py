"""A pair small enough to train in a test, and the ids it reads."""

from __future__ import annotations

import random
from pathlib import Path

import torch

from electra_engine.model.pair import Pair, build_pair
from electra_engine.objective.step import Objective
from electra_engine.settings import RunSettings
from electra_engine.vocabulary import SpecialIds

SPECIAL = SpecialIds(pad=0, unk=1, cls=2, sep=3, mask=4)
VOCABULARY = 60
BACKBONES = ("modern", "electra")


def tiny_settings(backbone: str = "modern", **changes: object) -> RunSettings:
    """Two layers of 16 over rows of 16 tokens; `changes` use __ for the dot."""
    shape = {
        "pair.backbone": backbone,
        "pair.embedding_size": 8,
        "discriminator.hidden_size": 16,
        "discriminator.num_hidden_layers": 2,
        "discriminator.num_attention_heads": 2,
        "generator.num_hidden_layers": 1,
        "training.sequence_length": 16,
        "training.batch_size": 4,
    }
    return RunSettings().with_changes({**shape, **{k.replace("__", "."): v for k, v in changes.items()}})


def tiny_pair(backbone: str = "modern", **changes: object) -> Pair:
    return build_pair(tiny_settings(backbone, **changes), VOCABULARY)


def tiny_objective(**changes: object) -> Objective:
    return Objective(tiny_settings("modern", **changes).objective, SPECIAL, torch.ones(VOCABULARY))


def some_rows(rows: int = 4, length: int = 16, seed: int = 0) -> torch.Tensor:
    """(rows, length) token ids, each row [CLS] … [SEP], the last one padded."""
    dice = torch.Generator().manual_seed(seed)
    ids = torch.randint(5, VOCABULARY, (rows, length), generator=dice)
    ids[:, 0], ids[:, -1] = SPECIAL.cls, SPECIAL.sep
    ids[-1, length - 4 :] = SPECIAL.pad
    ids[-1, length - 5] = SPECIAL.sep
    return ids


def write_text(path: Path, paragraphs: int = 120) -> Path:
    """A small text with some regularity, the same every time."""
    dice = random.Random(7)
    animals = (("dog", "barked"), ("cat", "meowed"), ("cow", "mooed"), ("duck", "quacked"))
    places = ("in the garden", "by the river", "near the old house", "on the hill")
    lines = []
    for _ in range(paragraphs):
        told = [dice.choice(animals) for _ in range(dice.randint(3, 6))]
        sentences = [f"The {animal} {verb} {dice.choice(places)}." for animal, verb in told]
        lines.append(" ".join(sentences))
    path.write_text("\n\n".join(lines), encoding="utf-8")
    return path
