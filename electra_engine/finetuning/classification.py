"""Text classification: one label of several for a text or a pair of texts."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import torch
from transformers import PreTrainedTokenizerBase

from electra_engine.finetuning.batches import EncodedRows
from electra_engine.finetuning.encoding import encode_texts
from electra_engine.finetuning.examples import Examples, Input
from electra_engine.finetuning.scores import Answer, Scores


def encode(
    inputs: Sequence[Input],
    targets: Sequence[int],
    _: Mapping[str, Any],
    tokenizer: PreTrainedTokenizerBase,
    max_length: int,
) -> EncodedRows:
    """Rows of at most `max_length` tokens, with the tokenizer's own inputs."""
    return encode_texts(inputs, targets, tokenizer, max_length)


def stack_targets(targets: Sequence[int], _: int) -> torch.Tensor:
    """Label numbers of shape (B,)."""
    return torch.tensor(targets)


def loss(
    logits: torch.Tensor, targets: torch.Tensor, class_weights: torch.Tensor | None = None
) -> torch.Tensor:
    """Mean cross-entropy of (B, labels) logits against (B,) label numbers, in nats."""
    return torch.nn.functional.cross_entropy(logits.float(), targets, class_weights)


def counted(targets: torch.Tensor, class_weights: torch.Tensor | None = None) -> float:
    """Over how much `loss` is a mean: the rows, or their labels' weights."""
    return len(targets) if class_weights is None else float(class_weights[targets].sum())


def answer(
    outputs: Sequence[torch.Tensor],
    _: EncodedRows,
    __: Sequence[Input],
    label_names: Sequence[str],
    ___: Mapping[str, Any],
) -> list[Answer]:
    """``{"label": …, "probabilities": {label: p}}`` of (labels,) logits a row."""
    answers: list[Answer] = []
    for logits in outputs:
        probabilities = torch.softmax(logits.float(), dim=-1).tolist()
        by_label: dict[str, float] = dict(zip(label_names, probabilities, strict=True))
        answers.append({"label": max(by_label, key=by_label.__getitem__), "probabilities": by_label})
    return answers


def score(answers: Sequence[Answer], examples: Examples) -> Scores:
    """The labels given, held against the true ones."""
    positions = {name: position for position, name in enumerate(examples.label_names)}
    predicted = [positions[said["label"]] for said in answers]
    details: dict[str, Any] = {"confusion": confusion(examples.targets, predicted, examples.label_names)}
    return Scores(metrics(examples.targets, predicted, len(positions)), details)


def metrics(true: Sequence[int], predicted: Sequence[int], classes: int) -> dict[str, float]:
    """scikit-learn's accuracy, f1, macro_f1, mcc, precision and recall.

    With two classes f1, precision and recall are those of the second (label "1" of "0" and "1");
    with more they are the mean over the classes.
    """
    from sklearn import metrics as measure

    average = "binary" if classes == 2 else "macro"
    kinds: dict[str, Any] = {"average": average, "labels": list(range(classes)), "zero_division": 0}
    values = {
        "accuracy": measure.accuracy_score(true, predicted),
        "f1": measure.f1_score(true, predicted, **kinds),
        "macro_f1": measure.f1_score(true, predicted, **{**kinds, "average": "macro"}),
        "mcc": measure.matthews_corrcoef(true, predicted),
        "precision": measure.precision_score(true, predicted, **kinds),
        "recall": measure.recall_score(true, predicted, **kinds),
    }
    return {name: float(value) for name, value in values.items()}


def confusion(true: Sequence[int], predicted: Sequence[int], label_names: Sequence[str]) -> dict[str, Any]:
    """``{"labels": […], "counts": [[…]]}``: row = true label, column = predicted label."""
    counts = [[0] * len(label_names) for _ in label_names]
    for actual, guess in zip(true, predicted, strict=True):
        counts[actual][guess] += 1
    return {"labels": list(label_names), "counts": counts}
