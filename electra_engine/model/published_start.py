"""A start for the published layout that reads its neighbours from the first step.

The layout has a learned table of positions, and from a random one neither network finds out in minutes
that the words beside a gap matter: both stay at word frequencies. Here some columns of the embedding
are left to positions alone, which begin as sinusoids in them (Vaswani et al. 2017, section 3.5), and each
head of the first layer begins with queries and keys that read those columns such that its attention
peaks at one fixed distance: the word before, the word behind, two before …
"""

from __future__ import annotations

import math

import torch
from torch import nn
from transformers import ElectraModel

from electra_engine.model.initialisation import NEIGHBOURS, scale_by_fan_in

COLUMNS_SHARE = 4  # one column in four is the positions'
MOST_COLUMNS = 32
SLOWEST = 1 / 12  # radians a token
POSITION_LENGTH = 1.0  # of a word vector's length
SHARPNESS = 1.5


@torch.no_grad()
def start_near(network: nn.Module, generator: torch.Generator) -> None:
    """Draws all weights at 1/√fan-in, then starts every `ElectraModel` inside on its neighbours."""
    scale_by_fan_in(network, generator)
    for module in network.modules():
        if isinstance(module, ElectraModel):
            _place_positions(module)
            _look_at_neighbours(module)


def _place_positions(network: ElectraModel) -> None:
    embeddings = network.embeddings
    words, table = embeddings.word_embeddings.weight, embeddings.position_embeddings.weight
    length = words.norm(dim=1).mean() * POSITION_LENGTH
    columns = _columns(table.shape[1])
    words[:, :columns] = 0
    embeddings.token_type_embeddings.weight[:, :columns] = 0
    table.zero_()
    table[:, :columns] = _sinusoids(len(table), columns) * length


def _columns(width: int) -> int:
    """How many columns of an embedding of `width` are the positions': an even number."""
    return min(MOST_COLUMNS, width // COLUMNS_SHARE // 2 * 2)


def _frequencies(columns: int) -> torch.Tensor:
    """(columns / 2,) in radians a token, from 1 down to `SLOWEST`."""
    return SLOWEST ** torch.linspace(0, 1, columns // 2)


def _sinusoids(positions: int, columns: int) -> torch.Tensor:
    """(positions, columns) unit vectors: sines of all frequencies, then cosines."""
    angles = torch.arange(positions)[:, None] * _frequencies(columns)  # (positions, columns / 2)
    return torch.cat([angles.sin(), angles.cos()], 1) / math.sqrt(columns / 2)


def _look_at_neighbours(network: ElectraModel) -> None:
    """Queries turned by a head's distance against keys: their product peaks where the distance fits."""
    width = network.config.embedding_size
    heads = network.config.num_attention_heads
    head_width = network.config.hidden_size // heads
    into_embedding = _way_back(network, width)  # (E, H)
    attention = network.encoder.layer[0].attention.self
    for head in range(heads):
        rows = slice(head * head_width, (head + 1) * head_width)
        queries, keys = _turned(NEIGHBOURS[head % len(NEIGHBOURS)], head_width, width)
        attention.query.weight[rows] = SHARPNESS * queries @ into_embedding
        attention.key.weight[rows] = SHARPNESS * keys @ into_embedding


def _way_back(network: ElectraModel, width: int) -> torch.Tensor:
    """(E, H): reads the embedding out of the first hidden states, where a projection widened it."""
    if hasattr(network, "embeddings_project"):
        return torch.linalg.pinv(network.embeddings_project.weight)
    return torch.eye(width)


def _turned(distance: int, head_width: int, width: int) -> tuple[torch.Tensor, torch.Tensor]:
    """Queries and keys (head_width, E) that compare a position with the one `distance` further on.

    sin(t + d) = sin t cos d + cos t sin d and its like for the cosine, for as many frequencies as the
    head has room for.
    """
    half = _columns(width) // 2
    frequencies = _frequencies(2 * half)
    queries, keys = torch.zeros(head_width, width), torch.zeros(head_width, width)
    for pair in range(min(head_width // 2, half)):
        sine, cosine = pair, half + pair
        angle = distance * float(frequencies[pair])
        queries[2 * pair, sine], queries[2 * pair, cosine] = math.cos(angle), math.sin(angle)
        queries[2 * pair + 1, sine], queries[2 * pair + 1, cosine] = -math.sin(angle), math.cos(angle)
        keys[2 * pair, sine] = keys[2 * pair + 1, cosine] = 1.0
    return queries, keys
