"""Whole checkpoints on disk: complete or absent, verified when read.

A checkpoint is written under a temporary name, flushed to the disk and renamed; its manifest holds the
SHA-256 of every file. The newest that verifies is the one a run continues from.
"""

from __future__ import annotations

import dataclasses
import hashlib
import json
import os
import re
import shutil
from dataclasses import dataclass
from pathlib import Path

import torch
from safetensors.torch import load_file, save_file

from electra_engine.model.pair import Pair

KEPT = 2
MANIFEST = "manifest.json"


@dataclass(frozen=True)
class Position:
    """Where in a run a checkpoint stands; `seconds` is training time."""

    step: int
    tokens: int
    seconds: float


def save_checkpoint(folder: Path, pair: Pair, optimizer: torch.optim.Optimizer, position: Position) -> Path:
    """Writes `folder`/step-N and forgets all but the newest `KEPT`."""
    target = folder / f"step-{position.step:09d}"
    temporary = folder / f".{target.name}.{os.getpid()}"
    shutil.rmtree(temporary, ignore_errors=True)
    temporary.mkdir(parents=True)
    save_file(_unique_tensors(pair), temporary / "pair.safetensors")
    save_file(_optimizer_tensors(optimizer), temporary / "optimizer.safetensors")
    hashes = {file.name: _sha256(file) for file in sorted(temporary.iterdir())}
    manifest = {"position": dataclasses.asdict(position), "sha256": hashes}
    (temporary / MANIFEST).write_text(json.dumps(manifest, indent=1))
    _flush_to_disk(temporary)
    shutil.rmtree(target, ignore_errors=True)
    temporary.rename(target)
    _flush_folder(folder)
    for old in _folders(folder)[KEPT:]:
        shutil.rmtree(old, ignore_errors=True)
    return target


def newest_checkpoint(folder: Path) -> Path | None:
    """The newest checkpoint whose files are all as they were written, or None."""
    return next((found for found in _folders(folder) if verify(found)), None)


def find_checkpoint(folder: Path, step: int | None = None) -> Path | None:
    """The checkpoint at `step`, or the newest that verifies when `step` is None; None when there is none."""
    if step is None:
        return newest_checkpoint(folder)
    found = folder / f"step-{step:09d}"
    return found if verify(found) else None


def verify(checkpoint: Path) -> bool:
    """True when every file named in the manifest is there with its hash."""
    try:
        hashes = json.loads((checkpoint / MANIFEST).read_text())["sha256"]
        return all(_sha256(checkpoint / name) == value for name, value in hashes.items())
    except (OSError, ValueError, KeyError):
        return False


def load_pair_weights(checkpoint: Path, pair: Pair) -> None:
    """Puts the checkpoint's weights into a pair of the same shape."""
    pair.load_state_dict(load_file(checkpoint / "pair.safetensors"), strict=False)


def load_optimizer_state(checkpoint: Path, optimizer: torch.optim.Optimizer) -> None:
    """Puts the moments back exactly as they were."""
    stored = load_file(checkpoint / "optimizer.safetensors")
    parameters = [p for group in optimizer.param_groups for p in group["params"]]
    for key, tensor in stored.items():
        index, name = key.split(".", 1)
        parameter = parameters[int(index)]
        # AdamW keeps its step counters on the CPU unless it is told otherwise.
        home = tensor if name == "step" and not parameter.is_cuda else tensor.to(parameter.device)
        optimizer.state[parameter][name] = home


def position_of(checkpoint: Path) -> Position:
    return Position(**json.loads((checkpoint / MANIFEST).read_text())["position"])


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


def _folders(folder: Path) -> list[Path]:
    """Finished checkpoints, newest first."""
    if not folder.is_dir():
        return []
    return sorted((f for f in folder.iterdir() if re.fullmatch(r"step-\d{9,}", f.name)), reverse=True)


def _sha256(file: Path) -> str:
    with file.open("rb") as stream:
        return hashlib.file_digest(stream, "sha256").hexdigest()


def _flush_to_disk(folder: Path) -> None:
    for file in folder.iterdir():
        with file.open("rb") as stream:
            os.fsync(stream.fileno())
    _flush_folder(folder)


def _flush_folder(folder: Path) -> None:
    if os.name == "nt":  # Windows cannot open a folder to flush it
        return
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
