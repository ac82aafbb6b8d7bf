"""The fastest way to compute a fine-tuning step on this machine, by a short measurement."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any

import torch
from transformers import PreTrainedModel

from electra_engine.finetuning.batches import EncodedRows, epoch_batches
from electra_engine.finetuning.encoding import logits_of
from electra_engine.finetuning.settings import FineTuneSettings
from electra_engine.finetuning.tasks import Task
from electra_engine.model import attention
from electra_engine.training.machine import Arithmetic, candidates, choose, time_steps

MEASURED_ROWS = 8  # few, because a first fine-tuning should not wait long for its first step
# bf16 in hardware can lose to fp32 on narrow networks only, where casting costs more than it saves;
# on wide ones timing fp32 would take longer than all the rest.
WIDEST_IN_DOUBT = 256


def choose_arithmetic(
    network: PreTrainedModel, task: Task, rows: EncodedRows, settings: FineTuneSettings, notes: Path
) -> Arithmetic:
    """Times a forward and backward pass on a few rows for every way the settings leave open, and adopts
    the fastest for this process and network; `notes` is the file where measurements are remembered.

    Raises `UserError` for a device that is not there. Leaves no gradients behind.
    """
    ways = candidates(settings.machine)
    if network.config.hidden_size > WIDEST_IN_DOUBT:
        ways = [
            way for way in ways if way.precision == ways[0].precision
        ]  # bf16 stands first, if it is there
    network.to(torch.device(ways[0].device)).train()
    batch = next(epoch_batches(rows, settings.batch_size, settings.seed, epoch=0))[:MEASURED_ROWS]
    tokens = sum(rows.length(row) for row in batch)
    inputs, targets = rows.padded(batch), [rows.targets[row] for row in batch]

    def time_way(way: Arithmetic) -> float:
        adopt(way, network)
        return time_steps(lambda: batch_loss(network, task, inputs, targets, way).backward(), way.device)

    shape = f"{network.config.hidden_size} x {network.config.num_hidden_layers}"
    key = (
        f"finetune {network.config.model_type} {shape}, {len(batch)} rows of {_rounded(tokens // len(batch))}"
    )
    chosen = choose(ways, time_way, tokens, notes, key)
    network.zero_grad(set_to_none=True)
    adopt(chosen, network)
    return chosen


def adopt(way: Arithmetic, network: PreTrainedModel) -> None:
    """Sets the attention kernel of the network and, on a CPU, the threads of the process."""
    attention.use_attention(network, way.attention)
    if way.device == "cpu":
        torch.set_num_threads(way.threads)


def batch_loss(
    network: PreTrainedModel,
    task: Task,
    inputs: Mapping[str, torch.Tensor],
    targets: list[Any],
    way: Arithmetic,
    class_weights: torch.Tensor | None = None,
) -> torch.Tensor:
    """The task's mean loss on padded rows and their targets, a scalar with its graph."""
    there = {name: tensor.to(way.device) for name, tensor in inputs.items()}
    wanted = task.stack_targets(targets, inputs["input_ids"].shape[-1]).to(way.device)
    weights = None if class_weights is None else class_weights.to(way.device)
    with way.autocast():
        logits = logits_of(network, there)
    return task.loss(logits, wanted, weights)


def _rounded(length: int) -> int:
    """The next multiple of 16, so that like batches share a measurement."""
    return -(-length // 16) * 16
