"""Whole checkpoints on disk: complete or absent, verified when read.

A checkpoint is written under a temporary name, flushed to the disk and renamed; its manifest holds the
SHA-256 of every file. The newest that verifies is the one a run continues from. The
newest few are kept and, beside them, the one that judged held-out text best.
"""

from __future__ import annotations

import dataclasses
import hashlib
import json
import math
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
    """Where in a run a checkpoint stands; `seconds` is training time.

    `stage` is the number of the objective's stage that the last step belonged to; `slowed` is the factor
    on the settings' learning rate that trouble left, `rows_at_once` how many rows fit the memory (0 where
    it never ran short).
    """

    step: int
    tokens: int
    seconds: float
    stage: int = 0
    slowed: float = 1.0
    rows_at_once: int = 0


def save_checkpoint(folder: Path, pair: Pair, optimizer: torch.optim.Optimizer, position: Position) -> Path:
    """Writes `folder`/step-N and forgets all but the newest `KEPT` and the best."""
    target = _at(folder, position.step)
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
    _flush_folder(folder)
    for old in _superfluous(folder):
        shutil.rmtree(old, ignore_errors=True)
    return target


def _write(temporary: Path, pair: Pair, optimizer: torch.optim.Optimizer, position: Position) -> None:
    save_file(_unique_tensors(pair), temporary / "pair.safetensors")
    save_file(_optimizer_tensors(optimizer), temporary / "optimizer.safetensors")
    hashes = {file.name: _sha256(file) for file in sorted(temporary.iterdir())}
    manifest = {"position": dataclasses.asdict(position), "sha256": hashes}
    (temporary / MANIFEST).write_text(json.dumps(manifest, indent=1))
    _flush_to_disk(temporary)


def note_score(folder: Path, step: int, score: float) -> None:
    """Keeps with the checkpoint of `step`, where there is one, how well it judges (higher is better)."""
    manifest = _at(folder, step) / MANIFEST
    if not math.isfinite(score) or not manifest.exists():
        return
    temporary = manifest.with_name(f".{MANIFEST}")
    stored = json.loads(manifest.read_text())
    temporary.write_text(json.dumps({**stored, "score": score}, indent=1))
    temporary.replace(manifest)


def best_checkpoint(folder: Path) -> tuple[int, float] | None:
    """Step and score of the kept checkpoint that judged best; None while none has been judged."""
    scored = [(score, int(f.name.removeprefix("step-"))) for f in _folders(folder) if (score := _score(f))]
    return max(scored)[::-1] if scored else None


def set_damaged_aside(folder: Path) -> list[int]:
    """Takes damaged checkpoints newer than the newest whole one out of the row; their steps.

    They are forgotten when the next checkpoint is whole.
    """
    damaged = []
    for found in _folders(folder):
        if verify(found):
            break
        damaged.append(int(found.name.removeprefix("step-")))
        found.rename(found.with_name(f".damaged-{found.name}"))
    return damaged


def newest_checkpoint(folder: Path) -> Path | None:
    """The newest checkpoint whose files are all as they were written, or None."""
    return next((found for found in _folders(folder) if verify(found)), None)


def find_checkpoint(folder: Path, step: int | None = None) -> Path | None:
    """The checkpoint at `step`, or the newest that verifies when `step` is None; None when there is none."""
    if step is None:
        return newest_checkpoint(folder)
    found = _at(folder, step)
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
    optimizer.state.clear()
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


def _at(folder: Path, step: int) -> Path:
    return folder / f"step-{step:09d}"


def _score(checkpoint: Path) -> float | None:
    try:
        return float(json.loads((checkpoint / MANIFEST).read_text())["score"])
    except (OSError, ValueError, KeyError, TypeError):
        return None


def _superfluous(folder: Path) -> list[Path]:
    """What need not be kept now that a new checkpoint is whole."""
    best = best_checkpoint(folder)
    kept = _at(folder, best[0]) if best else None
    return [*(f for f in _folders(folder)[KEPT:] if f != kept), *folder.glob(".damaged-step-*")]


def _forget_unfinished(folder: Path) -> None:
    """Removes what a worker that was killed while saving has left."""
    for unfinished in folder.glob(".step-*"):
        shutil.rmtree(unfinished, ignore_errors=True)


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
