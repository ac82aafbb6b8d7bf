"""Which weights learn, one table entry a method."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from transformers import PreTrainedModel


@dataclass(frozen=True)
class Method:
    """`prepare` switches off the weights that stay as they are; `head_rate` is the output layer's
    learning rate as a multiple of the model's, where the settings leave it open."""

    prepare: Callable[[PreTrainedModel], None]
    head_rate: float


def everything_learns(network: PreTrainedModel) -> None:
    """Leaves every weight free."""


def head_learns(network: PreTrainedModel) -> None:
    """Holds the encoder still; only the output layer learns."""
    for parameter in network.base_model.parameters():
        parameter.requires_grad_(False)


METHODS: dict[str, Method] = {
    "full": Method(everything_learns, head_rate=5.0),
    "head": Method(head_learns, head_rate=10.0),
}


def learning_share(network: PreTrainedModel) -> float:
    """The part of the weights that learns, 0 to 1."""
    counts = [(parameter.numel(), parameter.requires_grad) for parameter in network.parameters()]
    return sum(count for count, learns in counts if learns) / sum(count for count, _ in counts)
