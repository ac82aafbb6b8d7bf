"""Predicting every token with a gate that may copy the one that stands there.

All-Tokens MLM (Clark et al. 2020, efficiency analysis): p(x) = D · 1[x is the token read] +
(1 − D) · softmax(x), where D is the sigmoid of one logit a token. Without the gate a network would spend
itself on learning to repeat the six words in seven that nobody touched.
"""

from __future__ import annotations

import torch
from torch.nn import functional as F


def copy_gate_loss(
    restored: torch.Tensor, gate: torch.Tensor, read: torch.Tensor, originals: torch.Tensor
) -> torch.Tensor:
    """Mean −ln p(original) in nats over N tokens.

    `restored` (N, V) are the softmax's logits, `gate` (N,) the logits of 1 − D, `read` and `originals`
    (N,) token ids. All sums of probabilities are taken as logarithms, so that a sure gate costs nothing
    and a wrong one costs no infinity.
    """
    from_softmax = F.logsigmoid(gate) - F.cross_entropy(restored, originals, reduction="none")
    with_copy = torch.logaddexp(F.logsigmoid(-gate), from_softmax)
    return -torch.where(read == originals, with_copy, from_softmax).mean()
