"""A text of any length as rows of tokens that a network can read.

A text that fits becomes one row. A longer one becomes overlapping rows, and each token is judged in
the row where it stands farthest from an edge, so that it sees context on both sides.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import torch
from transformers import PreTrainedModel, PreTrainedTokenizerBase

from electra_engine.corpus.words import without_space
from electra_engine.errors import UserError

ROWS_AT_ONCE = 8


@dataclass(frozen=True)
class TokenPlace:
    """A token of the text: its characters from `start` to `end`, and where to read its verdict."""

    id: int
    start: int
    end: int
    row: int
    column: int


@dataclass(frozen=True)
class Windows:
    """`inputs` are tensors of shape (rows, L); `places` lists the text's tokens in order.

    `everywhere` says of each token all the (row, column) at which it stands: rows overlap.
    """

    inputs: dict[str, torch.Tensor]
    places: list[TokenPlace]
    everywhere: list[list[tuple[int, int]]]

    def batches(self) -> Iterator[tuple[int, dict[str, torch.Tensor]]]:
        """(number of the first row, a few rows), in order."""
        for first in range(0, len(self.inputs["input_ids"]), ROWS_AT_ONCE):
            yield first, {name: rows[first : first + ROWS_AT_ONCE] for name, rows in self.inputs.items()}


def cut(text: str, tokenizer: PreTrainedTokenizerBase, capacity: int) -> Windows:
    """The text in rows of at most `capacity` tokens, special tokens counted.

    Raises `UserError` for text that is not valid Unicode.
    """
    check_unicode(text)
    special = tokenizer.num_special_tokens_to_add()
    content = capacity - special
    overlap = content // 4
    rows = tokenizer(
        text,
        truncation=True,
        max_length=capacity,
        stride=overlap,
        padding=True,
        return_overflowing_tokens=True,
        return_offsets_mapping=True,
        return_special_tokens_mask=True,
        return_tensors="pt",
    )
    places: dict[int, tuple[int, TokenPlace]] = {}  # number of the token → (distance to an edge, place)
    everywhere: dict[int, list[tuple[int, int]]] = {}
    for row, (ids, offsets, masked) in enumerate(
        zip(rows["input_ids"], rows["offset_mapping"].tolist(), rows["special_tokens_mask"], strict=True)
    ):
        columns = [column for column, is_special in enumerate(masked.tolist()) if not is_special]
        for index, column in enumerate(columns):
            number = row * (content - overlap) + index
            depth = min(index, len(columns) - 1 - index)
            everywhere.setdefault(number, []).append((row, column))
            if number not in places or depth > places[number][0]:
                start, end = without_space(text, *offsets[column])
                places[number] = depth, TokenPlace(int(ids[column]), start, end, row, column)
    wanted = ("input_ids", "attention_mask")
    order = sorted(places)
    return Windows(
        {name: rows[name] for name in wanted},
        [places[number][1] for number in order],
        [everywhere[number] for number in order],
    )


@torch.inference_mode()
def logits_at(network: PreTrainedModel, windows: Windows, places: list[TokenPlace]) -> torch.Tensor:
    """The network's logits at these places: (places, …) for logits of shape (rows, L, …)."""
    wanted: dict[int, list[int]] = {}
    for number, place in enumerate(places):
        wanted.setdefault(place.row, []).append(number)
    found: dict[int, torch.Tensor] = {}
    for first, inputs in windows.batches():
        logits = network(**inputs).logits.float()
        for row in range(first, first + len(logits)):
            for number in wanted.get(row, []):
                found[number] = logits[row - first, places[number].column].clone()
    return torch.stack([found[number] for number in range(len(places))])


def check_unicode(text: str) -> None:
    """Raises `UserError` for a text with characters that cannot be encoded."""
    try:
        text.encode()
    except UnicodeEncodeError:
        raise UserError("The text holds bytes that are not valid Unicode: type it again.", "text") from None
