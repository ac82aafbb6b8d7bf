"""One row through every stage of a training step: read, hide, guess, swap, judge, score.

The networks come as functions, so that a pair in training and an exported one are followed alike.
Shapes: L positions of the row, M hidden ones, V vocabulary.
"""

from __future__ import annotations

import math
from collections.abc import Callable
from dataclasses import dataclass

import torch
from tokenizers import Encoding

from electra_engine.objective.masking import Hidden, hide
from electra_engine.objective.sampling import sample
from electra_engine.watching.records import BatchTrace, ProbeToken
from electra_engine.watching.seen_tokens import seen_tokens

SMALLEST = 1e-9  # a probability of 0 would make a loss infinite


@dataclass(frozen=True)
class Players:
    """Both networks and their words.

    `fill` gives logits (M, V) for the hidden tokens, `judge` P(replaced) (1, L) for the ids of a row,
    `word` writes a token, ``##`` before one that continues a word; `special` are ids that are not text, the
    mask's first.
    """

    fill: Callable[[Hidden], torch.Tensor]
    judge: Callable[[torch.Tensor], torch.Tensor]
    word: Callable[[int], str]
    special: list[int]


def trace_row(
    text: str, row: Encoding, players: Players, share: float, generator: torch.Generator, step: int = 0
) -> BatchTrace:
    """The `row` of a `text`, of which a `share` of the tokens is hidden by the dice `generator`.

    Every chosen token becomes a mask: the few that training leaves visible would only puzzle.
    """
    ids = torch.tensor([row.ids])  # (1, L)
    may_hide = ~torch.isin(ids, torch.tensor(players.special))
    hidden = hide(ids, may_hide, players.special[0], share, 0.0, generator)
    logits = players.fill(hidden)  # (M, V)
    corrupted = ids.clone()
    corrupted[0, hidden.positions] = sample(logits, torch.rand(len(logits), generator=generator))
    verdicts = players.judge(corrupted)[0].tolist()
    guesses = dict(zip(hidden.positions.tolist(), logits.softmax(-1), strict=True))
    seen = seen_tokens(text, row, corrupted[0].tolist(), guesses, verdicts, players.word)
    tokens = list(seen.values())
    return BatchTrace(step, text, tokens, *_losses(tokens))


def _losses(tokens: list[ProbeToken]) -> tuple[float, float]:
    """Mean cross-entropies in nats: of the hidden tokens' originals, of all tokens' verdicts."""
    filled = [-math.log(max(t.p_original, SMALLEST)) for t in tokens if t.p_original is not None]
    right = [t.p_replaced if t.replaced else 1 - t.p_replaced for t in tokens]
    judged = [-math.log(max(p, SMALLEST)) for p in right]
    return sum(filled) / max(len(filled), 1), sum(judged) / max(len(judged), 1)
