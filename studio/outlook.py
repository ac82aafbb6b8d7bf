"""What a pair of given settings would be and cost: parameters, memory, time."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from electra_engine import PairSize, RunSettings
from studio.quantities import count, duration, memory, storage
from studio.speed import Speed
from studio.text import say
from studio.widgets.fact_sheet import facts, tile

GUESSED_TOKENS_PER_WORD = 1.3  # a word with its share of punctuation and cut words; said to be a guess


@dataclass(frozen=True)
class Outlook:
    """What is known before a run: `speed` is None until the machine was measured, `corpus_words` while no
    corpus is chosen, `tokens_per_word` until a vocabulary of this kind was tried on it. `disk` is bytes."""

    settings: RunSettings
    size: PairSize
    speed: Speed | None
    corpus_words: int | None
    tokens_per_word: float | None = None
    disk: int | None = None


def outlook_facts(outlook: Outlook) -> dict[str, Any]:
    """The fact sheet beside the dials."""
    size, processes = outlook.size, outlook.settings.machine.processes
    shared = say("sizing.with_shared", shared=count(size.shared_parameters))
    return facts(
        title=say("sizing.facts"),
        sentence=time_sentence(outlook),
        tiles=[
            tile(say("sizing.generator"), f"{size.generator_parameters:,}", shared, "generator"),
            tile(say("sizing.discriminator"), f"{size.discriminator_parameters:,}", shared, "discriminator"),
            tile(say("sizing.memory"), memory(size.training_bytes * processes), say("sizing.memory_note")),
            *_disk_tiles(outlook.disk),
            _time_tile(outlook),
        ],
        warnings=[say("sizing.slow_start")] if _starts_slowly(outlook.settings) else [],
    )


def _starts_slowly(settings: RunSettings) -> bool:
    """The published layout learns its positions, and from random weights nothing else before them."""
    pair = settings.pair
    return pair.backbone == "electra" and pair.start == "random" and not pair.start_from.strip()


def _disk_tiles(disk: int | None) -> list[dict[str, str]]:
    return [] if disk is None else [tile(say("sizing.disk"), storage(disk), say("sizing.disk_note"))]


def _time_tile(outlook: Outlook) -> dict[str, str]:
    training, speed, note = outlook.settings.training, outlook.speed, _speed_note(outlook.speed)
    seconds = training.minutes * 60  # of the training clock, however fast the machine is
    if training.steps:
        if speed is None:
            return tile(say("sizing.time"), say("sizing.time_unknown"), note)
        seconds = training.steps * tokens_per_step(outlook) / speed.tokens_per_second
    return tile(say("sizing.time"), duration(seconds), note)


def _speed_note(speed: Speed | None) -> str:
    if speed is None:
        return say("sizing.time_unknown_note")
    shown = count(speed.tokens_per_second)
    return say("sizing.speed_rough", speed=shown) if speed.is_rough else say("sizing.speed", speed=shown)


def time_sentence(outlook: Outlook) -> str:
    """How much will be read in that time, how often that is the whole corpus, and what takes time besides."""
    training = outlook.settings.training
    if training.steps:
        tokens = float(training.steps * tokens_per_step(outlook))
    elif outlook.speed:
        tokens = outlook.speed.tokens_per_second * training.minutes * 60
    else:
        return say("sizing.step_sentence", tokens=f"{tokens_per_step(outlook):,}")
    steps = max(round(tokens / tokens_per_step(outlook)), 1)
    said = (
        say("sizing.run_sentence", steps=f"{steps:,}", tokens=count(tokens)),
        _passes(outlook, tokens),
        say("sizing.besides"),
    )
    return " ".join(part for part in said if part)


def _passes(outlook: Outlook, tokens: float) -> str:
    """How often `tokens` are all that is trained on; empty where not even a guess can be made."""
    corpus, known = outlook.settings.corpus, outlook.tokens_per_word
    is_guess = known is None and outlook.settings.vocabulary.kind != "characters"
    a_word = GUESSED_TOKENS_PER_WORD if is_guess else known
    if not outlook.corpus_words or not a_word:
        return ""
    times = tokens / (outlook.corpus_words * (1 - corpus.held_out_share) * a_word)
    shown = f"{times:,.1f}" if times < 10 else f"{times:,.0f}"
    if is_guess:
        return say("sizing.passes_guessed", times=shown, guess=GUESSED_TOKENS_PER_WORD)
    return say("sizing.passes", times=shown)


def tokens_per_step(outlook: Outlook) -> int:
    """Tokens that one batch holds."""
    training = outlook.settings.training
    return training.batch_size * training.sequence_length
