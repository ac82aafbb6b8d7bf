"""Drawing tokens: from the generator's softmax and from the unigram distribution."""

from __future__ import annotations

import torch
from torch.nn import functional as F

BLOCK = 64


@torch.no_grad()
def sample(logits: torch.Tensor, uniform: torch.Tensor, temperature: float = 1.0) -> torch.Tensor:
    """One token a row from the full softmax of `logits` (M, V), in fp32, given `uniform` (M,) in [0, 1)."""
    return draw(torch.softmax(logits.float() / temperature, dim=-1), uniform)


@torch.no_grad()
def draw(probabilities: torch.Tensor, uniform: torch.Tensor) -> torch.Tensor:
    """One token a row of `probabilities` (M, V), given `uniform` (M,) in [0, 1).

    Inverse transform sampling in two levels: a block of the vocabulary by the blocks' sums, then a
    token in it. It needs one random number a row where Gumbel noise needs V of them and their
    logarithms, and no cumulative sum over V; the distribution is that of `probabilities`, exactly.
    """
    rows, vocabulary = probabilities.shape
    blocks = F.pad(probabilities, (0, -vocabulary % BLOCK)).view(rows, -1, BLOCK)  # (M, V / BLOCK, BLOCK)
    up_to_block = blocks.sum(-1).cumsum(-1)  # (M, V / BLOCK)
    threshold = uniform.to(probabilities)[:, None] * up_to_block[:, -1:]
    block = _first_above(up_to_block, threshold)  # (M, 1)
    before = torch.where(block > 0, up_to_block.gather(1, (block - 1).clamp(min=0)), 0.0)
    inside = blocks.gather(1, block[:, :, None].expand(-1, -1, BLOCK)).squeeze(1).cumsum(-1)  # (M, BLOCK)
    return (block * BLOCK + _first_above(inside, threshold - before)).squeeze(1).clamp_(max=vocabulary - 1)


def _first_above(cumulative: torch.Tensor, threshold: torch.Tensor) -> torch.Tensor:
    """The first index of each row of `cumulative` (M, N) that exceeds `threshold` (M, 1)."""
    return torch.searchsorted(cumulative, threshold, right=True).clamp_(max=cumulative.shape[1] - 1)


class UnigramSampler:
    """Draws tokens by how often they stand in the training text."""

    def __init__(self, frequencies: torch.Tensor) -> None:
        """`frequencies` (V,) are counts; a token with count 0 is never drawn."""
        self._cumulative = frequencies.double().cumsum(0)

    def draw(self, count: int, dice: torch.Generator) -> torch.Tensor:
        """(count,) int64 token ids, drawn on the CPU."""
        uniform = torch.rand(count, generator=dice, dtype=torch.float64)
        return torch.searchsorted(self._cumulative, uniform * self._cumulative[-1], right=True)
