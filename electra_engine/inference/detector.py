"""Replaced token detection on a text of one's own: for each token, how likely it is a forgery."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import torch
from transformers import AutoModelForTokenClassification, ElectraForPreTraining

from electra_engine.errors import UserError
from electra_engine.inference.network_loading import load_network, load_tokenizer, longest_row
from electra_engine.inference.references import read_config
from electra_engine.inference.windows import cut, logits_at

MOST_TOKENS = 512


class Detector:
    """A discriminator and its tokenizer."""

    def __init__(self, folder: Path) -> None:
        self._one_logit = read_config(folder)["model_type"] == "electra"
        network_class = ElectraForPreTraining if self._one_logit else AutoModelForTokenClassification
        self._network = load_network(folder, network_class)
        self._tokenizer = load_tokenizer(folder)
        self._capacity = longest_row(self._network, MOST_TOKENS)

    def detect(self, text: str) -> dict[str, Any]:
        """``{"tokens": [{"text", "start", "end", "p_replaced"}]}``; offsets are characters of `text`.

        Special tokens are left out. Raises `UserError` when there is no text.
        """
        windows = cut(text, self._tokenizer, self._capacity)
        if not windows.places:
            raise UserError("There is no text to judge: type a sentence.", "text")
        logits = logits_at(self._network, windows, windows.places)
        tokens = [
            {"text": text[place.start : place.end], "start": place.start, "end": place.end, "p_replaced": p}
            for place, p in zip(windows.places, self._probabilities(logits).tolist(), strict=True)
        ]
        return {"tokens": tokens}

    @torch.inference_mode()
    def judge(self, ids: torch.Tensor) -> torch.Tensor:
        """(B, L) P(replaced) for token ids (B, L)."""
        return self._probabilities(self._network(input_ids=ids).logits.float())

    def _probabilities(self, logits: torch.Tensor) -> torch.Tensor:
        """P(replaced) of (…) logits, or of (…, 2) logits for original and replaced."""
        return torch.sigmoid(logits) if self._one_logit else torch.softmax(logits, dim=-1)[..., 1]
