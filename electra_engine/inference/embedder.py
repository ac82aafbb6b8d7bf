"""What texts mean to an encoder: a vector each, and which of them lie nearest to one another.

A text's vector is the mean of its tokens' last hidden states. Those of an encoder that was never
taught to compare all point much the same way, so the mean of all texts at hand is taken off before
angles are measured (Mu and Viswanath, "All-but-the-Top", 2018, its first step).
"""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Any

import torch
from transformers import AutoModel

from electra_engine.errors import UserError
from electra_engine.inference.network_loading import input_names, load_network, load_tokenizer, longest_row
from electra_engine.inference.settings import check_asked
from electra_engine.inference.windows import check_unicode

MOST_TOKENS = 256
MOST_SENTENCES = 2_000
ROWS_AT_ONCE = 32
FEWEST_TO_CENTRE = 8  # the mean of fewer says more of them than of all texts


class Embedder:
    """An encoder and its tokenizer."""

    def __init__(self, folder: Path) -> None:
        self._network = load_network(folder, AutoModel)
        self._tokenizer = load_tokenizer(folder)
        self._capacity = longest_row(self._network, MOST_TOKENS)

    @torch.inference_mode()
    def embed(self, texts: Sequence[str]) -> torch.Tensor:
        """(texts, H) in fp32; of a text longer than 256 tokens the beginning is read."""
        for text in texts:
            check_unicode(text)
        encoded = self._tokenizer(list(texts), truncation=True, max_length=self._capacity)
        names = [name for name in input_names(self._network) if name in encoded]
        order = sorted(range(len(texts)), key=lambda row: len(encoded["input_ids"][row]))
        vectors: dict[int, torch.Tensor] = {}
        for first in range(0, len(order), ROWS_AT_ONCE):
            rows = order[first : first + ROWS_AT_ONCE]
            batch = self._tokenizer.pad(
                {name: [encoded[name][row] for row in rows] for name in names}, return_tensors="pt"
            )
            states = self._network(**{name: batch[name] for name in names}).last_hidden_state.float()
            weights = batch["attention_mask"][..., None]  # (B, L, 1)
            means = (states * weights).sum(1) / weights.sum(1)  # (B, H)
            vectors |= dict(zip(rows, means, strict=True))
        return torch.stack([vectors[row] for row in range(len(texts))])

    def nearest(self, text: str, sentences: Sequence[str], top: int = 10) -> dict[str, Any]:
        """``{"nearest": [{"text", "similarity", "place"}], "read": n}``, the most alike first.

        "similarity" is the cosine, -1 to 1; "place" counts `sentences` from 0, of which at most the first
        2,000 are "read". Empty ones are passed over, and so is `text` itself. Raises `UserError` when
        there is nothing to compare.
        """
        check_asked(sentences=top)
        if not text.strip():
            raise UserError("There is no text to compare: type a sentence.", "text")
        own = text.strip()
        read = list(sentences[:MOST_SENTENCES])
        places = [place for place, one in enumerate(read) if one.strip() and one.strip() != own]
        if not places:
            raise UserError("There are no sentences to compare with: give some, one a line.", "sentences")
        vectors = self.embed([own, *(read[place] for place in places)])
        if len(places) >= FEWEST_TO_CENTRE:
            vectors = vectors - vectors[1:].mean(0)
        vectors = torch.nn.functional.normalize(vectors, dim=-1)
        likeness = vectors[1:] @ vectors[0]
        best = torch.topk(likeness, min(top, len(places)))
        return {
            "nearest": [
                {"text": read[places[at]], "similarity": value, "place": places[at]}
                for value, at in zip(best.values.tolist(), best.indices.tolist(), strict=True)
            ],
            "read": len(places),
        }
