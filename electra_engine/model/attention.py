"""Attention written as two matrix products, registered with transformers under the name ``matmul``.

At 64 to 128 tokens in bf16 on a CPU this is several times faster than the fused kernel, whose work
is spent on not storing a score matrix that is small anyway.

Every kernel is also known with ``prefixed-`` before its name: it then attends to learned keys and values
as well, where a module has them (see `additions`).
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import torch
from torch import nn
from transformers import AttentionInterface, PreTrainedModel
from transformers.integrations.sdpa_attention import sdpa_attention_forward
from transformers.masking_utils import AttentionMaskInterface, eager_mask, sdpa_mask

from electra_engine.model.dropout import dropout as cheap_dropout

PREFIX = "prefix"  # the submodule of an attention module that holds learned keys and values
PREFIXED = "prefixed-"


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
    All of it is done in the query's precision; autocast would keep the L × L parts in fp32.
    """
    key, value = key.to(query.dtype), value.to(query.dtype)
    with torch.autocast(query.device.type, enabled=False):
        scores = torch.matmul(query * scaling, key.transpose(2, 3))  # (B, heads, L, L)
        if attention_mask is not None:
            least = torch.finfo(scores.dtype).min  # bf16 knows no fp32's
            scores.add_(attention_mask.clamp(min=least).to(scores.dtype))
        weights = torch.softmax(scores, dim=-1)  # summed in fp32 whatever the scores are
        weights = cheap_dropout(weights, dropout, module.training)
        return torch.matmul(weights, value).transpose(1, 2), None


def register() -> None:
    """Makes our kernels known to every transformers model of this process."""
    AttentionInterface.register("matmul", matmul_attention)
    AttentionInterface.register(f"{PREFIXED}matmul", _with_prefix(matmul_attention))
    AttentionInterface.register(f"{PREFIXED}sdpa", _with_prefix(sdpa_attention_forward))
    for prefix in ("", PREFIXED):
        AttentionMaskInterface.register(f"{prefix}matmul", _where_needed(eager_mask))
        AttentionMaskInterface.register(f"{prefix}sdpa", _where_needed(sdpa_mask))


def use_attention(network: PreTrainedModel, kernel: str) -> None:
    """Sets the kernel ("matmul" or "sdpa"), the one for prefixes where the network has some."""
    register()
    has_prefix = any(name.endswith(f".{PREFIX}") for name, _ in network.named_modules())
    plain = kernel.removeprefix(PREFIXED)
    network.set_attn_implementation(f"{PREFIXED}{plain}" if has_prefix else plain)


def _where_needed(make_mask: Callable[..., torch.Tensor | None]) -> Callable[..., torch.Tensor | None]:
    """`make_mask`, but None where every token sees every token.

    While a compiler or a CUDA graph looks on, transformers 5.17 makes a mask there that hides nothing, and
    a mask shuts out the fused kernels: a step takes a third longer.
    """

    def mask(
        *,
        kv_length: int,
        attention_mask: torch.Tensor | None = None,
        local_size: int | None = None,
        allow_is_bidirectional_skip: bool = False,
        **details: Any,
    ) -> torch.Tensor | None:
        sees_all = attention_mask is None and (local_size is None or kv_length < local_size)
        if sees_all and allow_is_bidirectional_skip:
            return None
        return make_mask(
            kv_length=kv_length,
            attention_mask=attention_mask,
            local_size=local_size,
            allow_is_bidirectional_skip=allow_is_bidirectional_skip,
            **details,
        )

    return mask


def _with_prefix(attend: Callable[..., Any]) -> Callable[..., Any]:
    """`attend` over the row and over the module's own keys and values (heads, size, width) before it."""

    def prefixed(
        module: Any,
        query: torch.Tensor,
        key: torch.Tensor,
        value: torch.Tensor,
        attention_mask: torch.Tensor | None,
        **details: Any,
    ) -> Any:
        prefix, rows = module.prefix, len(key)
        key = torch.cat([prefix.keys.to(key.dtype).expand(rows, -1, -1, -1), key], dim=2)
        value = torch.cat([prefix.values.to(value.dtype).expand(rows, -1, -1, -1), value], dim=2)
        if attention_mask is not None:  # True or 0.0 where a token may be attended to
            size = prefix.keys.shape[1]
            is_switch = attention_mask.dtype == torch.bool
            attention_mask = nn.functional.pad(attention_mask, (size, 0), value=1.0 if is_switch else 0.0)
        return attend(module, query, key, value, attention_mask, **details)

    return prefixed
