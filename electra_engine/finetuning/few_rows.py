"""A batch worked on a few rows at a time: the same gradients as all at once, in a fraction of the memory.

Every loss is a mean over what a batch asks, so a part of the batch counts by how much of that it holds
(`Task.counted`), not by its rows. Only dropout throws other dice than it would for the whole.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import torch
from transformers import PreTrainedModel

from electra_engine.finetuning.arithmetic import batch_loss
from electra_engine.finetuning.tasks import Task
from electra_engine.training.machine import Arithmetic


def add_gradients(
    network: PreTrainedModel,
    task: Task,
    inputs: Mapping[str, torch.Tensor],
    targets: list[Any],
    way: Arithmetic,
    class_weights: torch.Tensor | None,
    rows: int,
) -> torch.Tensor:
    """Adds the gradients of a batch's mean loss to the network's, `rows` rows at a time; that loss."""
    if rows >= len(targets):
        loss = batch_loss(network, task, inputs, targets, way, class_weights)
        loss.backward()
        return loss.detach()
    length = inputs["input_ids"].shape[-1]
    whole = task.counted(task.stack_targets(targets, length), class_weights)
    losses = []
    for first in range(0, len(targets), rows):
        part = slice(first, first + rows)
        counted = task.counted(task.stack_targets(targets[part], length), class_weights)
        there = {name: tensor[part] for name, tensor in inputs.items()}
        loss = batch_loss(network, task, there, targets[part], way, class_weights)
        loss = loss * (counted / whole if whole else 0.0)
        loss.backward()
        losses.append(loss.detach())
    return torch.stack(losses).sum()
