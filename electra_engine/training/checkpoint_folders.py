"""Checkpoints on disk as folders: which there are, which are whole, where they stand and how they judge.

What is in them, tensors, is written and read by `training/checkpoints.py`; this half needs no torch, so that
pages and commands can look at checkpoints at once.
"""

from __future__ import annotations

import hashlib
import json
import math
import os
import re
import shutil
from collections.abc import Callable, Mapping
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

from electra_engine.durability import flush_all, flush_folder, write_durably

MANIFEST = "manifest.json"
KEPT = 2  # of the newest; the one before is what there is if the newest turns out damaged


@dataclass(frozen=True)
class Position:
    """Where in a run a checkpoint stands; `seconds` is training time.

    `stage` is the number of the objective's stage that the last step belonged to; `slowed` is the factor
    on the settings' learning rate that trouble left. `device`, `precision`, `attention`, `compiling` and
    `rows_at_once` (rows of a batch worked on at a time, all of them where there is no reason for fewer) are
    how the arithmetic was done: a run that goes on in the same way rounds as if it had never stopped. Empty
    or 0 where not known.
    """

    step: int
    tokens: int
    seconds: float
    stage: int = 0
    slowed: float = 1.0
    rows_at_once: int = 0
    device: str = ""
    precision: str = ""
    attention: str = ""
    compiling: str = ""


def write_whole(folder: Path, position: Position, write: Callable[[Path], None]) -> Path:
    """Makes `folder`/step-N of what `write` puts into an empty folder: whole and flushed, or absent."""
    target = checkpoint_at(folder, position.step)
    temporary = folder / f".{target.name}.{os.getpid()}"
    for unfinished in folder.glob(".step-*"):  # what a worker that was killed while saving has left
        shutil.rmtree(unfinished, ignore_errors=True)
    folder.mkdir(exist_ok=True)  # not its parents: a run's folder that was taken away stays away
    temporary.mkdir()
    try:
        write(temporary)
        hashes = {file.name: sha256(file) for file in sorted(temporary.iterdir())}
        (temporary / MANIFEST).write_text(_sealed({"position": asdict(position), "sha256": hashes}))
        flush_all(temporary)
    except Exception:
        shutil.rmtree(temporary, ignore_errors=True)  # on a full disk its room is wanted at once
        raise
    shutil.rmtree(target, ignore_errors=True)
    temporary.rename(target)
    flush_folder(folder)
    return target


def forget_old(folder: Path) -> None:
    """Removes what need not be kept now that a new checkpoint is whole: all but the newest and the best."""
    best = best_checkpoint(folder)
    kept = checkpoint_at(folder, best[0]) if best else None
    for old in [*checkpoint_folders(folder)[KEPT:], *folder.glob(".damaged-step-*")]:
        if old != kept:
            shutil.rmtree(old, ignore_errors=True)


def note_score(folder: Path, step: int, score: float) -> None:
    """Keeps with the checkpoint of `step`, where there is one, how well it judges (higher is better)."""
    manifest = checkpoint_at(folder, step) / MANIFEST
    if not math.isfinite(score) or not manifest.exists():
        return
    temporary = manifest.with_name(f".{MANIFEST}")
    stored = json.loads(manifest.read_text())
    stored.pop("seal", None)
    # Flushed before it takes the place of the whole one, because power may fail at any moment.
    write_durably(temporary, _sealed({**stored, "score": score}))
    temporary.replace(manifest)
    flush_folder(manifest.parent)


def best_checkpoint(folder: Path) -> tuple[int, float] | None:
    """Step and score of the kept checkpoint that judged best; None while none has been judged."""
    scored = [
        (score, int(f.name.removeprefix("step-"))) for f in checkpoint_folders(folder) if (score := _score(f))
    ]
    return max(scored)[::-1] if scored else None


def set_damaged_aside(folder: Path) -> list[int]:
    """Takes damaged checkpoints newer than the newest whole one out of the row; their steps.

    They are forgotten when the next checkpoint is whole.
    """
    damaged = []
    for found in checkpoint_folders(folder):
        if verify(found):
            break
        damaged.append(int(found.name.removeprefix("step-")))
        found.rename(found.with_name(f".damaged-{found.name}"))
    return damaged


def newest_checkpoint(folder: Path) -> Path | None:
    """The newest checkpoint whose files are all as they were written, or None."""
    return next((found for found in checkpoint_folders(folder) if verify(found)), None)


def find_checkpoint(folder: Path, step: int | None = None) -> Path | None:
    """The checkpoint at `step`, or the newest that verifies when `step` is None; None when there is none."""
    if step is None:
        return newest_checkpoint(folder)
    found = checkpoint_at(folder, step)
    return found if verify(found) else None


def verify(checkpoint: Path) -> bool:
    """True when the manifest is as it was written, and every file that it names is there with its hash."""
    try:
        facts = json.loads((checkpoint / MANIFEST).read_text())
        if facts.pop("seal", None) not in (None, _seal(facts)):  # older versions set none
            return False
        return all(sha256(checkpoint / name) == value for name, value in facts["sha256"].items())
    except (OSError, ValueError, KeyError, TypeError, AttributeError):
        return False


def position_of(checkpoint: Path) -> Position:
    """Where a whole checkpoint stands."""
    return Position(**json.loads((checkpoint / MANIFEST).read_text())["position"])


def checkpoint_at(folder: Path, step: int) -> Path:
    """Where the checkpoint of `step` lies, if there is one."""
    return folder / f"step-{step:09d}"


def _sealed(facts: Mapping[str, Any]) -> str:
    """A manifest's text: what it says, and a hash of that, because it names every hash but its own."""
    return json.dumps({**facts, "seal": _seal(facts)}, indent=1)


def _seal(facts: Mapping[str, Any]) -> str:
    return hashlib.sha256(json.dumps(facts, sort_keys=True).encode()).hexdigest()


def _score(checkpoint: Path) -> float | None:
    try:
        return float(json.loads((checkpoint / MANIFEST).read_text())["score"])
    except (OSError, ValueError, KeyError, TypeError):
        return None


def checkpoint_folders(folder: Path) -> list[Path]:
    """Finished checkpoints, newest first."""
    if not folder.is_dir():
        return []
    return sorted((f for f in folder.iterdir() if re.fullmatch(r"step-\d{9,}", f.name)), reverse=True)


def sha256(file: Path) -> str:
    with file.open("rb") as stream:
        return hashlib.file_digest(stream, "sha256").hexdigest()
