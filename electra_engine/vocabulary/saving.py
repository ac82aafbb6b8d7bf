"""A tokenizer as the standard folder that `transformers` and everybody else loads."""

from __future__ import annotations

import json
from pathlib import Path

from tokenizers import Tokenizer

from electra_engine.durability import flush_folder, write_durably
from electra_engine.vocabulary.special import CLS, MASK, PAD, SEP, UNKNOWN, spelling_of

_ROLES = {"pad_token": PAD, "unk_token": UNKNOWN, "cls_token": CLS, "sep_token": SEP, "mask_token": MASK}


def save_tokenizer(tokenizer: Tokenizer, folder: Path) -> None:
    """Writes a tokenizer that has the five special tokens to `folder`; tokenizer.json comes last."""
    folder.mkdir(parents=True, exist_ok=True)
    vocabulary = sorted(tokenizer.get_vocab().items(), key=lambda entry: entry[1])
    _write(folder / "vocab.txt", "".join(f"{token}\n" for token, _ in vocabulary))
    names = {role: spelling_of(tokenizer, token) for role, token in _ROLES.items()}
    _write(folder / "special_tokens_map.json", json.dumps(names, indent=2))
    settings = {
        "tokenizer_class": "PreTrainedTokenizerFast",
        "clean_up_tokenization_spaces": False,
        **names,
    }
    _write(folder / "tokenizer_config.json", json.dumps(settings, indent=2))
    flush_folder(folder)
    _write(folder / "tokenizer.json", tokenizer.to_str(pretty=True))
    flush_folder(folder)
    flush_folder(folder.parent)


def _write(path: Path, text: str) -> None:
    """Replaces a file whole, so that nobody ever reads half of one."""
    temporary = path.with_name(f"{path.name}.part")
    write_durably(temporary, text)
    temporary.replace(path)
