"""Which weights learn, one table entry a method.

To add one, write what it does to a network and enter it here and in `settings.METHOD_NAMES`.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from torch import nn
from transformers import PreTrainedModel

from electra_engine.finetuning.low_rank import add_low_rank
from electra_engine.finetuning.settings import FineTuneSettings
from electra_engine.model.additions import attach, is_added, layers_of

# What a method still has to do before the model is saved; it may leave files of its own in the folder.
Finish = Callable[[Path], None]


@dataclass(frozen=True)
class Method:
    """`prepare(network, settings)` switches off the weights that stay as they are, adds new ones where the
    method has them, and answers with what finishes the network.

    Where the settings leave rates open, `rate` is a multiple of the automatic one and `head_rate` the
    output layer's as a multiple of the model's; `layered` says that rates fall from layer to layer.
    """

    prepare: Callable[[PreTrainedModel, FineTuneSettings], Finish]
    rate: float = 1.0
    head_rate: float = 5.0
    layered: bool = True


def everything_learns(_network: PreTrainedModel, _settings: FineTuneSettings) -> Finish:
    """Leaves every weight free."""
    return nothing_to_finish


def head_learns(network: PreTrainedModel, _settings: FineTuneSettings) -> Finish:
    """Holds the encoder still; only the output layer learns."""
    _learn_only(network, lambda _: False)
    return nothing_to_finish


def top_layers_learn(network: PreTrainedModel, settings: FineTuneSettings) -> Finish:
    """The topmost `top_layers` layers learn, and what closes the encoder above them."""
    layers = layers_of(network)
    below = {id(p) for layer in layers[: -settings.top_layers] for p in layer.parameters()}
    below |= {id(p) for name, p in network.base_model.named_parameters() if "embedding" in name}
    for parameter in network.parameters():
        parameter.requires_grad_(id(parameter) not in below)
    return nothing_to_finish


def biases_learn(network: PreTrainedModel, _settings: FineTuneSettings) -> Finish:
    """BitFit (Ben Zaken et al. 2022): biases learn, and LayerNorms, which are all that ModernBERT has."""
    vectors = {f".{name}" for name, p in network.base_model.named_parameters() if p.ndim == 1}
    _learn_only(network, vectors.__contains__)
    return nothing_to_finish


def adapters_learn(network: PreTrainedModel, settings: FineTuneSettings) -> Finish:
    """A bottleneck after every layer learns; the layers stay still."""
    attach(network, "adapters", settings.added_size)
    _learn_only(network, is_added)
    return nothing_to_finish


def prefix_learns(network: PreTrainedModel, settings: FineTuneSettings) -> Finish:
    """A few keys and values in every layer's attention learn; the layers stay still."""
    attach(network, "prefix", settings.added_size)
    _learn_only(network, is_added)
    return nothing_to_finish


def nothing_to_finish(_folder: Path) -> None:
    """The network can be saved as it is."""


# Rates measured on SST-2 from a 6 x 384 encoder: fewer weights bear, and want, larger corrections.
METHODS: dict[str, Method] = {
    "full": Method(everything_learns),
    "head": Method(head_learns, head_rate=10.0),
    "top": Method(top_layers_learn),
    "bitfit": Method(biases_learn, rate=20.0, head_rate=0.5, layered=False),
    "lora": Method(add_low_rank, rate=10.0, head_rate=1.0, layered=False),
    "adapters": Method(adapters_learn, rate=5.0, head_rate=1.0, layered=False),
    "prefix": Method(prefix_learns, rate=50.0, head_rate=0.1, layered=False),
}


def learning_share(network: PreTrainedModel) -> float:
    """The part of the weights that learns, 0 to 1."""
    counts = [(parameter.numel(), parameter.requires_grad) for parameter in network.parameters()]
    return sum(count for count, learns in counts if learns) / sum(count for count, _ in counts)


def learning_weights(network: nn.Module) -> dict[str, nn.Parameter]:
    """The weights that learn, by name: all that training changes."""
    return {name: weight for name, weight in network.named_parameters() if weight.requires_grad}


def _learn_only(network: PreTrainedModel, chosen: Callable[[str], bool]) -> None:
    """Of the encoder only the weights whose names are chosen learn; the output layer always does.

    A pooler counts as output layer: released encoders often come without theirs.
    """
    for name, parameter in network.base_model.named_parameters():
        parameter.requires_grad_("pooler." in name or chosen(f".{name}"))
