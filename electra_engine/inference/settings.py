"""Every knob of asking a trained model, declared once, in the manner of `electra_engine.settings`."""

from __future__ import annotations

from dataclasses import dataclass

from electra_engine.settings import knob, with_changes

LARGEST_SEED = (1 << 53) - 1  # what a page can count to


@dataclass(frozen=True)
class AskingSettings:
    """What a question leaves open; immutable."""

    candidates: int = knob(
        10, "Candidates", "How many words are shown for each blank.", minimum=1, maximum=1_000, step=1
    )
    temperature: float = knob(
        1.0,
        "Temperature",
        "Below 1 the likely words are drawn more often, above 1 the unlikely ones too.",
        minimum=0.05,
        maximum=5.0,
        step=0.05,
        ladder=(0.05, 0.1, 0.2, 0.3, 0.5, 0.7, 0.8, 0.9, 1.0, 1.1, 1.2, 1.5, 2.0, 3.0, 5.0),
        level="basic",
    )
    passes: int = knob(
        3,
        "Passes",
        "How often words are hidden and filled in again. Each pass leads further away.",
        minimum=1,
        maximum=20,
        step=1,
        level="basic",
    )
    kept: float = knob(
        0.8,
        "Share kept",
        "Which part of the words each pass leaves as it is.",
        minimum=0.0,
        maximum=0.95,
        step=0.05,
        level="basic",
    )
    seed: int = knob(
        0,
        "Throw of the dice",
        "The same number draws the same words again.",
        minimum=0,
        maximum=LARGEST_SEED,
        step=1,
        level="basic",
    )
    sentences: int = knob(
        10, "Sentences", "How many of the nearest sentences are shown.", minimum=1, maximum=100, step=1
    )


def check_asked(**values: object) -> AskingSettings:
    """The settings with these values; raises `UserError` for one out of its range."""
    return with_changes(AskingSettings(), values)
