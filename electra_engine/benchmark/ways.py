"""One layout computed in every way that a large machine offers: compiled or not, by tokens in a step."""

from __future__ import annotations

import dataclasses
from collections.abc import Iterator
from dataclasses import dataclass

from electra_engine.benchmark.peak import matrix_peak
from electra_engine.benchmark.speed import (
    LAYOUTS,
    PUBLISHED_OBJECTIVE,
    random_trainer,
    seconds_a_call,
    steps_of,
)
from electra_engine.jobs.endings import is_out_of_memory
from electra_engine.model.sizing import size_pair
from electra_engine.settings import RunSettings
from electra_engine.training.machine import COMPILINGS, candidates, fastest

TOKENS_A_STEP = (16_384, 65_536, 262_144)


@dataclass(frozen=True)
class WaySpeed:
    """One way's speed; `share_of_matrix_peak` counts matrix work only. Zeros where memory ran out."""

    layout: str
    compiling: str
    tokens_a_step: int
    tokens_per_second: float
    share_of_matrix_peak: float


def measure_ways(layout: str, changes: dict[str, object] | None = None) -> Iterator[WaySpeed]:
    """Times a layout eager, compiled and with graphs at each of `TOKENS_A_STEP`, one after another.

    The attention kernel and precision are those that were fastest at the smallest step.
    """
    settings = RunSettings().with_changes({**LAYOUTS[layout], **PUBLISHED_OBJECTIVE, **(changes or {})})
    length, best = settings.training.sequence_length, None
    for tokens in TOKENS_A_STEP:
        larger = settings.with_changes({"training.batch_size": tokens // length})
        best = best or fastest(
            candidates(settings.machine),
            lambda way: seconds_a_call(steps_of(random_trainer(settings, way)), way.device),
            1,
        )
        peak = matrix_peak(best.device, best.precision)
        work = size_pair(larger, settings.vocabulary.size).operations_per_token
        for compiling in ("", *COMPILINGS):
            way = dataclasses.replace(best, compiling=compiling)
            try:
                speed = tokens / seconds_a_call(steps_of(random_trainer(larger, way)), way.device)
            except RuntimeError as error:
                if not is_out_of_memory(error):
                    raise
                speed = 0.0
            yield WaySpeed(layout, compiling or "eager", tokens, speed, speed * work / peak)
