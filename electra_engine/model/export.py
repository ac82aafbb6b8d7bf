"""A trained pair as plain transformers models.

`electra`: `ElectraForMaskedLM` and `ElectraForPreTraining`. `modern`: `ModernBertForMaskedLM` and
`ModernBertForTokenClassification` (labels original, replaced); the shared word table and each network's
projection are multiplied into one table, so that plain transformers gives the same numbers.
"""

from __future__ import annotations

import copy

import torch
from transformers import (
    ModernBertForMaskedLM,
    ModernBertForTokenClassification,
    PreTrainedConfig,
    PreTrainedModel,
)

from electra_engine.model.electra import ElectraDiscriminator, ElectraGenerator
from electra_engine.model.modern import ModernDiscriminator, ModernEncoder, ModernGenerator
from electra_engine.model.pair import Pair
from electra_engine.model.sharing import DisentangledEmbedding

LABELS = {0: "original", 1: "replaced"}


def as_masked_lm(pair: Pair) -> PreTrainedModel:
    """The generator as the transformers class that gives the same logits."""
    generator = pair.generator
    if isinstance(generator, ElectraGenerator):
        return _portable(generator.network)
    assert isinstance(generator, ModernGenerator)
    plain = ModernBertForMaskedLM(_portable_config(generator.encoder.body))
    _copy_modern_body(generator.encoder, plain)
    plain.head.load_state_dict(generator.head.state_dict())
    plain.decoder.bias.data.copy_(generator.output_bias.data)
    plain.tie_weights()
    return plain


def as_detector(pair: Pair) -> PreTrainedModel:
    """The discriminator as the transformers class that gives the same verdicts."""
    judge = pair.discriminator
    if isinstance(judge, ElectraDiscriminator):
        return _portable(_with_plain_table(judge.network))
    assert isinstance(judge, ModernDiscriminator)
    config = _portable_config(judge.encoder.body)
    config.id2label, config.label2id = LABELS, {name: number for number, name in LABELS.items()}
    plain = ModernBertForTokenClassification(config)
    _copy_modern_body(judge.encoder, plain)
    plain.head.load_state_dict(judge.head.state_dict())
    # Two classes whose logits differ by ours: softmax over (0, z) is sigmoid(z).
    plain.classifier.weight.data.copy_(
        torch.cat([torch.zeros_like(judge.classifier.weight), judge.classifier.weight])
    )
    plain.classifier.bias.data.copy_(
        torch.cat([torch.zeros_like(judge.classifier.bias), judge.classifier.bias])
    )
    return plain


def _with_plain_table(network: PreTrainedModel) -> PreTrainedModel:
    """The network with one plain word table where it read a sum of two."""
    block = network.electra.embeddings
    if not isinstance(block.word_embeddings, DisentangledEmbedding):
        return network
    plain = copy.deepcopy(network)
    weight = block.word_embeddings.weight.detach()
    plain.electra.embeddings.word_embeddings = torch.nn.Embedding.from_pretrained(weight, freeze=False)
    return plain


def _copy_modern_body(encoder: ModernEncoder, plain: PreTrainedModel) -> None:
    plain.model.load_state_dict(encoder.body.state_dict(), strict=False)
    plain.model.embeddings.tok_embeddings.weight.data.copy_(encoder.folded_table())


def _portable_config(body: PreTrainedModel) -> PreTrainedConfig:
    """The configuration without our attention kernel's name, which plain transformers does not know."""
    config = copy.deepcopy(body.config)
    config._attn_implementation = "sdpa"
    return config


def _portable(network: PreTrainedModel) -> PreTrainedModel:
    plain = copy.deepcopy(network)
    plain.config._attn_implementation = "sdpa"
    return plain
