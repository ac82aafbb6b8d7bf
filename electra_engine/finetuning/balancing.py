"""What is done where some labels are rare: their mistakes count more, or their rows are read more often."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass

import torch

from electra_engine.errors import UserError
from electra_engine.finetuning.examples import Examples
from electra_engine.finetuning.settings import FineTuneSettings
from electra_engine.sentences import Sentence

# The tasks whose loss can weigh labels, and those whose rows have one label each.
WEIGHED = ("classification", "multi_label", "tagging")
DRAWN = ("classification",)
HEAVIEST = 20.0  # a label seen once in a hundred thousand rows must not drown the others


@dataclass(frozen=True)
class Balance:
    """`class_weights` (labels,) go into the loss; `row_weights` say how often each row is read.

    Both are None where nothing is balanced.
    """

    class_weights: torch.Tensor | None = None
    row_weights: list[float] | None = None


def balance(examples: Examples, settings: FineTuneSettings) -> Balance:
    """Weights in inverse proportion to how often a label occurs, as scikit-learn's "balanced" has them.

    Raises `UserError` for a task whose rows cannot be balanced in this way.
    """
    if settings.balance == "none":
        return Balance()
    if settings.task not in (WEIGHED if settings.balance == "weights" else DRAWN):
        raise UserError(
            "The task {task} has no labels that could be balanced by {balance}: choose none.",
            "balance",
            task=Sentence(settings.task),
            balance=Sentence(settings.balance),
        )
    counts = _label_counts(examples, settings.task)
    labels = len(examples.label_names)
    if settings.task == "multi_label":  # weighs a label's presence against its absence
        rows = len(examples)
        weights = [(rows - counts[label]) / max(counts[label], 1) for label in range(labels)]
    else:
        total = counts.total()
        weights = [total / (labels * max(counts[label], 1)) for label in range(labels)]
    weights = [min(weight, HEAVIEST) for weight in weights]
    if settings.balance == "weights":
        return Balance(class_weights=torch.tensor(weights))
    return Balance(row_weights=[weights[label] for label in examples.targets])


def _label_counts(examples: Examples, task: str) -> Counter[int]:
    if task == "tagging":
        return Counter(tag for tags in examples.targets for tag in tags)
    if task == "multi_label":
        return Counter(label for row in examples.targets for label, there in enumerate(row) if there)
    return Counter(examples.targets)
