"""The start of the weights.

Every matrix begins with a standard deviation of 1/√fan-in, so that signals keep their size through
the layers; the usual 0.02 is meant for widths near 1,000 and starves narrow networks (measured: it
costs a small pair minutes). The generator's output bias begins at the log unigram frequencies: what
it would otherwise spend its first hundred steps on.
"""

from __future__ import annotations

import math

import torch
from torch import nn

PUBLISHED_STANDARD_DEVIATION = 0.02
# How far from a word the heads of a first layer look where a start gives them a distance: behind is > 0.
NEIGHBOURS = (-1, 1, -2, 2, -3, 3, -4, 4)


@torch.no_grad()
def scale_by_fan_in(network: nn.Module, generator: torch.Generator) -> None:
    """Draws every Linear at 1/√fan-in and every Embedding at 1/√width; biases zero, norms one."""
    for module in network.modules():
        if isinstance(module, nn.Linear):
            module.weight.normal_(0.0, 1 / math.sqrt(module.in_features), generator=generator)
            if module.bias is not None:
                module.bias.zero_()
        elif isinstance(module, nn.Embedding):
            module.weight.normal_(0.0, 1 / math.sqrt(module.embedding_dim), generator=generator)


@torch.no_grad()
def start_as_published(network: nn.Module, generator: torch.Generator) -> None:
    """Draws every matrix and table at 0.02, as the authors' code does."""
    for module in network.modules():
        if isinstance(module, nn.Linear | nn.Embedding):
            module.weight.normal_(0.0, PUBLISHED_STANDARD_DEVIATION, generator=generator)
        if isinstance(module, nn.Linear) and module.bias is not None:
            module.bias.zero_()


@torch.no_grad()
def start_bias_at_frequencies(bias: torch.Tensor, frequencies: torch.Tensor) -> None:
    """Sets the (V,) output bias to the log of smoothed token frequencies."""
    smoothed = frequencies.double() + 0.5
    bias.copy_((smoothed / smoothed.sum()).log().to(bias.dtype))
