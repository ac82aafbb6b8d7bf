"""Pairs none of whose numbers is what it was at the start, so that nothing agrees by chance."""

from __future__ import annotations

import torch
from torch import nn

from electra_engine.model.pair import Pair
from tests.engine.tiny import tiny_pair


def shake(network: nn.Module, seed: int = 5, size: float = 0.05) -> None:
    """Adds noise to every parameter."""
    dice = torch.Generator().manual_seed(seed)
    with torch.no_grad():
        for parameter in network.parameters():
            parameter.add_(torch.randn(parameter.shape, generator=dice) * size)


def shaken_pair(backbone: str, sharing: str = "embeddings") -> Pair:
    pair = tiny_pair(backbone, pair__sharing=sharing).eval()
    shake(pair)
    return pair


def embedding_modules(pair: Pair) -> tuple[nn.Module, nn.Module]:
    """What the generator and the discriminator read words by."""
    if pair.backbone == "electra":
        return pair.generator.network.electra.embeddings, pair.discriminator.network.electra.embeddings
    return pair.generator.encoder.table, pair.discriminator.encoder.table
