"""Multi-label classification: every label is said or not said of a text, by itself."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import torch

from electra_engine.finetuning.batches import EncodedRows
from electra_engine.finetuning.examples import Examples, Input
from electra_engine.finetuning.scores import Answer, Scores

THRESHOLD = 0.5


def stack_targets(targets: Sequence[Sequence[int]], _: int) -> torch.Tensor:
    """Zeros and ones of shape (B, labels)."""
    return torch.tensor(targets, dtype=torch.float32)


def loss(
    logits: torch.Tensor, targets: torch.Tensor, class_weights: torch.Tensor | None = None
) -> torch.Tensor:
    """Mean binary cross-entropy of (B, labels) logits, in nats; weights count where a label is true."""
    return torch.nn.functional.binary_cross_entropy_with_logits(
        logits.float(), targets, pos_weight=class_weights
    )


def answer(
    outputs: Sequence[torch.Tensor],
    _: EncodedRows,
    __: Sequence[Input],
    label_names: Sequence[str],
    ___: Mapping[str, Any],
) -> list[Answer]:
    """``{"labels": […], "probabilities": {label: p}}``; the probabilities are independent of each other."""
    answers = []
    for logits in outputs:
        by_label = dict(zip(label_names, torch.sigmoid(logits.float()).tolist(), strict=True))
        answers.append(
            {"labels": [name for name, p in by_label.items() if p >= THRESHOLD], "probabilities": by_label}
        )
    return answers


def score(answers: Sequence[Answer], examples: Examples) -> Scores:
    """scikit-learn's micro_f1, macro_f1, accuracy (all labels of a row right), precision, recall (micro)."""
    from sklearn import metrics as measure

    names = examples.label_names
    predicted = [[int(name in said["labels"]) for name in names] for said in answers]
    micro: dict[str, Any] = {"average": "micro", "zero_division": 0}
    values = {
        "micro_f1": measure.f1_score(examples.targets, predicted, **micro),
        "macro_f1": measure.f1_score(examples.targets, predicted, average="macro", zero_division=0),
        "accuracy": measure.accuracy_score(examples.targets, predicted),
        "precision": measure.precision_score(examples.targets, predicted, **micro),
        "recall": measure.recall_score(examples.targets, predicted, **micro),
    }
    return Scores({name: float(value) for name, value in values.items()})
