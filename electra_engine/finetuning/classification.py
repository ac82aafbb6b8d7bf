"""Text classification: one label of several for a text or a pair of texts."""

from __future__ import annotations

from typing import Any

import torch
from transformers import PreTrainedTokenizerBase

from electra_engine.finetuning.batches import EncodedRows
from electra_engine.finetuning.labelled_files import Examples
from electra_engine.finetuning.scores import Scores


def encode(examples: Examples, tokenizer: PreTrainedTokenizerBase, max_length: int) -> EncodedRows:
    """Texts or pairs of texts as rows of at most `max_length` tokens, with the tokenizer's own inputs."""
    encoded = tokenizer(examples.texts, examples.pairs, truncation=False, verbose=False)
    cut = sum(len(ids) > max_length for ids in encoded["input_ids"])
    if cut:
        encoded = tokenizer(examples.texts, examples.pairs, truncation=True, max_length=max_length)
    inputs = [{name: encoded[name][row] for name in encoded} for row in range(len(examples))]
    return EncodedRows(inputs, examples.labels, tokenizer.pad_token_id, cut)


def stack_targets(targets: list[int], _length: int) -> torch.Tensor:
    """Label numbers of shape (B,)."""
    return torch.tensor(targets)


def loss(logits: torch.Tensor, targets: torch.Tensor) -> torch.Tensor:
    """Mean cross-entropy of (B, labels) logits against (B,) label numbers, in nats."""
    return torch.nn.functional.cross_entropy(logits.float(), targets)


def score(outputs: list[torch.Tensor], examples: Examples) -> Scores:
    """The likeliest labels of (labels,) logits a row, held against the true ones."""
    predicted = [int(logits.argmax()) for logits in outputs]
    details: dict[str, Any] = {"confusion": confusion(examples.labels, predicted, examples.label_names)}
    return Scores(metrics(examples.labels, predicted, len(examples.label_names)), details)


def metrics(true: list[int], predicted: list[int], classes: int) -> dict[str, float]:
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


def confusion(true: list[int], predicted: list[int], label_names: list[str]) -> dict[str, Any]:
    """``{"labels": […], "counts": [[…]]}``: row = true label, column = predicted label."""
    counts = [[0] * len(label_names) for _ in label_names]
    for actual, guess in zip(true, predicted, strict=True):
        counts[actual][guess] += 1
    return {"labels": label_names, "counts": counts}
