"""How many epochs a training has."""

from __future__ import annotations

import math

from electra_engine.finetuning.forms import FORMS
from electra_engine.finetuning.settings import FineTuneSettings

FEWEST_EPOCHS, MOST_EPOCHS = 3, 20


def planned_epochs(settings: FineTuneSettings, rows: int) -> int:
    """The epochs asked for, or enough for the task: 3 of a large file, up to 20 of a small one."""
    if settings.epochs:
        return settings.epochs
    steps_an_epoch = math.ceil(rows / settings.batch_size)
    return min(max(math.ceil(FORMS[settings.task].enough_steps / steps_an_epoch), FEWEST_EPOCHS), MOST_EPOCHS)
