"""How many epochs a training has."""

from __future__ import annotations

import math

from electra_engine.finetuning.forms import FORMS
from electra_engine.finetuning.settings import FineTuneSettings

FEWEST_EPOCHS, MOST_EPOCHS = 3, 20
# Corrections of a few biases need more readings (SST-2 from a 6 x 384 encoder: assets/results.md).
TIMES_AS_MANY = {"bitfit": 2}


def planned_epochs(settings: FineTuneSettings, rows: int) -> int:
    """The epochs asked for, or enough for task and method: 3 of a large file, up to 20 of a small one."""
    if settings.epochs:
        return settings.epochs
    steps_an_epoch = math.ceil(rows / settings.batch_size)
    enough = max(math.ceil(FORMS[settings.task].enough_steps / steps_an_epoch), FEWEST_EPOCHS)
    return min(enough * TIMES_AS_MANY.get(settings.method, 1), MOST_EPOCHS)
