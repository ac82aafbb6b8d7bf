"""A run's checkpoint as Hugging Face folders, each with the tokenizer."""

from __future__ import annotations

import json
import os
import shutil
from pathlib import Path

from electra_engine.model.export import as_detector, as_masked_lm
from electra_engine.training.trained_pair import load_trained_pair
from electra_engine.workspace import RunFolder

# ModernBERT has no token types, and a tokenizer that sends them would be refused.
MODERN_INPUTS = ["input_ids", "attention_mask"]


def export_run(run: RunFolder, folder: Path, step: int | None = None) -> Path:
    """Writes `folder`/generator and `folder`/discriminator from the newest checkpoint or the one at `step`.

    Raises `UserError` when there is no such checkpoint. The folder appears whole or not at all.
    """
    pair = load_trained_pair(run, step)
    temporary = folder.with_name(f".{folder.name}.{os.getpid()}")
    shutil.rmtree(temporary, ignore_errors=True)
    for name, network in (("generator", as_masked_lm(pair)), ("discriminator", as_detector(pair))):
        network.save_pretrained(temporary / name)
        shutil.copytree(run.tokenizer, temporary / name, dirs_exist_ok=True)
        if pair.backbone == "modern":
            _name_inputs(temporary / name / "tokenizer_config.json")
    temporary.rename(folder)
    return folder


def _name_inputs(file: Path) -> None:
    config = json.loads(file.read_text(encoding="utf-8"))
    file.write_text(
        json.dumps({**config, "model_input_names": MODERN_INPUTS}, indent=2, ensure_ascii=False), "utf-8"
    )
