"""Tokens a second of our step, of the plain loop, and the share of the machine's peak that our step uses."""

from __future__ import annotations

import itertools
import statistics
import time
from collections.abc import Callable
from dataclasses import dataclass

import torch

from electra_engine.benchmark.layouts import layout_settings
from electra_engine.benchmark.peak import matrix_peak
from electra_engine.benchmark.plain import plain_step
from electra_engine.model.pair import build_pair
from electra_engine.model.sizing import size_pair
from electra_engine.objective.step import Objective
from electra_engine.settings import RunSettings
from electra_engine.training.batches import Rows
from electra_engine.training.machine import WARM_UP_STEPS, Arithmetic, candidates, fastest, time_steps
from electra_engine.training.trainer import Trainer
from electra_engine.vocabulary import SpecialIds

SPECIAL = SpecialIds(pad=0, unk=1, cls=2, sep=3, mask=4)
ROUNDS = 5


@dataclass(frozen=True)
class SpeedReport:
    """Medians over alternating rounds; the peak is in 10⁹ floating-point operations a second.

    `share_of_matrix_peak` counts matrix work only: the step's products over what the peak would do in
    the same time.
    """

    layout: str
    arithmetic: str
    tokens_per_second: float
    plain_tokens_per_second: float
    ratio_to_plain: float
    matrix_peak_gflops: float
    share_of_matrix_peak: float


def measure_speed(layout: str, changes: dict[str, object] | None = None) -> SpeedReport:
    """Times our step against the plain loop in alternating rounds; raises `UserError` for a bad setting."""
    settings = layout_settings(layout, changes)
    vocabulary = settings.vocabulary.size
    arithmetic = fastest(candidates(settings.machine), lambda way: _seconds_a_step(settings, way), 1)
    trainer = random_trainer(settings, arithmetic)
    our_step = steps_of(trainer)
    if arithmetic.device == "cpu":
        torch.set_num_threads(arithmetic.threads)
    theirs_step = plain_step(settings, vocabulary, arithmetic.device)
    ours: list[float] = []
    theirs: list[float] = []
    for _ in range(ROUNDS):
        ours.append(seconds_a_call(our_step, arithmetic.device))
        theirs.append(seconds_a_call(theirs_step, arithmetic.device))
    tokens = trainer.tokens_a_step
    speed = tokens / statistics.median(ours)
    plain_speed = tokens / statistics.median(theirs)
    peak = matrix_peak(arithmetic.device, arithmetic.precision)
    return SpeedReport(
        layout=layout,
        arithmetic=arithmetic.in_words(),
        tokens_per_second=speed,
        plain_tokens_per_second=plain_speed,
        ratio_to_plain=statistics.median(b / a for a, b in zip(ours, theirs, strict=True)),
        matrix_peak_gflops=peak / 1e9,
        share_of_matrix_peak=speed * size_pair(settings, vocabulary).operations_per_token / peak,
    )


def random_trainer(settings: RunSettings, arithmetic: Arithmetic) -> Trainer:
    """A pair over random ids: what the ids are does not change the work."""
    vocabulary = settings.vocabulary.size
    dice = torch.Generator().manual_seed(settings.training.seed)
    stream = torch.randint(5, vocabulary, (1 << 17,), generator=dice).numpy().astype("uint16")
    rows = Rows(stream, settings.training.sequence_length, SPECIAL.cls, SPECIAL.sep)
    objective = Objective(settings.objective, SPECIAL, torch.ones(vocabulary))
    return Trainer(build_pair(settings, vocabulary), objective, rows, settings, arithmetic)


def _seconds_a_step(settings: RunSettings, arithmetic: Arithmetic) -> float:
    return time_steps(steps_of(random_trainer(settings, arithmetic)), arithmetic.device)


def steps_of(trainer: Trainer) -> Callable[[], object]:
    """One step after another, in the middle of a run, as a function to be timed."""
    numbers = itertools.count()
    return lambda: trainer.ungoverned_step(next(numbers), 0.5, 0.01)


def seconds_a_call(step: Callable[[], object], device: str) -> float:
    """Seconds a call over about one second."""
    for _ in range(WARM_UP_STEPS[device]):
        step()
    calls = 0
    _wait(device)
    began = time.perf_counter()
    while calls < 2 or time.perf_counter() - began < 1.0:
        step()
        calls += 1
    _wait(device)
    return (time.perf_counter() - began) / calls


def _wait(device: str) -> None:
    if device == "cuda":
        torch.cuda.synchronize()
