"""Which words an answer rests on, and the fewest whose loss turns it.

Two measures of a word: what the answer's probability loses when the word is left out (occlusion, Zeiler
and Fergus 2014), which can be said in plain words but asks the model once a word; and gradient times input
(Shrikumar et al. 2016), which takes one pass and sees only the smallest changes.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from itertools import groupby

import torch
from transformers import PreTrainedModel

from electra_engine.inference.written_words import WrittenWord

MOST_WORDS = 200  # that are left out one by one; of more, several neighbours together
MOST_CANDIDATES = 12  # words tried a round: the ones that mattered most at first
MOST_ROUNDS = 40


@dataclass(frozen=True)
class PlacedWord(WrittenWord):
    """A word, or neighbours that are left out together, of one of the texts that are read: `part` is text,
    text_pair or choices, `number` which of the choices."""

    part: str = "text"
    number: int = 0


Gone = Sequence[PlacedWord]
Judge = Callable[[Sequence[Gone]], torch.Tensor]  # what is left out, once a question → (questions, classes)


@dataclass(frozen=True)
class Deletion:
    """A word that was left out, and what the model said then: the likeliest class and its probability,
    and what was left for the first answer."""

    word: PlacedWord
    answer: int
    probability: float
    left: float


def few_enough(words: Sequence[PlacedWord]) -> list[PlacedWord]:
    """The words themselves, or where they are too many so many neighbours of one text at a time."""
    size = -(-len(words) // MOST_WORDS)
    joined: list[PlacedWord] = []
    for _, group in groupby(words, key=lambda word: (word.part, word.number)):
        some = list(group)
        joined += [
            replace(some[first], end=some[min(first + size, len(some)) - 1].end)
            for first in range(0, len(some), max(size, 1))
        ]
    return joined


def leave_one_out(judge: Judge, words: Sequence[PlacedWord], answer: int) -> list[float]:
    """For each word what `answer` loses in probability without it: below 0 where it gains."""
    whole, *others = judge([(), *([word] for word in words)])[:, answer].tolist()
    return [whole - one for one in others]


def gradient_times_input(
    network: PreTrainedModel, inputs: dict[str, torch.Tensor], answer: int
) -> torch.Tensor:
    """(L,) for one row: the answer's logit's gradient at each token's embedding, times that embedding."""
    embedded = network.get_input_embeddings()(inputs["input_ids"]).detach().requires_grad_()
    others = {name: tensor for name, tensor in inputs.items() if name != "input_ids"}
    with torch.enable_grad():
        logit = network(inputs_embeds=embedded, **others).logits[0, answer]
        (gradient,) = torch.autograd.grad(logit, embedded)
    return (gradient * embedded).sum(-1)[0].detach()


def by_word(
    words: Sequence[WrittenWord], tokens: Sequence[tuple[int, int]], values: Sequence[float]
) -> list[float]:
    """The sum for each word over the tokens, given by their first and last character, that begin in it."""
    return [
        sum(value for (start, end), value in zip(tokens, values, strict=True) if word.start < end <= word.end)
        for word in words
    ]


def delete_until_it_flips(judge: Judge, words: Sequence[PlacedWord]) -> tuple[list[Deletion], bool]:
    """The fewest words found whose loss turns the answer, in order, and whether it turned at all.

    Each round leaves out the word without which the first answer is least likely; once the answer has
    turned, words that were not needed for it come back.
    """
    answer = int(judge([()])[0].argmax())
    weights = leave_one_out(judge, words, answer)
    candidates = [word for _, word in sorted(zip(weights, words, strict=True), key=lambda pair: -pair[0])]
    gone: list[PlacedWord] = []
    while candidates and len(gone) < MOST_ROUNDS:
        tried = candidates[:MOST_CANDIDATES]
        shares = judge([[*gone, word] for word in tried])
        best = int(shares[:, answer].argmin())
        gone.append(tried[best])
        candidates.remove(tried[best])
        if int(shares[best].argmax()) != answer:
            return _deletions(judge, _needed(judge, gone, answer), answer), True
    return _deletions(judge, gone, answer), False


def _needed(judge: Judge, gone: list[PlacedWord], answer: int) -> list[PlacedWord]:
    """The deleted words, less each whose return leaves the answer turned."""
    needed = list(gone)
    for word in gone[:-1]:
        fewer = [one for one in needed if one != word]
        if int(judge([fewer])[0].argmax()) != answer:
            needed = fewer
    return needed


def _deletions(judge: Judge, gone: list[PlacedWord], answer: int) -> list[Deletion]:
    shares = judge([gone[: count + 1] for count in range(len(gone))])
    return [
        Deletion(word, int(row.argmax()), float(row.max()), float(row[answer]))
        for word, row in zip(gone, shares, strict=True)
    ]
