"""Gathers what the steps give and turns it into one point of the live curves now and then."""

from __future__ import annotations

import torch

from electra_engine.objective.step import Outcome
from electra_engine.watching.detection import area_under_curve, confusion
from electra_engine.watching.records import StepMetrics


class Meter:
    """Means over the steps since the last point. Tensors are read only when a point is taken, so that a
    GPU is not waited for at every step."""

    def __init__(self) -> None:
        self._tokens_then = 0
        self._seconds_then = 0.0
        self._last: Outcome | None = None
        self._begin_mean()

    def _begin_mean(self) -> None:
        self._sums = torch.zeros(4, dtype=torch.float64)
        self._steps = 0

    def start_at(self, tokens: int, seconds: float) -> None:
        """Tells a resumed run's meter where the counting begins."""
        self._tokens_then, self._seconds_then = tokens, seconds

    def add(self, outcome: Outcome) -> None:
        forgery = outcome.forgery
        values = (
            forgery.guess_loss.detach(),
            outcome.discriminator_loss.detach(),
            forgery.guessed.float().mean(),
            forgery.replaced.sum() / outcome.real.sum(),
        )
        self._sums = self._sums.to(values[0].device) + torch.stack(values).double()
        self._steps += 1
        self._last = outcome

    def point(
        self, step: int, tokens: int, seconds: float, learning_rate: float, generator_learning_rate: float
    ) -> StepMetrics:
        """The curve's next point; begins a new mean. At least one step must have been added."""
        assert self._last is not None
        generator_loss, discriminator_loss, accuracy, replaced = (self._sums / self._steps).tolist()
        real = self._last.real
        verdicts, truth = self._last.verdicts.detach()[real].cpu(), self._last.forgery.replaced[real].cpu()
        counts = confusion(verdicts > 0, truth)
        speed = (tokens - self._tokens_then) / max(seconds - self._seconds_then, 1e-9)
        self._begin_mean()
        self.start_at(tokens, seconds)
        return StepMetrics(
            step=step,
            tokens=tokens,
            seconds=seconds,
            learning_rate=learning_rate,
            tokens_per_second=speed,
            discriminator_loss=discriminator_loss,
            generator_loss=generator_loss,
            generator_learning_rate=generator_learning_rate,
            generator_accuracy=accuracy,
            replaced_fraction=replaced,
            detection_auc=area_under_curve(verdicts, truth),
            precision=counts.precision,
            recall=counts.recall,
        )
