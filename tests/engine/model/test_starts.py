"""The better starts: from the first step a head of the judge's first layer looks at one neighbour."""

from __future__ import annotations

import pytest
import torch

from electra_engine.model.initialisation import NEIGHBOURS
from electra_engine.model.pair import build_pair
from electra_engine.settings import RunSettings
from tests.engine.tiny import VOCABULARY, tiny_settings

LENGTH = 16
IDS = torch.randint(5, VOCABULARY, (1, LENGTH), generator=torch.Generator().manual_seed(1))


def settings(backbone: str, embedding_size: int = 64, **more: object) -> RunSettings:
    return tiny_settings(
        backbone,
        pair__embedding_size=embedding_size,
        discriminator__hidden_size=64,
        discriminator__num_attention_heads=2,
        **more,
    )


def published_attention(embedding_size: int) -> torch.Tensor:
    """(heads, L, L) of the judge's first layer on a row of random words."""
    network = build_pair(settings("electra", embedding_size), VOCABULARY, "eager").discriminator.network
    return network.electra(IDS, output_attentions=True).attentions[0][0]


def modern_attention(**more: object) -> torch.Tensor:
    encoder = build_pair(settings("modern", **more), VOCABULARY, "eager").discriminator.encoder
    words = encoder.projection(encoder.table(IDS))
    return encoder.body(inputs_embeds=words, output_attentions=True).attentions[0][0]


def looks_at_neighbours(attention: torch.Tensor) -> bool:
    """Whether each head looks more at its own distance than at any other nearby."""
    places = torch.arange(4, LENGTH - 4)
    near = torch.stack([attention[:, places, places + d].mean(1) for d in range(-4, 5)], 1)  # (heads, 9)
    return near.argmax(1).sub(4).tolist() == list(NEIGHBOURS[: len(attention)])


@pytest.mark.parametrize("embedding_size", [32, 64])
def test_the_published_judge_begins_with_its_neighbours(embedding_size: int) -> None:
    assert looks_at_neighbours(published_attention(embedding_size))


def test_the_modern_judge_begins_with_its_neighbours() -> None:
    assert looks_at_neighbours(modern_attention())


def test_the_modern_judge_begins_anywhere_where_that_is_asked_for() -> None:
    assert not looks_at_neighbours(modern_attention(pair__start="company"))


def test_the_modern_generator_has_no_such_start() -> None:
    pair = build_pair(settings("modern"), VOCABULARY)
    assert not pair.generator.encoder.body.config.attention_bias
    assert pair.discriminator.encoder.body.config.attention_bias


def test_a_random_start_is_the_published_one() -> None:
    pair = build_pair(tiny_settings("electra", pair__start="random"), VOCABULARY)
    table = pair.generator.network.electra.embeddings.position_embeddings.weight
    assert float(table.detach().std()) == pytest.approx(0.02, rel=0.1)
