"""Which trainings a run is made of: one, or several seeds, starts and shares of the rows."""

from __future__ import annotations

from dataclasses import dataclass

from electra_engine.finetuning.settings import FineTuneSettings

CURVE_SHARES = (0.125, 0.25, 0.5)


@dataclass(frozen=True)
class Trial:
    """One training: its seed, from random weights or not, on which share of the training rows."""

    seed: int
    is_random: bool = False
    share: float = 1.0

    @property
    def start(self) -> str:
        return "random" if self.is_random else "pretrained"


def plan_trials(settings: FineTuneSettings, base_is_random: bool) -> list[Trial]:
    """The run's trainings in their order; the first `settings.seeds` compete for being kept."""
    seeds = range(settings.seed, settings.seed + settings.seeds)
    trials = [Trial(seed, base_is_random) for seed in seeds]
    if settings.against_random and not base_is_random:
        trials += [Trial(seed, True) for seed in seeds]
    if settings.learning_curve:
        trials += [Trial(settings.seed, base_is_random, share) for share in CURVE_SHARES]
    return trials
