"""Networks and tokenizers from a folder on this machine: safetensors only, never code from the folder."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import torch
from transformers import AutoTokenizer, PreTrainedModel, PreTrainedTokenizerBase
from transformers.utils import logging

from electra_engine.errors import UserError
from electra_engine.inference.references import read_config
from electra_engine.model.additions import attach_noted
from electra_engine.vocabulary.loading import read_safely

# Its progress bars and reports on unused weights mean nothing to the people who would read them here.
logging.set_verbosity_error()
logging.disable_progress_bar()

LOCAL_AND_SAFE = {"local_files_only": True, "trust_remote_code": False}
# A pooler belongs to sentence tasks; released encoders often come without theirs.
MAY_BE_MISSING = ("pooler.",)


def load_network(folder: Path, auto_class: Any, **details: Any) -> PreTrainedModel:
    """The network in `folder` in fp32, ready to be asked (`eval`).

    `auto_class` is one of transformers' classes, `details` go to its `from_pretrained`. Raises
    `UserError` when the weights are unsafe, damaged, or not those of such a network.
    """
    read_config(folder)
    try:
        network, report = auto_class.from_pretrained(
            folder,
            dtype=torch.float32,
            use_safetensors=True,
            output_loading_info=True,
            **LOCAL_AND_SAFE,
            **details,
        )
    except Exception as error:  # many kinds, one for every way in which a file can be damaged
        raise _unreadable(folder, error) from error
    missing = [key for key in report["missing_keys"] if not any(part in key for part in MAY_BE_MISSING)]
    if missing:
        raise UserError(
            "The weights in {folder} do not fit its config.json ({count} are missing, the first is "
            "{first}): save the model again with save_pretrained.",
            "model",
            folder=folder,
            count=len(missing),
            first=missing[0],
        )
    try:
        attach_noted(network, folder)
    except (KeyError, TypeError, ValueError) as error:
        raise _unreadable(folder, error) from error
    return network.eval()


def load_tokenizer(folder: Path) -> PreTrainedTokenizerBase:
    """The tokenizer in `folder`; raises `UserError` when there is none that can be used.

    It must be a fast one, because token offsets come from it, made of known parts only.
    """
    read_config(folder)
    if (folder / "tokenizer.json").is_file():
        read_safely(folder)
    try:
        tokenizer = AutoTokenizer.from_pretrained(folder, **LOCAL_AND_SAFE)
    except Exception as error:  # as above
        raise UserError(
            "The tokenizer in {folder} cannot be loaded ({reason}): it should hold a tokenizer.json.",
            "model",
            folder=folder,
            reason=_first_line(error),
        ) from error
    if not tokenizer.is_fast or tokenizer.pad_token_id is None:
        raise UserError(
            "The tokenizer in {folder} cannot be used here: it needs a tokenizer.json with a padding token.",
            "model",
            folder=folder,
        )
    return tokenizer


def longest_row(network: PreTrainedModel, most: int) -> int:
    """How many tokens a row may have: `most`, or fewer where the network has fewer positions."""
    positions = getattr(network.config, "max_position_embeddings", None) or most
    return min(most, positions)


def input_names(network: PreTrainedModel) -> list[str]:
    """Which of a tokenizer's outputs the network reads."""
    if getattr(network.config, "type_vocab_size", 0) > 1:
        return ["input_ids", "token_type_ids", "attention_mask"]
    return ["input_ids", "attention_mask"]


def _unreadable(folder: Path, error: Exception) -> UserError:
    return UserError(
        "The model in {folder} cannot be loaded ({reason}): save it again with save_pretrained.",
        "model",
        folder=folder,
        reason=_first_line(error),
    )


def _first_line(error: Exception) -> str:
    text = str(error).strip() or type(error).__name__
    return text.splitlines()[0][:160]
