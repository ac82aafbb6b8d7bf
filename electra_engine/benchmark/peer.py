"""The training of a library that people would otherwise use, on the same shapes.

It is called as its own documentation says, with everything at its default but the shapes; what is timed are
its steps alone, from one call of the optimizer to the next.
"""

from __future__ import annotations

import importlib
import importlib.metadata
import itertools
import logging
import os
import random
import statistics
import tempfile
import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import torch
from torch.optim.optimizer import register_optimizer_step_post_hook

from electra_engine.benchmark.layouts import layout_settings
from electra_engine.benchmark.speed import (
    random_trainer,
    seconds_a_call,
    steps_of,
)
from electra_engine.errors import UserError
from electra_engine.model.configuration import NetworkShape, network_shapes
from electra_engine.settings import RunSettings
from electra_engine.training.machine import candidates, fastest, time_steps

PEER = "simpletransformers"
ROUNDS = 3
STEPS = 20  # of the peer, a round
SYLLABLES = [consonant + vowel for consonant in "bdfgklmnprstvz" for vowel in "aeiou"]


@dataclass(frozen=True)
class PeerReport:
    """Tokens a second by round, ours and the peer's in turn, and how many times the median is."""

    layout: str
    peer: str
    arithmetic: str
    tokens_per_second: list[float]
    peer_tokens_per_second: list[float]
    ratio_to_peer: float


def measure_peer(layout: str, changes: dict[str, object] | None = None) -> PeerReport:
    """Times our step and the peer's in alternating rounds, on processors; raises `UserError` without it."""
    settings = layout_settings(layout, {"machine.device": "cpu", **(changes or {})})
    version, threads = _version(), torch.get_num_threads()
    with tempfile.TemporaryDirectory() as folder:
        theirs = _peer(settings, Path(folder))
        way = fastest(
            candidates(settings.machine),
            lambda one: time_steps(steps_of(random_trainer(settings, one)), one.device),
            1,
        )
        ours = steps_of(random_trainer(settings, way))
        tokens = settings.training.batch_size * settings.training.sequence_length
        speeds: list[tuple[float, float]] = []
        for _ in range(ROUNDS):
            torch.set_num_threads(way.threads)
            mine = tokens / seconds_a_call(ours, way.device)
            torch.set_num_threads(threads)  # as it would find them
            speeds.append((mine, tokens / theirs()))
    return PeerReport(
        layout=layout,
        peer=f"{PEER} {version}",
        arithmetic=way.in_words(),
        tokens_per_second=[mine for mine, _ in speeds],
        peer_tokens_per_second=[other for _, other in speeds],
        ratio_to_peer=statistics.median(mine / other for mine, other in speeds),
    )


def _version() -> str:
    try:
        return importlib.metadata.version(PEER)
    except importlib.metadata.PackageNotFoundError:
        raise UserError(
            "This needs the package {package}, which is not installed: pip install {package} into an "
            "environment of its own beside this program.",
            package=PEER,
        ) from None


def _peer(settings: RunSettings, folder: Path) -> Callable[[], float]:
    """The peer's own training on this pair: a call takes `STEPS` steps and gives one's median seconds."""
    os.environ.setdefault("WANDB_MODE", "disabled")
    library = importlib.import_module(f"{PEER}.language_modeling")
    logging.getLogger(PEER).setLevel(logging.ERROR)
    text = _text(folder / "text.txt", settings)
    small, large = network_shapes(settings, settings.vocabulary.size)
    asked = library.LanguageModelingArgs()
    given = {
        "vocab_size": settings.vocabulary.size,
        "max_seq_length": settings.training.sequence_length,
        "block_size": settings.training.sequence_length,
        "train_batch_size": settings.training.batch_size,
        "max_steps": STEPS,
        "dataset_type": "simple",
        "generator_config": _configuration(small),
        "discriminator_config": _configuration(large),
        "output_dir": str(folder / "out"),
        "cache_dir": str(folder / "cache"),
        "tensorboard_dir": str(folder / "board"),
        "overwrite_output_dir": True,
        "reprocess_input_data": True,
        "no_save": True,
        "save_model_every_epoch": False,
        "silent": True,
        "use_multiprocessing": False,
    }
    for name, value in given.items():
        setattr(asked, name, value)
    model = library.LanguageModelingModel("electra", None, args=asked, train_files=str(text), use_cuda=False)

    def train() -> float:
        done: list[float] = []
        hook = register_optimizer_step_post_hook(lambda *_: done.append(time.perf_counter()))
        try:
            model.train_model(str(text))
        finally:
            hook.remove()
        return statistics.median(later - earlier for earlier, later in itertools.pairwise(done))

    return train


def _configuration(shape: NetworkShape) -> dict[str, Any]:
    return {
        "embedding_size": shape.embedding_size,
        "hidden_size": shape.hidden_size,
        "intermediate_size": 4 * shape.hidden_size,
        "num_hidden_layers": shape.num_hidden_layers,
        "num_attention_heads": shape.num_attention_heads,
    }


def _text(path: Path, settings: RunSettings) -> Path:
    """Made words, more of them than the vocabulary holds, and enough for all steps."""
    dice = random.Random(settings.training.seed)
    words = ["".join(dice.choices(SYLLABLES, k=3)) for _ in range(2 * settings.vocabulary.size)]
    count = 2 * STEPS * settings.training.batch_size * settings.training.sequence_length
    lines = (" ".join(dice.choices(words, k=20)) for _ in range(count // 20))
    path.write_text("\n".join(lines), encoding="utf-8")
    return path
