"""The published layout's better start: from the first step a head looks at one neighbour."""

from __future__ import annotations

import pytest
import torch

from electra_engine.model.pair import build_pair
from electra_engine.model.published_start import DISTANCES
from tests.engine.tiny import VOCABULARY, tiny_settings

LENGTH = 16


def first_layers_attention(embedding_size: int) -> torch.Tensor:
    """(heads, L, L) of the discriminator's first layer on a row of random words."""
    settings = tiny_settings(
        "electra",
        pair__embedding_size=embedding_size,
        discriminator__hidden_size=64,
        discriminator__num_attention_heads=2,
    )
    network = build_pair(settings, VOCABULARY, "eager").discriminator.network.electra
    ids = torch.randint(5, VOCABULARY, (1, LENGTH), generator=torch.Generator().manual_seed(1))
    return network(ids, output_attentions=True).attentions[0][0]


@pytest.mark.parametrize("embedding_size", [32, 64])
def test_each_first_head_looks_mostly_at_its_own_distance(embedding_size: int) -> None:
    attention = first_layers_attention(embedding_size)
    places = torch.arange(4, LENGTH - 4)
    for head, distance in enumerate(DISTANCES[: len(attention)]):
        wanted = attention[head, places, places + distance].mean()
        others = [attention[head, places, places + d].mean() for d in range(-4, 5) if d != distance]
        assert wanted > max(others)


def test_a_random_start_is_the_published_one() -> None:
    pair = build_pair(tiny_settings("electra", pair__start="random"), VOCABULARY)
    table = pair.generator.network.electra.embeddings.position_embeddings.weight
    assert float(table.detach().std()) == pytest.approx(0.02, rel=0.1)
