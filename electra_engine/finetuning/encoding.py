"""Texts and pairs of texts as rows of tokens, and the one output tensor a network gives for a row."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import torch
from transformers import PreTrainedModel, PreTrainedTokenizerBase

from electra_engine.finetuning.batches import EncodedRows
from electra_engine.finetuning.examples import Input


def encode_texts(
    inputs: Sequence[Input], targets: Sequence[Any], tokenizer: PreTrainedTokenizerBase, max_length: int
) -> EncodedRows:
    """Texts or pairs of texts as rows of at most `max_length` tokens, one an example."""
    texts = [given["text"] for given in inputs]
    pairs = [given.get("text_pair", "") for given in inputs]
    read: tuple[list[str], ...] = (texts, pairs) if any(pairs) else (texts,)
    encoded = tokenizer(*read, truncation=False, verbose=False)
    cut = sum(len(ids) > max_length for ids in encoded["input_ids"])
    if cut:
        encoded = tokenizer(*read, truncation=True, max_length=max_length)
    rows = [{name: encoded[name][row] for name in encoded} for row in range(len(inputs))]
    return EncodedRows(rows, list(targets), tokenizer.pad_token_id, cut)


def logits_of(network: PreTrainedModel, inputs: Mapping[str, torch.Tensor]) -> torch.Tensor:
    """The network's outputs: (B, labels), (B, L, tags), (B, choices), or for answers in a text (B, L, 2),
    the logits of a start and of an end at each position, minus infinity where a row is padded."""
    said = network(**inputs)
    if "logits" in said:
        return said.logits
    spans = torch.stack([said.start_logits, said.end_logits], dim=-1).float()
    return spans.masked_fill(inputs["attention_mask"].unsqueeze(-1) == 0, -torch.inf)
