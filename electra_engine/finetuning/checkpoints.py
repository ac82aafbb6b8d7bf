"""A half-way fine-tuning run on disk: whole or absent, as `training.checkpoint_folders` writes them.

step-N/weights.safetensors    the weights that learn, as they are now
       optimizer.safetensors  their moments
       best.safetensors       the weights of the best epoch so far, if there is one
       winner.safetensors     those of the best training that has ended, if there is one
       standing.json          where the training stands
"""

from __future__ import annotations

import json
import time
from collections.abc import Callable, Mapping
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Any

import torch
from safetensors.torch import load_file, save_file

from electra_engine.training.checkpoint_folders import Position, forget_old, position_of, write_whole
from electra_engine.training.checkpoints import load_optimizer_state, save_optimizer_state

Weights = Mapping[str, torch.Tensor]
SECONDS_BETWEEN = 60.0
MOST_TIME = 0.05  # of the training that saving may take; large models are saved more rarely


@dataclass(frozen=True)
class Standing:
    """Where a run stands: `batch` batches of `epoch` are done in the training number `trial`.

    `began_at` is (step, seconds) at which that training began; `best` is its best epoch so far without the
    weights, `trials` what the trainings before it reached, and `winner` the number of the best of them.
    `rows_at_once` is how many rows of a batch memory has room for at a time, 0 where all.
    """

    trial: int = 0
    epoch: int = 0
    batch: int = 0
    without_gain: int = 0
    began_at: tuple[int, float] = (0, 0.0)
    best: dict[str, Any] | None = None
    trials: list[dict[str, Any]] = field(default_factory=list)
    winner: int | None = None
    rows_at_once: int = 0


@dataclass(frozen=True)
class Saved:
    """A checkpoint that was read: what to go on from."""

    folder: Path
    position: Position
    standing: Standing

    def weights(self, name: str) -> dict[str, torch.Tensor]:
        """The stored weights called "weights", "best" or "winner"; empty where there are none."""
        file = self.folder / f"{name}.safetensors"
        return load_file(file) if file.is_file() else {}

    def restore(self, learning: Mapping[str, torch.nn.Parameter], optimizer: torch.optim.Optimizer) -> None:
        """Puts weights and moments back exactly as they were."""
        put_back(learning, self.weights("weights"))
        load_optimizer_state(self.folder, optimizer)


def read_saved(folder: Path) -> Saved:
    """The whole checkpoint in `folder`."""
    stored = json.loads((folder / "standing.json").read_text(encoding="utf-8"))
    stored["began_at"] = tuple(stored["began_at"])
    return Saved(folder, position_of(folder), Standing(**stored))


class Keeper:
    """Saves a run now and then, and forgets what is older than the newest two.

    Whichever of them a run goes on from, the weights of the best epoch are in it.
    """

    def __init__(self, folder: Path, do: Callable[[Callable[[], object]], None]) -> None:
        """`do` does what it is given, waiting for room on a full disk."""
        self._folder = folder
        self._do = do
        self._due = time.monotonic() + SECONDS_BETWEEN

    @property
    def is_due(self) -> bool:
        return time.monotonic() >= self._due

    def save(
        self,
        position: Position,
        standing: Standing,
        optimizer: torch.optim.Optimizer,
        weights: Mapping[str, Weights],
    ) -> None:
        """Writes a checkpoint; `weights` are "weights", "best" and "winner", empty ones left out."""
        began = time.monotonic()

        def write(draft: Path) -> None:
            for name, tensors in weights.items():
                if tensors:
                    plain = {key: tensor.detach().cpu().contiguous() for key, tensor in tensors.items()}
                    save_file(plain, draft / f"{name}.safetensors")
            save_optimizer_state(draft, optimizer)
            (draft / "standing.json").write_text(json.dumps(asdict(standing)), encoding="utf-8")

        self._do(lambda: write_whole(self._folder, position, write))
        forget_old(self._folder)
        now = time.monotonic()
        self._due = now + max(SECONDS_BETWEEN, (now - began) / MOST_TIME)


@torch.no_grad()
def put_back(learning: Mapping[str, torch.nn.Parameter], weights: Weights) -> None:
    """Sets the weights that learn to the stored ones."""
    for name, parameter in learning.items():
        parameter.copy_(weights[name])
