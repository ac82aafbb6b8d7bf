"""What a pair of given settings would be and cost: parameters, memory, time."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from electra_engine import PairSize, RunSettings
from studio.quantities import count, duration, memory
from studio.text import say
from studio.widgets.fact_sheet import facts, tile

TOKENS_A_WORD = 1.3  # a word with its share of punctuation and cut words, about


@dataclass(frozen=True)
class Outlook:
    """What is known before a run: `tokens_per_second` is None until the machine was measured,
    `corpus_words` is None while no corpus is chosen."""

    settings: RunSettings
    size: PairSize
    tokens_per_second: float | None
    corpus_words: int | None


def outlook_facts(outlook: Outlook) -> dict[str, Any]:
    """The fact sheet beside the dials."""
    size = outlook.size
    shared = say("sizing.with_shared", shared=count(size.shared_parameters))
    return facts(
        title=say("sizing.facts"),
        sentence=time_sentence(outlook),
        tiles=[
            tile(say("sizing.generator"), f"{size.generator_parameters:,}", shared, "generator"),
            tile(say("sizing.discriminator"), f"{size.discriminator_parameters:,}", shared, "discriminator"),
            tile(say("sizing.memory"), memory(size.training_bytes), say("sizing.memory_note")),
            _time_tile(outlook),
        ],
    )


def _time_tile(outlook: Outlook) -> dict[str, str]:
    speed = outlook.tokens_per_second
    training = outlook.settings.training
    if speed is None:
        return tile(say("sizing.time"), say("sizing.time_unknown"), say("sizing.time_unknown_note"))
    rate = say("sizing.speed", speed=count(speed))
    if training.steps:
        return tile(say("sizing.time"), duration(training.steps * tokens_per_step(outlook) / speed), rate)
    return tile(say("sizing.time"), duration(training.minutes * 60), rate)


def time_sentence(outlook: Outlook) -> str:
    """How much will be read in that time, and how often that is the whole corpus."""
    training = outlook.settings.training
    if training.steps:
        tokens = float(training.steps * tokens_per_step(outlook))
    elif outlook.tokens_per_second:
        tokens = outlook.tokens_per_second * training.minutes * 60
    else:
        return say("sizing.step_sentence", tokens=f"{tokens_per_step(outlook):,}")
    steps = max(round(tokens / tokens_per_step(outlook)), 1)
    said = say("sizing.run_sentence", steps=f"{steps:,}", tokens=count(tokens))
    if outlook.corpus_words:
        times = tokens / (outlook.corpus_words * TOKENS_A_WORD)
        said += " " + say("sizing.passes", times=f"{times:,.1f}" if times < 10 else f"{times:,.0f}")
    return said


def tokens_per_step(outlook: Outlook) -> int:
    """Tokens that one batch holds."""
    training = outlook.settings.training
    return training.batch_size * training.sequence_length
