"""Filling in hidden words: what the generator would put in the place of each [MASK]."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import torch
from tokenizers import Encoding
from transformers import AutoModelForMaskedLM

from electra_engine.errors import UserError
from electra_engine.inference.network_loading import load_network, load_tokenizer, longest_row
from electra_engine.inference.windows import check_unicode, cut, logits_at

MOST_TOKENS = 512
MOST_CANDIDATES = 1_000


class Filler:
    """A generator and its tokenizer."""

    def __init__(self, folder: Path) -> None:
        self._network = load_network(folder, AutoModelForMaskedLM)
        self._tokenizer = load_tokenizer(folder)
        self._capacity = longest_row(self._network, MOST_TOKENS)
        if self._tokenizer.mask_token_id is None:
            raise UserError(
                "The tokenizer in {folder} has no mask token: it cannot fill in words.",
                "model",
                folder=folder,
            )

    def encode(self, text: str) -> Encoding:
        """The text's tokens with their places, cut off where the network can read no further."""
        check_unicode(text)
        return self._tokenizer(text, truncation=True, max_length=self._capacity).encodings[0]

    def special_ids(self) -> list[int]:
        """The ids of tokens that are not text, the mask's first."""
        return sorted(self._tokenizer.all_special_ids, key=lambda id: id != self._tokenizer.mask_token_id)

    def word(self, token: int) -> str:
        """A token as the vocabulary writes it."""
        return str(self._tokenizer.convert_ids_to_tokens(token))

    @torch.inference_mode()
    def logits(self, ids: torch.Tensor) -> torch.Tensor:
        """(B, L, V) in fp32 for token ids (B, L)."""
        return self._network(input_ids=ids).logits.float()

    def fill(self, text: str, top_k: int = 10) -> dict[str, Any]:
        """``{"blanks": [{"start", "end", "candidates": [{"text", "probability"}]}]}``, likeliest first.

        Probabilities are over the whole vocabulary; special tokens are not offered. Raises
        `UserError` when the text has no blank or `top_k` is not 1 to 1,000.
        """
        if isinstance(top_k, bool) or not isinstance(top_k, int) or not 1 <= top_k <= MOST_CANDIDATES:
            raise UserError(
                "The number of candidates must be from 1 to {most:,}.", "top_k", most=MOST_CANDIDATES
            )
        windows = cut(text, self._tokenizer, self._capacity)
        blanks = [place for place in windows.places if place.id == self._tokenizer.mask_token_id]
        if not blanks:
            raise UserError(
                "The text has no blank: put {mask} where a word should be guessed.",
                "text",
                mask=self._tokenizer.mask_token,
            )
        probabilities = torch.softmax(logits_at(self._network, windows, blanks), dim=-1)
        return {
            "blanks": [
                {"start": blank.start, "end": blank.end, "candidates": self._candidates(row, top_k)}
                for blank, row in zip(blanks, probabilities, strict=True)
            ]
        }

    def _candidates(self, probabilities: torch.Tensor, top_k: int) -> list[dict[str, Any]]:
        """The `top_k` likeliest of (V,) probabilities."""
        special = set(self._tokenizer.all_special_ids)
        likeliest = torch.topk(probabilities, min(top_k + len(special), len(probabilities)))
        pairs = zip(likeliest.indices.tolist(), likeliest.values.tolist(), strict=True)
        usable = [(token, p) for token, p in pairs if token not in special]
        return [{"text": self._tokenizer.decode([token]), "probability": p} for token, p in usable[:top_k]]
