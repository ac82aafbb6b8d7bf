"""Whole checkpoints on disk: complete or absent, verified when read.

A checkpoint is written under a temporary name, flushed to the disk and renamed; its manifest holds the
SHA-256 of every file. The newest that verifies is the one a run continues from. The
newest few are kept and, beside them, the one that judged held-out text best.
"""

from __future__ import annotations

import dataclasses
import json
import os
import shutil
from pathlib import Path

import torch
from safetensors.torch import load_file, save_file

from electra_engine.errors import UserError
from electra_engine.model.pair import Pair
from electra_engine.training.checkpoint_folders import (
    MANIFEST,
    Position,
    best_checkpoint,
    checkpoint_at,
    checkpoint_folders,
    flush_folder,
    sha256,
)

KEPT = 2


def save_checkpoint(folder: Path, pair: Pair, optimizer: torch.optim.Optimizer, position: Position) -> Path:
    """Writes `folder`/step-N and forgets all but the newest `KEPT` and the best."""
    target = checkpoint_at(folder, position.step)
    temporary = folder / f".{target.name}.{os.getpid()}"
    _forget_unfinished(folder)
    temporary.mkdir(parents=True)
    try:
        _write(temporary, pair, optimizer, position)
    except Exception:
        shutil.rmtree(temporary, ignore_errors=True)  # on a full disk its room is wanted at once
        raise
    shutil.rmtree(target, ignore_errors=True)
    temporary.rename(target)
    flush_folder(folder)
    for old in _superfluous(folder):
        shutil.rmtree(old, ignore_errors=True)
    return target


def _write(temporary: Path, pair: Pair, optimizer: torch.optim.Optimizer, position: Position) -> None:
    save_file(_unique_tensors(pair), temporary / "pair.safetensors")
    save_file(_optimizer_tensors(optimizer), temporary / "optimizer.safetensors")
    hashes = {file.name: sha256(file) for file in sorted(temporary.iterdir())}
    manifest = {"position": dataclasses.asdict(position), "sha256": hashes}
    (temporary / MANIFEST).write_text(json.dumps(manifest, indent=1))
    _flush_to_disk(temporary)


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


def _superfluous(folder: Path) -> list[Path]:
    """What need not be kept now that a new checkpoint is whole."""
    best = best_checkpoint(folder)
    kept = checkpoint_at(folder, best[0]) if best else None
    return [*(f for f in checkpoint_folders(folder)[KEPT:] if f != kept), *folder.glob(".damaged-step-*")]


def _forget_unfinished(folder: Path) -> None:
    """Removes what a worker that was killed while saving has left."""
    for unfinished in folder.glob(".step-*"):
        shutil.rmtree(unfinished, ignore_errors=True)


def _flush_to_disk(folder: Path) -> None:
    for file in folder.iterdir():
        with file.open("rb") as stream:
            os.fsync(stream.fileno())
    flush_folder(folder)
