"""Small parts put into a network whose own weights stay still: bottleneck adapters and attention prefixes.

`peft` has neither for every encoder here (no bottlenecks at all; its prefixes need a cache that
ModernBERT does not have). The parts are ordinary submodules: their weights lie in model.safetensors with
all the others, and config.json notes what they are, so that `attach_noted` can put them back.
"""

from __future__ import annotations

from pathlib import Path
from typing import Any

import torch
from safetensors import safe_open
from torch import nn
from transformers import PreTrainedModel

from electra_engine.model.attention import PREFIX, use_attention

NOTE = "electra_studio_additions"
PLACE = "added"  # the submodule's name inside a layer
LARGEST = 1024


class Bottleneck(nn.Module):
    """h + U·GELU(D·h) for hidden states (…, H), with `size` numbers between; Houlsby et al. 2019.

    U starts at zero, so that the network begins as it was.
    """

    def __init__(self, width: int, size: int) -> None:
        super().__init__()
        self.down = nn.Linear(width, size)
        self.up = nn.Linear(size, width)
        nn.init.zeros_(self.up.weight)
        nn.init.zeros_(self.up.bias)

    def forward(self, hidden: torch.Tensor) -> torch.Tensor:
        return hidden + self.up(nn.functional.gelu(self.down(hidden)))


class Prefix(nn.Module):
    """`size` keys and values that every token of a row can attend to in one layer; Li and Liang 2021.

    They start as those of no token in particular: small keys, values of zero.
    """

    def __init__(self, heads: int, width: int, size: int) -> None:
        super().__init__()
        self.keys = nn.Parameter(torch.randn(heads, size, width) * 0.02)
        self.values = nn.Parameter(torch.zeros(heads, size, width))


def attach(network: PreTrainedModel, kind: str, size: int) -> None:
    """Puts one fresh part of `kind` ("adapters" or "prefix") into every layer and notes it in the config."""
    config = network.config
    for layer in layers_of(network):
        if kind == "adapters":
            layer.add_module(PLACE, Bottleneck(config.hidden_size, size))
            layer.register_forward_hook(_through_bottleneck)
        else:
            head = config.hidden_size // config.num_attention_heads
            _attention_in(layer).add_module(PREFIX, Prefix(config.num_attention_heads, head, size))
    network.to(network.device)
    setattr(config, NOTE, {"kind": kind, "size": size})
    use_attention(network, config._attn_implementation)


def attach_noted(network: PreTrainedModel, folder: Path) -> None:
    """Puts back the parts that the folder's config.json notes, with their weights; nothing where none is.

    Raises `ValueError` or `KeyError` for a note or weights that do not fit.
    """
    noted = getattr(network.config, NOTE, None)
    if noted is None:
        return
    kind, size = noted["kind"], noted["size"]
    if kind not in ("adapters", "prefix") or type(size) is not int or not 1 <= size <= LARGEST:
        raise ValueError(f"unknown additions {noted}")
    attach(network, kind, size)
    own = {_inside(network, name): p for name, p in network.named_parameters() if is_added(name)}
    for file in sorted(folder.glob("*.safetensors")):
        with safe_open(file, framework="pt") as stored:
            for name in filter(is_added, stored.keys()):
                parameter, weight = own.pop(_inside(network, name)), stored.get_tensor(name)
                if parameter.shape != weight.shape:
                    raise ValueError(f"{name} has another shape")
                parameter.data.copy_(weight)
    if own:
        raise KeyError(next(iter(own)))


def is_added(name: str) -> bool:
    """Whether a weight belongs to a part that was put in."""
    return f".{PLACE}." in name or f".{PREFIX}." in name


def layers_of(network: PreTrainedModel) -> nn.ModuleList:
    """The encoder's layers, the lowest first."""
    count = network.config.num_hidden_layers
    found = (m for m in network.base_model.modules() if isinstance(m, nn.ModuleList) and len(m) == count)
    return next(found)


def _attention_in(layer: nn.Module) -> nn.Module:
    """The module that transformers hands to its attention functions."""
    named = dict(layer.named_modules())
    return named.get("attention.self") or named["attn"]


def _inside(network: PreTrainedModel, name: str) -> str:
    """A weight's name within the encoder, with or without an output layer around it."""
    return name.removeprefix(f"{network.base_model_prefix}.")


def _through_bottleneck(layer: Any, _: Any, output: Any) -> Any:
    if isinstance(output, tuple):
        return (layer.added(output[0]), *output[1:])
    return layer.added(output)
