"""Which tokens are hidden from the generator, and how.

Clark et al. 2020, section 2 and appendix A: 15% of the real tokens, drawn without replacement, never a
special token; 85% of them become [MASK], the others stay visible, all are predicted and resampled.
"""

from __future__ import annotations

from dataclasses import dataclass

import torch


@dataclass(frozen=True)
class Hidden:
    """`positions` (M,) indexes the flattened (B·L) batch; `inputs` (B, L) is what the generator reads."""

    positions: torch.Tensor
    inputs: torch.Tensor


def maskable(ids: torch.Tensor, never: torch.Tensor) -> torch.Tensor:
    """True where a token of `ids` (B, L) may be hidden: everywhere but at the special ids `never` (S,)."""
    return ~torch.isin(ids, never)


def hide(
    ids: torch.Tensor,
    candidates: torch.Tensor,
    mask_id: int,
    masked_share: float,
    kept_share: float,
    dice: torch.Generator,
) -> Hidden:
    """Hides `masked_share` of each row's `candidates` (B, L), at least one where there is any.

    The dice are always thrown on the CPU, so that a run on another device hides the same tokens.
    """
    rows, length = ids.shape
    candidates_cpu = candidates.cpu()
    available = candidates_cpu.sum(1)  # (B,)
    wanted = (available * masked_share).round().long().clamp(min=1).minimum(available)
    order = torch.rand(rows, length, generator=dice).masked_fill_(~candidates_cpu, 2.0).argsort(1)
    chosen = torch.arange(length) < wanted[:, None]  # the first `wanted` of each row's random order
    flat = (order + torch.arange(rows)[:, None] * length)[chosen].sort().values  # (M,)
    stays_visible = torch.rand(len(flat), generator=dice) < kept_share
    inputs = ids.clone()
    inputs.view(-1)[flat[~stays_visible].to(ids.device)] = mask_id
    return Hidden(flat.to(ids.device), inputs)
