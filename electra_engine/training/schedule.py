"""How far a run is, and what learning rate that means."""

from __future__ import annotations

from dataclasses import dataclass

from electra_engine.settings import TrainingSettings


@dataclass(frozen=True)
class Plan:
    """A run's end: by steps where they are given, else by the training clock."""

    steps: int
    seconds: float
    warmup_share: float

    @classmethod
    def from_settings(cls, training: TrainingSettings) -> Plan:
        return cls(training.steps, training.minutes * 60, training.warmup_share)

    def progress(self, step: int, seconds: float) -> float:
        """The finished share of the run, 0 to 1."""
        share = step / self.steps if self.steps else seconds / self.seconds
        return min(share, 1.0)

    def seconds_left(self, step: int, seconds: float) -> float | None:
        """Training seconds to go; None before the first step of a run counted in steps."""
        if not self.steps:
            return max(self.seconds - seconds, 0.0)
        return seconds / step * (self.steps - step) if step else None

    def rate(self, progress: float) -> float:
        """The factor on the learning rate: a linear climb over the warm-up, then a linear fall to 0."""
        if progress < self.warmup_share:
            # Half a percent of the warm-up at the start, so that the first step already moves.
            return max(progress / self.warmup_share, 0.005)
        return (1 - progress) / (1 - self.warmup_share)
