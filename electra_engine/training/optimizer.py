"""AdamW with the paper's exceptions, and separate learning rates for the two networks."""

from __future__ import annotations

import torch

from electra_engine.model.pair import Pair
from electra_engine.settings import RunSettings

EPSILON = 1e-6
# Clark et al. use 0.999; over a run of a few hundred steps that average would remember the start.
BETAS = (0.9, 0.98)
CLIP = 1.0


def build_optimizer(pair: Pair, settings: RunSettings) -> torch.optim.AdamW:
    """AdamW over four groups: {generator's own, discriminator's and shared} × {decayed, not decayed}.

    Biases and LayerNorm weights (the one-dimensional parameters) are not decayed. Each group keeps its
    peak rate under ``"peak"`` for `set_rate`.
    """
    own = {id(parameter) for parameter in pair.generators_own_parameters()}
    generator_rate, judge_rate = settings.learning_rates()
    groups = []
    for of_generator, peak in ((True, generator_rate), (False, judge_rate)):
        for decayed in (True, False):
            chosen = [
                p for p in pair.parameters() if (id(p) in own) == of_generator and (p.ndim > 1) == decayed
            ]
            decay = settings.training.weight_decay if decayed else 0.0
            groups.append({"params": chosen, "lr": peak, "peak": peak, "weight_decay": decay})
    groups = [group for group in groups if group["params"]]
    return torch.optim.AdamW(groups, lr=judge_rate, betas=BETAS, eps=EPSILON, fused=True)


def set_rate(optimizer: torch.optim.Optimizer, factor: float) -> None:
    """Sets every group's learning rate to `factor` times its peak."""
    for group in optimizer.param_groups:
        group["lr"] = group["peak"] * factor
