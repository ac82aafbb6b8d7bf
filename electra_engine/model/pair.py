"""The pair: a generator, a discriminator and what they share."""

from __future__ import annotations

from typing import cast

import torch
from torch import nn
from transformers import PreTrainedModel

from electra_engine.model import attention
from electra_engine.model.configuration import electra_config, modern_config, network_shapes
from electra_engine.model.electra import ElectraDiscriminator, ElectraGenerator
from electra_engine.model.initialisation import (
    scale_by_fan_in,
    start_as_published,
    start_bias_at_frequencies,
)
from electra_engine.model.modern import ModernDiscriminator, ModernGenerator
from electra_engine.settings import RunSettings


class Pair(nn.Module):
    """A generator and a discriminator over one embedding (ELECTRA, Clark et al. 2020, section 2).

    `generator(ids)` gives hidden states and `generator.predict(hidden)` logits over the vocabulary;
    `discriminator(ids)` gives a logit for every token.
    """

    def __init__(
        self,
        generator: ModernGenerator | ElectraGenerator,
        discriminator: ModernDiscriminator | ElectraDiscriminator,
        backbone: str,
    ) -> None:
        super().__init__()
        self.generator = generator
        self.discriminator = discriminator
        self.backbone = backbone

    def shared_parameters(self) -> list[nn.Parameter]:
        """The parameters that both networks use: the same objects, not copies."""
        ours = {id(parameter) for parameter in self.generator.parameters()}
        return [parameter for parameter in self.discriminator.parameters() if id(parameter) in ours]

    def use_attention(self, kernel: str) -> None:
        """Switches both networks to another attention kernel (``matmul`` or ``sdpa``)."""
        for module in self.modules():
            if isinstance(module, PreTrainedModel):
                module.config._attn_implementation = kernel


def build_pair(
    settings: RunSettings,
    vocabulary_size: int,
    attention_kernel: str = "matmul",
    frequencies: torch.Tensor | None = None,
) -> Pair:
    """A fresh pair, its weights a function of `settings.training.seed` alone.

    `frequencies` (V,) are training token counts for the generator's output bias.
    """
    attention.register()
    shapes = network_shapes(settings, vocabulary_size)
    dice = torch.Generator().manual_seed(settings.training.seed)
    if settings.pair.backbone == "modern":
        table = nn.Embedding(vocabulary_size, settings.pair.embedding_size)
        configs = [modern_config(shape, attention_kernel) for shape in shapes]
        pair = Pair(ModernGenerator(table, configs[0]), ModernDiscriminator(table, configs[1]), "modern")
        scale_by_fan_in(pair, dice)
    else:
        generator = ElectraGenerator(electra_config(shapes[0], attention_kernel))
        embeddings = cast(nn.Module, generator.network.electra.embeddings)
        judge = ElectraDiscriminator(electra_config(shapes[1], attention_kernel), embeddings)
        pair = Pair(generator, judge, "electra")
        start_as_published(pair, dice)
    if frequencies is not None:
        for bias in (pair.generator.output_bias, pair.discriminator.restoration_bias):
            start_bias_at_frequencies(bias, frequencies)
    return pair
