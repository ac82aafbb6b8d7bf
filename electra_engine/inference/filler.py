"""Filling in hidden words: what the generator would put in the place of each [MASK]."""

from __future__ import annotations

from functools import cached_property
from pathlib import Path
from typing import Any

import torch
from tokenizers import Encoding
from transformers import AutoModelForMaskedLM

from electra_engine.errors import UserError
from electra_engine.inference.network_loading import load_network, load_tokenizer, longest_row
from electra_engine.inference.settings import check_asked
from electra_engine.inference.windows import TokenPlace, Windows, check_unicode, cut, logits_at
from electra_engine.watching.token_kinds import kind_of, spellings

MOST_TOKENS = 512
NO_TEXT, WORD, PIECE, MARK = range(4)


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

    def windows(self, text: str) -> Windows:
        """The whole text in rows that the network can read; raises `UserError` for broken Unicode."""
        return cut(text, self._tokenizer, self._capacity)

    def special_ids(self) -> list[int]:
        """The ids of tokens that are not text, the mask's first."""
        return sorted(self._tokenizer.all_special_ids, key=lambda id: id != self._tokenizer.mask_token_id)

    def word(self, token: int) -> str:
        """A token with ``##`` before it where it continues a word, whatever its vocabulary marks."""
        return self._spellings[token]

    @torch.inference_mode()
    def logits(self, ids: torch.Tensor) -> torch.Tensor:
        """(B, L, V) in fp32 for token ids (B, L)."""
        return self._network(input_ids=ids).logits.float()

    def probabilities(self, windows: Windows, places: list[TokenPlace], temperature: float) -> torch.Tensor:
        """(places, V) over the whole vocabulary; a temperature below 1 sharpens them, above 1 flattens."""
        return torch.softmax(logits_at(self._network, windows, places) / temperature, dim=-1)

    def fill(self, text: str, top_k: int = 10, temperature: float = 1.0, seed: int = 0) -> dict[str, Any]:
        """What the generator would put for each [MASK], likeliest first, and one draw from it.

        ``{"blanks": [{"start", "end", "drawn", "candidates": [{"text", "probability"}]}], "text": …}``:
        probabilities are over the whole vocabulary at this temperature, special tokens are not offered;
        "drawn" is thrown by `seed`, and "text" has the drawn words in the blanks. Raises `UserError`
        when the text has no blank or a number is out of its range.
        """
        check_asked(candidates=top_k, temperature=temperature, seed=seed)
        windows = self.windows(text)
        blanks = [place for place in windows.places if place.id == self._tokenizer.mask_token_id]
        if not blanks:
            raise UserError(
                "The text has no blank: put {mask} where a word should be guessed.",
                "text",
                mask=self._tokenizer.mask_token,
            )
        probabilities = self.probabilities(windows, blanks, temperature)
        dice = torch.Generator().manual_seed(seed)
        allowed = (self.shapes == WORD) | (self.shapes == MARK)
        drawn = [self.written(id) for id in self.draw(probabilities, allowed, dice)]
        filled, at = "", 0
        for blank, word in zip(blanks, drawn, strict=True):
            filled, at = filled + text[at : blank.start] + word, blank.end
        return {
            "blanks": [
                {
                    "start": blank.start,
                    "end": blank.end,
                    "drawn": word,
                    "candidates": self._candidates(row, top_k),
                }
                for blank, row, word in zip(blanks, probabilities, drawn, strict=True)
            ],
            "text": filled + text[at:],
        }

    def draw(self, probabilities: torch.Tensor, allowed: torch.Tensor, dice: torch.Generator) -> list[int]:
        """One id for each row of (places, V) probabilities, among those `allowed`: (V,) or (places, V)."""
        # Where nothing allowed has any chance left, all that is allowed has the same.
        chances = probabilities * allowed + allowed * torch.finfo(torch.float32).tiny
        return torch.multinomial(chances, 1, generator=dice)[:, 0].tolist()

    @cached_property
    def shapes(self) -> torch.Tensor:
        """(V,): `WORD`, `PIECE` (which goes on with a word) or `MARK`, and `NO_TEXT` for special tokens."""
        special = set(self._tokenizer.all_special_ids)
        return torch.tensor(
            [NO_TEXT if id in special else _shape_of(token) for id, token in enumerate(self._spellings)]
        )

    def written(self, id: int) -> str:
        """A token as it stands in a text."""
        return self._spellings[id].removeprefix("##") or self._spellings[id]

    @cached_property
    def _spellings(self) -> list[str]:
        # An output layer may have more rows than the vocabulary has tokens, never fewer.
        spelled = spellings(self._tokenizer.backend_tokenizer)
        rows: int = self._network.config.vocab_size
        return [*spelled, *("" for _ in range(rows - len(spelled)))]

    def _candidates(self, probabilities: torch.Tensor, top_k: int) -> list[dict[str, Any]]:
        """The `top_k` likeliest of (V,) probabilities."""
        special = set(self._tokenizer.all_special_ids)
        likeliest = torch.topk(probabilities, min(top_k + len(special), len(probabilities)))
        pairs = zip(likeliest.indices.tolist(), likeliest.values.tolist(), strict=True)
        usable = [(token, p) for token, p in pairs if token not in special]
        return [{"text": self._tokenizer.decode([token]), "probability": p} for token, p in usable[:top_k]]


def _shape_of(spelling: str) -> int:
    if not spelling.strip():
        return NO_TEXT
    if kind_of(spelling) == "mark":
        return MARK
    return PIECE if spelling.startswith("##") and len(spelling) > 2 else WORD
