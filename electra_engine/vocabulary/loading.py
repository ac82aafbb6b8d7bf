"""A tokenizer from a folder: ours, or any Hugging Face folder with a tokenizer.json."""

from __future__ import annotations

from pathlib import Path

from tokenizers import Tokenizer

from electra_engine.errors import UserError
from electra_engine.vocabulary.special import special_ids

LARGEST_FILE = 64 << 20


def load_tokenizer(folder: Path) -> Tokenizer:
    """The tokenizer in `folder`, without padding or truncation.

    Raises `UserError` where there is no usable tokenizer.json or one of the five special tokens is
    missing. Nothing but tokenizer.json is read.
    """
    file = folder / "tokenizer.json"
    if not file.is_file():
        raise UserError(
            f"There is no tokenizer.json in {folder}: choose a folder that holds a tokenizer.", "tokenizer"
        )
    if file.stat().st_size > LARGEST_FILE:
        raise UserError(
            f"The tokenizer.json in {folder} is larger than {LARGEST_FILE >> 20} MB: choose another one.",
            "tokenizer",
        )
    try:
        tokenizer = Tokenizer.from_str(file.read_text("utf-8"))
    except Exception as error:  # the library raises bare exceptions for whatever it cannot parse
        reason = (str(error).splitlines() or [type(error).__name__])[0][:120]
        raise UserError(
            f"The tokenizer.json in {folder} cannot be used ({reason}): choose another tokenizer.",
            "tokenizer",
        ) from None
    tokenizer.no_padding()
    tokenizer.no_truncation()
    special_ids(tokenizer)
    return tokenizer
