"""Why one word got its tag: what the tag's probability loses when another word is left out.

The other words keep their places in the sentence, so that each of them is asked about once.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import torch

from electra_engine.errors import UserError
from electra_engine.finetuning.examples import Input
from electra_engine.finetuning.forms.tags import OUTSIDE, words_of
from electra_engine.inference.fine_tuned import FineTunedModel
from electra_engine.inference.importance import MOST_WORDS

Places = list[list[int]]


def explain_tag(model: FineTunedModel, text: str, about: str | None) -> dict[str, Any]:
    """As `explaining.explain`, with "about": the word whose tag it is.

    `about` is the word; without it, it is the one that the model is surest to be more than `O`. Raises
    `UserError` where the text has no words, no other words, or not this one.
    """
    words: Places = words_of(text)[:MOST_WORDS]
    if len(words) < 2:
        raise UserError(
            "There are no two words in the text, so that one could be left out: write more.", "text"
        )
    whole = model.tag_shares([{"text": text, "words": words}])[0]
    chosen = _chosen(model, text, words, whole, about)
    tag = int(whole[chosen].argmax())
    others = [number for number in range(len(words)) if number != chosen]
    shares = model.tag_shares([_without(text, words, number) for number in others])
    value = float(whole[chosen, tag])
    weights = [
        value - float(row[chosen - (number < chosen), tag])
        for number, row in zip(others, shares, strict=True)
    ]
    return {
        "answer": model.label_names[tag],
        "value": value,
        "method": "leave-one-out",
        "about": _place(text, words[chosen]),
        "words": [
            {**_place(text, words[number]), "weight": weight}
            for number, weight in zip(others, weights, strict=True)
        ],
    }


def _chosen(model: FineTunedModel, text: str, words: Places, shares: torch.Tensor, about: str | None) -> int:
    written = [text[start:end] for start, end in words]
    if about:
        wanted = about.strip().lower()
        found = [number for number, word in enumerate(written) if word.lower() == wanted]
        if not found:
            raise UserError(
                "The word {word!r} does not stand in the text: choose one of its words.",
                "about",
                word=about[:60],
            )
        return found[0]
    sure = shares.max(1)
    telling = [n for n, tag in enumerate(sure.indices.tolist()) if model.label_names[tag] != OUTSIDE]
    return max(telling or range(len(words)), key=lambda number: float(sure.values[number]))


def _without(text: str, words: Sequence[Sequence[int]], number: int) -> Input:
    """The text without a word and the space before it; where the others then stand."""
    start, end = words[number]
    cut = start - (text[start - 1 : start] == " ")
    gone = end - cut
    left = [[a - gone, b - gone] if a >= end else [a, b] for a, b in (*words[:number], *words[number + 1 :])]
    return {"text": text[:cut] + text[end:], "words": left}


def _place(text: str, word: Sequence[int]) -> dict[str, Any]:
    start, end = word
    return {"text": text[start:end], "start": start, "end": end}
