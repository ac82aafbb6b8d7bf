"""The tokens of a row with all that can be seen at them: hidden, filled, guessed, judged."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence

import torch
from tokenizers import Encoding

from electra_engine.corpus.words import without_space
from electra_engine.watching.records import Candidate, ProbeToken
from electra_engine.watching.token_kinds import BEGINS

CANDIDATES = 5


def seen_tokens(
    text: str,
    row: Encoding,
    put: Sequence[int],
    guesses: Mapping[int, torch.Tensor],
    verdicts: Sequence[float],
    word: Callable[[int], str],
) -> dict[int, ProbeToken]:
    """What can be seen at every token of the `text`, by its place in the `row` of L tokens.

    `put` (L) are the tokens that the judge read and `verdicts` (L) its P(replaced); `guesses` are the
    generator's probabilities (V,) by the place of each hidden token; `word` writes a token, ``##`` before
    one that continues a word.
    """
    seen = {}
    for place, original in enumerate(row.ids):
        if row.special_tokens_mask[place]:
            continue
        start, end = without_space(text, *row.offsets[place])
        written = word(original)
        guess = guesses.get(place)
        seen[place] = ProbeToken(
            text=written,
            start=start,
            end=start if written == BEGINS else end,  # the letters are the next token's
            hidden=guess is not None,
            sampled=word(put[place]),
            replaced=put[place] != original,
            p_replaced=verdicts[place],
            p_original=None if guess is None else guess[original].item(),
            candidates=[] if guess is None else _likeliest(guess, word),
        )
    return seen


def _likeliest(guess: torch.Tensor, word: Callable[[int], str]) -> list[Candidate]:
    """The likeliest tokens of (V,) probabilities."""
    top = guess.topk(min(CANDIDATES, len(guess)))
    return [Candidate(word(int(token)), p.item()) for p, token in zip(top.values, top.indices, strict=True)]
