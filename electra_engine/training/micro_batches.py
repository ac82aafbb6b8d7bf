"""A batch worked on a few rows at a time: the same gradients, in a fraction of the memory.

Every mean of the loss is taken over all tokens of its kind in the batch, so a part's mean counts by how
many of these tokens the part holds (`Throw.of_hidden`, `Throw.of_real`), not by its rows.
"""

from __future__ import annotations

import torch

from electra_engine.objective.step import Forgery, Outcome
from electra_engine.objective.throws import Throw
from electra_engine.training.losses import LossesOfAStep


def add_gradients(losses: LossesOfAStep, throw: Throw, progress: float, rows: int) -> Outcome:
    """Adds the gradients of a throw's rows to the pair's, `rows` rows at a time; what they gave.

    Losses are means over the whole batch's tokens: those of a part of it add up with the other parts'.
    """
    objective = losses.objective
    outcomes, portions = [], []
    for part in throw.parts(rows, objective.special.pad):
        outcome = losses.of(part, progress)
        outcome.loss.backward()
        outcomes.append(outcome)
        portions.append(objective.portions(part))
    return outcomes[0] if portions == [(1.0, 1.0)] else _joined(outcomes, portions)


def _joined(outcomes: list[Outcome], portions: list[tuple[float, float]]) -> Outcome:
    forgeries = [outcome.forgery for outcome in outcomes]
    sizes = [outcome.real.numel() for outcome in outcomes]
    begins = [sum(sizes[:number]) for number in range(len(sizes))]
    guess_losses = [f.guess_loss.detach() * part for f, (part, _) in zip(forgeries, portions, strict=True)]
    judge_losses = [
        outcome.discriminator_loss.detach() * part
        for outcome, (_, part) in zip(outcomes, portions, strict=True)
    ]
    return Outcome(
        loss=torch.stack([outcome.loss.detach() for outcome in outcomes]).sum(),
        discriminator_loss=torch.stack(judge_losses).sum(),
        forgery=Forgery(
            corrupted=torch.cat([f.corrupted for f in forgeries]),
            replaced=torch.cat([f.replaced for f in forgeries]),
            positions=torch.cat([f.positions + first for f, first in zip(forgeries, begins, strict=True)]),
            guess_loss=torch.stack(guess_losses).sum(),
            guessed=torch.cat([f.guessed for f in forgeries]),
        ),
        real=torch.cat([outcome.real for outcome in outcomes]),
        find_verdicts=lambda: torch.cat([outcome.verdicts for outcome in outcomes]),
    )
