"""One layout computed in every way that a large machine offers: compiled or not, by tokens in a step."""

from __future__ import annotations

import dataclasses
import math
from collections.abc import Iterator
from dataclasses import dataclass
from functools import partial

import torch

from electra_engine.benchmark.layouts import layout_settings
from electra_engine.benchmark.peak import matrix_peak
from electra_engine.benchmark.speed import (
    random_trainer,
    seconds_a_call,
    steps_of,
)
from electra_engine.jobs.endings import is_out_of_memory
from electra_engine.model.sizing import size_pair
from electra_engine.settings import RunSettings
from electra_engine.training.machine import COMPILINGS, Arithmetic, candidates, fastest
from electra_engine.training.trainer import NotFiniteError

TOKENS_A_STEP = (16_384, 65_536, 262_144)


@dataclass(frozen=True)
class WaySpeed:
    """One way's speed; `share_of_matrix_peak` counts matrix work only. Zeros where it could take no step."""

    layout: str
    compiling: str
    precision: str
    tokens_a_step: int
    tokens_per_second: float
    share_of_matrix_peak: float


def measure_ways(layout: str, changes: dict[str, object] | None = None) -> Iterator[WaySpeed]:
    """Times a layout eager, compiled and with graphs at each of `TOKENS_A_STEP`, one after another."""
    settings = layout_settings(layout, changes)
    for tokens in TOKENS_A_STEP:
        batch = tokens // settings.training.sequence_length
        larger = settings.with_changes({"training.batch_size": batch})
        eager = fastest(candidates(larger.machine), partial(_seconds_a_step, larger), tokens)
        for compiling in ("", *COMPILINGS):
            yield _speed_of(layout, larger, dataclasses.replace(eager, compiling=compiling), tokens)


def _speed_of(layout: str, settings: RunSettings, way: Arithmetic, tokens: int) -> WaySpeed:
    peak = matrix_peak(way.device, way.precision)
    work = size_pair(settings, settings.vocabulary.size).operations_per_token
    speed = tokens / _seconds_a_step(settings, way)
    return WaySpeed(layout, way.compiling or "eager", way.precision, tokens, speed, speed * work / peak)


def _seconds_a_step(settings: RunSettings, way: Arithmetic) -> float:
    """Infinite where memory runs out or a step gives no numbers."""
    try:
        return seconds_a_call(steps_of(random_trainer(settings, way)), way.device)
    except NotFiniteError:
        pass
    except RuntimeError as error:
        if not is_out_of_memory(error):
            raise
    if way.device == "cuda":
        torch.cuda.empty_cache()
    return math.inf
