"""Similarity and other quantities: a number for a text or a pair of texts.

The network learns in units of the scores' spread around their mean, so that any range of scores is
learned alike. `settle` puts both into its output layer at the end: the saved model says scores as they
stand in the file.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import torch
from transformers import PreTrainedModel, PreTrainedTokenizerBase

from electra_engine.finetuning.batches import EncodedRows
from electra_engine.finetuning.encoding import encode_texts
from electra_engine.finetuning.examples import Examples, Input
from electra_engine.finetuning.scores import Answer, Scores


def encode(
    inputs: Sequence[Input],
    targets: Sequence[float],
    meaning: Mapping[str, Any],
    tokenizer: PreTrainedTokenizerBase,
    max_length: int,
) -> EncodedRows:
    """Rows of tokens, with targets in units of the spread."""
    mean, spread = _scale(meaning)
    return encode_texts(inputs, [(target - mean) / spread for target in targets], tokenizer, max_length)


def stack_targets(targets: Sequence[float], _: int) -> torch.Tensor:
    """Scores of shape (B, 1), as the network gives them."""
    return torch.tensor(targets, dtype=torch.float32).unsqueeze(-1)


def loss(logits: torch.Tensor, targets: torch.Tensor, _: torch.Tensor | None = None) -> torch.Tensor:
    """Mean squared error of (B, 1) scores, in squared units of the spread."""
    return torch.nn.functional.mse_loss(logits.float(), targets)


def answer(
    outputs: Sequence[torch.Tensor],
    _: EncodedRows,
    __: Sequence[Input],
    ___: Sequence[str],
    meaning: Mapping[str, Any],
) -> list[Answer]:
    """``{"score": …}`` in the file's own units."""
    mean, spread = _scale(meaning)
    return [{"score": float(output[0]) * spread + mean} for output in outputs]


def score(answers: Sequence[Answer], examples: Examples) -> Scores:
    """SciPy's spearman and pearson, scikit-learn's mse and mae; a correlation with a constant is 0."""
    from scipy import stats
    from sklearn import metrics as measure

    true, predicted = examples.targets, [said["score"] for said in answers]
    varied = len(set(true)) > 1 and len(set(predicted)) > 1
    values = {
        "spearman": stats.spearmanr(true, predicted).statistic if varied else 0.0,
        "pearson": stats.pearsonr(true, predicted).statistic if varied else 0.0,
        "mse": measure.mean_squared_error(true, predicted),
        "mae": measure.mean_absolute_error(true, predicted),
    }
    return Scores({name: float(value) for name, value in values.items()})


@torch.no_grad()
def settle(network: PreTrainedModel, meaning: Mapping[str, Any]) -> dict[str, Any]:
    """Puts mean and spread into the output layer; the network's outputs then need no meaning."""
    mean, spread = _scale(meaning)
    for layer in network.modules():
        if isinstance(layer, torch.nn.Linear) and layer.out_features == 1:
            layer.weight.mul_(spread)
            layer.bias.mul_(spread).add_(mean)
    return {}


def _scale(meaning: Mapping[str, Any]) -> tuple[float, float]:
    return float(meaning.get("mean", 0.0)), float(meaning.get("spread", 1.0)) or 1.0
