"""Attention written as two matrix products, registered with transformers under the name ``matmul``.

At 64 to 128 tokens in bf16 on a CPU this is several times faster than the fused kernel, whose work
is spent on not storing a score matrix that is small anyway.
"""

from __future__ import annotations

from typing import Any

import torch
from torch import nn
from transformers import AttentionInterface
from transformers.masking_utils import AttentionMaskInterface, eager_mask


def matmul_attention(
    module: nn.Module,
    query: torch.Tensor,
    key: torch.Tensor,
    value: torch.Tensor,
    attention_mask: torch.Tensor | None,
    scaling: float,
    dropout: float = 0.0,
    **_: Any,
) -> tuple[torch.Tensor, None]:
    """softmax(q kᵀ · scaling + mask) v; q, k, v are (B, heads, L, width), the result (B, L, heads, width).

    Vaswani et al. 2017, equation 1. The scale is put on the query: L × width products instead of L × L.
    """
    scores = torch.matmul(query * scaling, key.transpose(2, 3))  # (B, heads, L, L)
    if attention_mask is not None:
        scores = scores + attention_mask
    weights = torch.softmax(scores, dim=-1, dtype=torch.float32).to(value.dtype)
    weights = nn.functional.dropout(weights, p=dropout, training=module.training)
    return torch.matmul(weights, value).transpose(1, 2), None


def register() -> None:
    """Makes ``attn_implementation="matmul"`` known to every transformers model of this process."""
    AttentionInterface.register("matmul", matmul_attention)
    AttentionMaskInterface.register("matmul", eager_mask)
