"""A start for the `modern` judge that looks at the words beside each word from the first step.

Each head of the first layer begins with biases of its queries and keys that the rotary positions turn
into a preference for one distance: the word before, the word behind, two before … (a query's bias turned
by the distance meets a key's bias at just that distance). The judge learns sooner so; the generator
would too, but it then forges better than the judge can follow in its first minute (assets/results.md).
"""

from __future__ import annotations

import math

import torch
from torch import nn
from transformers import ModernBertModel

from electra_engine.model.configuration import ROTARY_THETA
from electra_engine.model.initialisation import NEIGHBOURS, scale_by_fan_in

FREQUENCIES = 4  # the fastest of a head's, which tell one word from the next
STRENGTH = 4.0  # of a bias: the next best distance begins with about a tenth of the attention
CONTENT = 0.3  # what is left of the random queries and keys, so that they do not drown the distance


@torch.no_grad()
def start_judge_near(network: nn.Module, generator: torch.Generator) -> None:
    """Draws all weights at 1/√fan-in, then starts every `ModernBertModel` with biases on its neighbours."""
    scale_by_fan_in(network, generator)
    for module in network.modules():
        if isinstance(module, ModernBertModel) and module.config.attention_bias:
            _look_at_neighbours(module)


def _look_at_neighbours(network: ModernBertModel) -> None:
    width, heads = network.config.hidden_size, network.config.num_attention_heads
    head_width = width // heads
    joined = network.layers[0].attn.Wqkv  # rows: queries of all heads, then keys, then values
    joined.weight[: 2 * width] *= CONTENT
    for head in range(heads):
        distance = NEIGHBOURS[head % len(NEIGHBOURS)]
        for pair in range(min(FREQUENCIES, head_width // 2)):
            # A rotary pair is a component of the head's first half and the same of its second.
            real = head * head_width + pair
            imaginary = real + head_width // 2
            angle = distance * ROTARY_THETA ** (-2 * pair / head_width)
            joined.bias[real] = STRENGTH * math.cos(angle)
            joined.bias[imaginary] = STRENGTH * math.sin(angle)
            joined.bias[width + real] = STRENGTH
