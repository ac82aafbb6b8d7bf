"""The pair: a generator, a discriminator and what they share."""

from __future__ import annotations

from collections.abc import Callable

import torch
from torch import nn
from transformers import PreTrainedModel

from electra_engine.model import attention
from electra_engine.model.configuration import NetworkShape, electra_config, modern_config, network_shapes
from electra_engine.model.electra import ElectraDiscriminator, ElectraGenerator
from electra_engine.model.initialisation import (
    scale_by_fan_in,
    start_as_published,
    start_bias_at_frequencies,
)
from electra_engine.model.modern import ModernDiscriminator, ModernGenerator
from electra_engine.model.modern_start import start_judge_near
from electra_engine.model.published_start import start_near
from electra_engine.model.sharing import DisentangledEmbedding
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

    def generators_own_parameters(self) -> list[nn.Parameter]:
        """The parameters that the generator has to itself."""
        theirs = {id(parameter) for parameter in self.discriminator.parameters()}
        return [parameter for parameter in self.generator.parameters() if id(parameter) not in theirs]

    @torch.no_grad()
    def start_discriminator_from_generator(self) -> None:
        """Gives the discriminator's encoder, embeddings included, the generator's weights.

        The two must have one shape. Heads stay as they are; what the generator has not, a difference to
        its table (`DisentangledEmbedding`) or biases, becomes zero.
        """
        theirs = dict(self.generator.encoder.named_parameters())
        shared = {id(parameter) for parameter in self.shared_parameters()}
        for name, parameter in self.discriminator.encoder.named_parameters():
            if name in theirs:
                parameter.copy_(theirs[name])
            elif id(parameter) not in shared:
                parameter.zero_()

    @torch.no_grad()
    def start_words_at(self, vectors: torch.Tensor) -> None:
        """Puts unit vectors (V, E) into every word table, at the length its rows were drawn with.

        Columns that a table keeps free, all zero, stay free.
        """
        for module in self.modules():
            if isinstance(module, nn.Embedding) and module.weight.shape == vectors.shape:
                length, used = module.weight.norm(dim=1).mean(), module.weight.any(0)
                module.weight.copy_(vectors.to(module.weight) * used * length)

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
    dice = torch.Generator().manual_seed(settings.training.seed)
    assemble, starts = BACKBONES[settings.pair.backbone]
    pair = assemble(settings, network_shapes(settings, vocabulary_size), attention_kernel)
    starts[settings.pair.start](pair, dice)
    if frequencies is not None:
        for bias in (pair.generator.output_bias, pair.discriminator.restoration_bias):
            start_bias_at_frequencies(bias, frequencies)
    return pair


def _modern_pair(
    settings: RunSettings, shapes: tuple[NetworkShape, NetworkShape], attention_kernel: str
) -> Pair:
    table = nn.Embedding(shapes[0].vocabulary_size, settings.pair.embedding_size)
    judges_table = _judges_table(settings.pair.sharing, table)
    judges_config = modern_config(
        shapes[1], attention_kernel, attention_bias=settings.pair.start == "neighbours"
    )
    generator = ModernGenerator(table, modern_config(shapes[0], attention_kernel))
    return Pair(generator, ModernDiscriminator(judges_table, judges_config), "modern")


def _electra_pair(
    settings: RunSettings, shapes: tuple[NetworkShape, NetworkShape], attention_kernel: str
) -> Pair:
    generator = ElectraGenerator(electra_config(shapes[0], attention_kernel))
    judge = ElectraDiscriminator(electra_config(shapes[1], attention_kernel))
    block = generator.network.electra.embeddings
    if settings.pair.sharing == "embeddings":
        judge.network.electra.embeddings = block
    else:
        own = judge.network.electra.embeddings
        own.word_embeddings = _judges_table(settings.pair.sharing, block.word_embeddings)
    return Pair(generator, judge, "electra")


def _judges_table(sharing: str, table: nn.Embedding) -> nn.Embedding | DisentangledEmbedding:
    if sharing == "nothing":
        return nn.Embedding(table.num_embeddings, table.embedding_dim)
    return table if sharing == "embeddings" else DisentangledEmbedding(table)


Start = Callable[[nn.Module, torch.Generator], None]
BACKBONES: dict[str, tuple[Callable[..., Pair], dict[str, Start]]] = {
    "modern": (
        _modern_pair,
        {"neighbours": start_judge_near, "company": scale_by_fan_in, "random": scale_by_fan_in},
    ),
    "electra": (
        _electra_pair,
        {"neighbours": start_near, "company": start_near, "random": start_as_published},
    ),
}
