"""Released folders in small: real networks of the published layout, with a real tokenizer."""

from __future__ import annotations

from pathlib import Path

import torch
from transformers import (
    ElectraConfig,
    ElectraForMaskedLM,
    ElectraForPreTraining,
    ElectraModel,
    PreTrainedModel,
)

from tests.engine.inference.tiny_folders import tiny_config, tiny_tokenizer

CLASSES = {"discriminator": ElectraForPreTraining, "generator": ElectraForMaskedLM, "encoder": ElectraModel}


def shaken(network: PreTrainedModel, seed: int) -> PreTrainedModel:
    """The network with none of its numbers where it began, norms and biases included."""
    dice = torch.Generator().manual_seed(seed)
    with torch.no_grad():
        for parameter in network.parameters():
            parameter.add_(0.2 * torch.randn(parameter.shape, generator=dice))
    return network.eval()


def release(folder: Path, kind: str, seed: int = 1, **details: object) -> PreTrainedModel:
    """Writes a network of `kind` with its tokenizer to `folder`, and returns it.

    32 wide with an embedding of 16, 2 layers and 32 positions unless `details` say otherwise.
    """
    config: ElectraConfig = tiny_config("electra")
    config.intermediate_size = 128
    for name, value in details.items():
        setattr(config, name, value)
    network = shaken(CLASSES[kind](config), seed)
    network.save_pretrained(folder)
    tiny_tokenizer().save_pretrained(folder)
    return network


def small_generator() -> dict[str, int]:
    """Half as wide as the discriminator, one layer, as released generators are smaller."""
    return {"hidden_size": 16, "intermediate_size": 64, "num_hidden_layers": 1, "num_attention_heads": 1}
