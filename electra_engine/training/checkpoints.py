"""Whole checkpoints on disk: complete or absent, verified when read.

A checkpoint is written under a temporary name, flushed to the disk and renamed; its manifest holds the
SHA-256 of every file. The newest that verifies is the one a run continues from. The
newest few are kept and, beside them, the one that judged held-out text best.
"""

from __future__ import annotations

from pathlib import Path

import torch
from safetensors.torch import load_file, save_file

from electra_engine.errors import UserError
from electra_engine.model.pair import Pair
from electra_engine.training.checkpoint_folders import (
    Position,
    forget_old,
    write_whole,
)


def save_checkpoint(folder: Path, pair: Pair, optimizer: torch.optim.Optimizer, position: Position) -> Path:
    """Writes `folder`/step-N and forgets all but the newest few and the best."""

    def write(draft: Path) -> None:
        save_file(_unique_tensors(pair), draft / "pair.safetensors")
        save_optimizer_state(draft, optimizer)

    target = write_whole(folder, position, write)
    forget_old(folder)
    return target


def load_pair_weights(checkpoint: Path, pair: Pair) -> None:
    """Puts the checkpoint's weights into a pair of the same shape; `UserError` when some are missing."""
    stored = load_file(checkpoint / "pair.safetensors")
    wanted = {name for name, _ in pair.named_parameters()}
    strangers = sorted(wanted ^ stored.keys())
    if strangers:
        raise UserError(
            "The checkpoint {name} does not hold the weights of this pair ({weight} belongs to one of them "
            "only): it comes from another version of the program; train again, or choose another one.",
            "run",
            name=checkpoint.name,
            weight=strangers[0],
        )
    # Not strict, because what the networks share is stored under its first name alone.
    pair.load_state_dict(stored, strict=False)


def save_optimizer_state(checkpoint: Path, optimizer: torch.optim.Optimizer) -> None:
    """Writes the moments."""
    save_file(_optimizer_tensors(optimizer), checkpoint / "optimizer.safetensors")


def load_optimizer_state(checkpoint: Path, optimizer: torch.optim.Optimizer) -> None:
    """Puts the moments back exactly as they were."""
    stored = load_file(checkpoint / "optimizer.safetensors")
    optimizer.state.clear()
    parameters = [p for group in optimizer.param_groups for p in group["params"]]
    for key, tensor in stored.items():
        index, name = key.split(".", 1)
        parameter = parameters[int(index)]
        # AdamW keeps its step counters on the CPU unless it is told otherwise.
        home = tensor if name == "step" and not parameter.is_cuda else tensor.to(parameter.device)
        optimizer.state[parameter][name] = home


def _unique_tensors(pair: Pair) -> dict[str, torch.Tensor]:
    """Every parameter once: what the networks share is stored under its first name."""
    return {name: parameter.detach().contiguous() for name, parameter in pair.named_parameters()}


def _optimizer_tensors(optimizer: torch.optim.Optimizer) -> dict[str, torch.Tensor]:
    parameters = [p for group in optimizer.param_groups for p in group["params"]]
    return {
        f"{index}.{name}": value.contiguous()
        for index, parameter in enumerate(parameters)
        for name, value in optimizer.state.get(parameter, {}).items()
        if isinstance(value, torch.Tensor)
    }
