"""What a fine-tuned classifier says of a text."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import torch
from transformers import AutoModelForSequenceClassification

from electra_engine.errors import UserError
from electra_engine.inference.network_loading import (
    input_names,
    load_network,
    load_tokenizer,
    longest_row,
)
from electra_engine.inference.notes import read_notes
from electra_engine.inference.windows import check_unicode

MOST_TOKENS = 512


class Classifier:
    """A fine-tuned network, its tokenizer and the names of its labels."""

    def __init__(self, folder: Path) -> None:
        self._network = load_network(folder, AutoModelForSequenceClassification)
        self._tokenizer = load_tokenizer(folder)
        self._capacity = longest_row(self._network, _trained_length(folder))
        self._labels = [
            self._network.config.id2label[index] for index in range(self._network.config.num_labels)
        ]

    def predict(self, text: str, text_pair: str | None = None) -> dict[str, Any]:
        """``{"label": …, "probabilities": {label: p}}``; a text longer than it was trained for is cut.

        Raises `UserError` when there is no text.
        """
        for part in (text, text_pair or ""):
            check_unicode(part)
        if not text.strip():
            raise UserError("There is no text to judge: type a sentence.", "text")
        inputs = self._tokenizer(
            text, text_pair or None, truncation=True, max_length=self._capacity, return_tensors="pt"
        )
        read = {name: inputs[name] for name in input_names(self._network) if name in inputs}
        with torch.inference_mode():
            logits = self._network(**read).logits[0]
        probabilities = torch.softmax(logits.float(), dim=-1).tolist()
        by_label = dict(zip(self._labels, probabilities, strict=True))
        return {"label": max(by_label, key=by_label.__getitem__), "probabilities": by_label}


def _trained_length(folder: Path) -> int:
    length = read_notes(folder).get("max_length")
    return length if isinstance(length, int) and length > 2 else MOST_TOKENS
