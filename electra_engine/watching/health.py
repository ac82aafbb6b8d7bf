"""What can go wrong with an ELECTRA while its losses look fine, found and told in plain words.

Each check reads the newest evaluation and how far the run is; each finding says what it is, why it
matters and which setting to move. A finding is told once a run, however often the run is resumed.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from electra_engine.sentences import Sentence
from electra_engine.watching.records import Evaluation, Event


@dataclass(frozen=True)
class Checkup:
    """What the checks look at. `epochs` is how often the corpus has been read so far."""

    evaluations: list[Evaluation]
    progress: float
    epochs: float
    training_tokens: int
    parameters: int

    @property
    def now(self) -> Evaluation:
        return self.evaluations[-1]


@dataclass(frozen=True)
class Check:
    """One finding and the test for it."""

    name: str
    sentence: Sentence
    advice: Sentence
    found: Callable[[Checkup], bool]


def _says_all_original(checkup: Checkup) -> bool:
    return checkup.progress > 0.5 and checkup.now.recall < 0.01 and checkup.now.detection_auc < 0.6


def _generator_too_strong(checkup: Checkup) -> bool:
    return checkup.progress > 0.3 and checkup.now.replaced_fraction < 0.04


def _generator_too_weak(checkup: Checkup) -> bool:
    return checkup.progress > 0.5 and checkup.now.generator_accuracy < 0.08


def _seen_too_often(checkup: Checkup) -> bool:
    """The held-out loss has turned up after many readings, on the same rows."""
    now = checkup.now.on_first_rows()
    looks = (evaluation.on_first_rows() for evaluation in checkup.evaluations)
    # An older version's last look was at more rows, of which only the number of tokens tells.
    best = min(e.generator_loss for e in looks if e.evaluated_tokens == now.evaluated_tokens)
    return checkup.epochs > 20 and now.generator_loss > best * 1.02


def _too_little_text(checkup: Checkup) -> bool:
    return checkup.training_tokens * 20 < checkup.parameters


CHECKS = (
    Check(
        "all-original",
        Sentence(
            "The judge calls every word original, so it has learned nothing yet beyond how rare fakes are."
        ),
        Sentence("Give it more time, a higher learning rate, or the modern backbone."),
        _says_all_original,
    ),
    Check(
        "generator-too-strong",
        Sentence(
            "The forger guesses so well that hardly any word is really replaced: "
            "the judge has nothing to find."
        ),
        Sentence("Make the generator smaller or hide a larger share of the words."),
        _generator_too_strong,
    ),
    Check(
        "generator-too-weak",
        Sentence(
            "The forger still guesses by how common words are alone, so its fakes teach the judge little."
        ),
        Sentence("Make the generator larger, raise its learning rate, or train longer."),
        _generator_too_weak,
    ),
    Check(
        "seen-too-often",
        Sentence(
            "The text was read over twenty times and the held-out loss is rising: "
            "the pair learns it by heart."
        ),
        Sentence("Add text, stop earlier, or choose a smaller pair."),
        _seen_too_often,
    ),
    Check(
        "too-little-text",
        Sentence("There is far less text than the pair has weights, so it will soon know the text by heart."),
        Sentence("Add text or choose a smaller pair."),
        _too_little_text,
    ),
)


class Physician:
    """Runs the checks after each evaluation and tells each finding once."""

    def __init__(self) -> None:
        self._told: set[str] = set()

    def remember(self, events: list[Event]) -> None:
        """Takes the findings among a run's recorded `events` as those that were told."""
        self._told = {event.name for event in events if event.kind == "health"}

    def examine(self, checkup: Checkup) -> list[Event]:
        """The new findings as health events."""
        found = [check for check in CHECKS if check.name not in self._told and check.found(checkup)]
        self._told.update(check.name for check in found)
        return [
            Event("health", check.name, check.sentence, check.advice, step=checkup.now.step)
            for check in found
        ]
