"""About how large a model is that is taken away, told before anything is written."""

from __future__ import annotations

from electra_engine.quota import space_taken
from electra_engine.training.checkpoint_folders import checkpoint_folders
from electra_engine.workspace import RunFolder


def model_bytes(run: RunFolder) -> int:
    """Bytes of a run's newest model as folders; 0 where it has none yet."""
    if run.model.is_dir():
        return space_taken(run.model)
    newest = checkpoint_folders(run.checkpoints)[:1]
    return sum(file.stat().st_size for checkpoint in newest for file in checkpoint.glob("pair.safetensors"))
