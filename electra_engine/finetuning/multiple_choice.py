"""Multiple choice: every choice is read with the text before it, and the likeliest is chosen."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import torch
from transformers import PreTrainedTokenizerBase

from electra_engine.finetuning.batches import EncodedRows
from electra_engine.finetuning.examples import Examples, Input
from electra_engine.finetuning.scores import Answer, Scores


def encode(
    inputs: Sequence[Input],
    targets: Sequence[int],
    _: Mapping[str, Any],
    tokenizer: PreTrainedTokenizerBase,
    max_length: int,
) -> EncodedRows:
    """Rows of as many token rows as there are choices; a second text stands before each choice."""
    texts, choices = [], []
    for given in inputs:
        texts += [given["text"]] * len(given["choices"])
        choices += [f"{given.get('text_pair', '')} {choice}".strip() for choice in given["choices"]]
    whole = tokenizer(texts, choices, truncation=False, verbose=False)
    longest = [len(ids) > max_length for ids in whole["input_ids"]]
    encoded = tokenizer(texts, choices, truncation=True, max_length=max_length) if any(longest) else whole
    rows, cut, first = [], 0, 0
    for given in inputs:
        last = first + len(given["choices"])
        rows.append({name: encoded[name][first:last] for name in encoded})
        cut += any(longest[first:last])
        first = last
    asked = [(target, len(given["choices"])) for given, target in zip(inputs, targets, strict=False)]
    return EncodedRows(rows, asked, tokenizer.pad_token_id, cut)


def stack_targets(targets: Sequence[tuple[int, int]], _: int) -> torch.Tensor:
    """(B, 2): the right choice, and how many there are."""
    return torch.tensor(targets)


def loss(logits: torch.Tensor, targets: torch.Tensor, _: torch.Tensor | None = None) -> torch.Tensor:
    """Mean cross-entropy of (B, choices) logits over the choices that a row has, in nats."""
    absent = torch.arange(logits.shape[1], device=logits.device) >= targets[:, 1:]
    return torch.nn.functional.cross_entropy(logits.float().masked_fill(absent, -torch.inf), targets[:, 0])


def answer(
    outputs: Sequence[torch.Tensor],
    _: EncodedRows,
    inputs: Sequence[Input],
    __: Sequence[str],
    ___: Mapping[str, Any],
) -> list[Answer]:
    """``{"choice": position, "text": …, "probabilities": [p of each choice]}``."""
    answers = []
    for given, logits in zip(inputs, outputs, strict=True):
        probabilities = torch.softmax(logits[: len(given["choices"])].float(), dim=-1).tolist()
        chosen = max(range(len(probabilities)), key=probabilities.__getitem__)
        answers.append({"choice": chosen, "text": given["choices"][chosen], "probabilities": probabilities})
    return answers


def score(answers: Sequence[Answer], examples: Examples) -> Scores:
    """scikit-learn's accuracy; `details` holds what choosing by chance would reach."""
    from sklearn import metrics as measure

    accuracy = measure.accuracy_score(examples.targets, [said["choice"] for said in answers])
    chance = sum(1 / len(given["choices"]) for given in examples.inputs) / len(examples)
    return Scores({"accuracy": float(accuracy)}, {"chance": chance})
