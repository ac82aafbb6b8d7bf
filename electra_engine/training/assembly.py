"""A trainer put together from a run's settings and what it has prepared on disk."""

from __future__ import annotations

from pathlib import Path

import torch
from tokenizers import Tokenizer

from electra_engine.corpus import PackedCorpus
from electra_engine.model.pair import Pair, build_pair
from electra_engine.objective.step import Objective
from electra_engine.settings import RunSettings
from electra_engine.training.batches import Rows
from electra_engine.training.checkpoint_folders import Position
from electra_engine.training.machine import (
    Arithmetic,
    candidates,
    choose,
    compilings_to_try,
    time_steps,
    way_of,
)
from electra_engine.training.trainer import Trainer
from electra_engine.vocabulary import special_ids


def build_trainer(
    settings: RunSettings, tokenizer: Tokenizer, packed: PackedCorpus, notes: Path, start: Position
) -> Trainer:
    """A fresh pair with its batches, to go on from `start` (a beginning, or a checkpoint still to be loaded).

    It computes the way that `start` was reached, else the way that a short measurement found fastest.
    """

    def time_step(arithmetic: Arithmetic) -> float:
        scratch = assemble(settings, tokenizer, packed, arithmetic)
        return time_steps(lambda: scratch.ungoverned_step(0, 0.0, 0.0), arithmetic.device)

    ways = candidates(settings.machine)
    batch, length = settings.training.batch_size, settings.training.sequence_length
    if known := way_of(start, ways, batch):
        return assemble(settings, tokenizer, packed, known)
    shape = f"{settings.pair} {settings.discriminator} {settings.generator} {packed.vocabulary_size} "
    shape += f"{batch}x{length}"
    compilings = compilings_to_try(settings, ways[0].device)
    way = choose(ways, time_step, batch * length, notes, shape, batch, compilings)
    return assemble(settings, tokenizer, packed, way)


def assemble(
    settings: RunSettings, tokenizer: Tokenizer, packed: PackedCorpus, arithmetic: Arithmetic
) -> Trainer:
    """A fresh pair with its batches that computes in one certain way."""
    special = special_ids(tokenizer)
    frequencies = torch.from_numpy(packed.frequencies.copy())
    rows = Rows(packed.training, settings.training.sequence_length, special.cls, special.sep)
    objective = Objective(settings.objective, special, frequencies)
    return Trainer(fresh_pair(settings, packed, arithmetic), objective, rows, settings, arithmetic)


def fresh_pair(settings: RunSettings, packed: PackedCorpus, arithmetic: Arithmetic) -> Pair:
    """A pair as it begins, drawn with the run's seed."""
    frequencies = torch.from_numpy(packed.frequencies.copy())
    return build_pair(settings, packed.vocabulary_size, arithmetic.attention, frequencies)
