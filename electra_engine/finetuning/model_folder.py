"""The fine-tuned model on disk: a Hugging Face folder, with what was taught and reached noted beside it."""

from __future__ import annotations

import json
import shutil
from pathlib import Path
from typing import Any

from transformers import PreTrainedModel, PreTrainedTokenizerBase

from electra_engine.durability import flush_all, flush_folder
from electra_engine.finetuning.methods import Finish
from electra_engine.inference.notes import NOTES_FILE


def write_model(
    folder: Path,
    network: PreTrainedModel,
    tokenizer: PreTrainedTokenizerBase,
    notes: dict[str, Any],
    finish: Finish,
) -> None:
    """Writes `folder` whole or not at all, in the place of what stood there; `finish` is the method's.

    It loads with transformers' `AutoModelForSequenceClassification` and `AutoTokenizer`; `notes` go
    into electra_studio.json.
    """
    draft, old = folder.with_name(f".{folder.name}-new"), folder.with_name(f".{folder.name}-old")
    for leftover in (draft, old):
        shutil.rmtree(leftover, ignore_errors=True)
    draft.mkdir()
    finish(draft)
    network.save_pretrained(draft)
    _save_tokenizer(draft, tokenizer)
    (draft / NOTES_FILE).write_text(
        json.dumps(notes, indent=2, ensure_ascii=False, allow_nan=False), encoding="utf-8"
    )
    flush_all(draft)
    if folder.exists():
        folder.rename(old)
    draft.rename(folder)
    flush_folder(folder.parent)  # before what it takes the place of goes, and the checkpoints it was made of
    shutil.rmtree(old, ignore_errors=True)


def _save_tokenizer(folder: Path, tokenizer: PreTrainedTokenizerBase) -> None:
    """Saves the tokenizer with its `model_input_names`, which transformers reads but does not write."""
    tokenizer.save_pretrained(folder)
    path = folder / "tokenizer_config.json"
    config = json.loads(path.read_text(encoding="utf-8"))
    config["model_input_names"] = tokenizer.model_input_names
    path.write_text(json.dumps(config, indent=2, ensure_ascii=False), encoding="utf-8")
