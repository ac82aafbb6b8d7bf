"""Cross-entropy over the vocabulary with one exponential an entry.

The usual way takes a log-softmax, its backward pass and, for the samples, a softmax: three
exponentials an entry, on a CPU as costly as the product that made the logits. Here the softmax is
taken once; the gradient is (p − onehot) / M, computed in its place, and the samples are drawn from it.
"""

from __future__ import annotations

from typing import Any

import torch

SMALLEST = 1e-30


class _CrossEntropy(torch.autograd.Function):
    @staticmethod
    def forward(ctx: Any, logits: torch.Tensor, targets: torch.Tensor) -> tuple[torch.Tensor, torch.Tensor]:
        probabilities = torch.softmax(logits, dim=-1, dtype=torch.float32)  # (M, V)
        ctx.save_for_backward(probabilities, targets)
        ctx.mark_non_differentiable(probabilities)
        of_targets = probabilities.gather(1, targets[:, None]).clamp(min=SMALLEST)
        return -of_targets.log().mean(), probabilities

    @staticmethod
    def backward(ctx: Any, *gradients: torch.Tensor) -> tuple[torch.Tensor, None]:
        probabilities, targets = ctx.saved_tensors
        scale = gradients[0] / len(targets)
        gradient = probabilities * scale  # (M, V)
        gradient.scatter_add_(1, targets[:, None], -scale.expand(len(targets), 1).to(gradient))
        return gradient, None


def cross_entropy(logits: torch.Tensor, targets: torch.Tensor) -> tuple[torch.Tensor, torch.Tensor]:
    """Mean cross-entropy in nats of `targets` (M,) under `logits` (M, V), and the softmax (M, V) in fp32."""
    return _CrossEntropy.apply(logits, targets)


def guessed_right(logits: torch.Tensor, targets: torch.Tensor) -> torch.Tensor:
    """(M,) True where no entry of `logits` (M, V) is above the target's; cheaper than finding which is."""
    return logits.gather(1, targets[:, None]).squeeze(1) >= logits.amax(1)
