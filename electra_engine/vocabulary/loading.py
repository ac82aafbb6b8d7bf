"""A tokenizer from a folder: ours, or any Hugging Face folder with a tokenizer.json."""

from __future__ import annotations

from pathlib import Path

from tokenizers import Tokenizer

from electra_engine.errors import UserError
from electra_engine.vocabulary.components import StrangePartError, check_components
from electra_engine.vocabulary.special import special_ids

LARGEST_FILE = 64 << 20


def load_tokenizer(folder: Path) -> Tokenizer:
    """The tokenizer in `folder`, without padding or truncation.

    Raises `UserError` where there is no usable tokenizer.json or one of the five special tokens is
    missing. Nothing but tokenizer.json is read.
    """
    tokenizer = Tokenizer.from_str(read_safely(folder))
    tokenizer.no_padding()
    tokenizer.no_truncation()
    special_ids(tokenizer)
    return tokenizer


def read_safely(folder: Path) -> str:
    """The text of the folder's tokenizer.json, which the library can build; raises `UserError`."""
    file = folder / "tokenizer.json"
    if not file.is_file():
        raise UserError(
            "There is no tokenizer.json in {folder}: choose a folder that holds a tokenizer.",
            "tokenizer",
            folder=folder,
        )
    if file.stat().st_size > LARGEST_FILE:
        raise UserError(
            "The tokenizer.json in {folder} is larger than {most} MB: choose another one.",
            "tokenizer",
            folder=folder,
            most=LARGEST_FILE >> 20,
        )
    try:
        text = file.read_text("utf-8")
        check_components(text)
        Tokenizer.from_str(text)
    except StrangePartError as error:
        raise UserError(
            "The tokenizer.json in {folder} cannot be used (its part {part} is not taken from strangers, "
            "because it could hang): choose another tokenizer.",
            "tokenizer",
            folder=folder,
            part=error,
        ) from None
    except BaseException as error:  # the library raises bare exceptions for whatever it cannot parse
        if not (isinstance(error, Exception) or _is_panic(error)):
            raise
        reason = (str(error).splitlines() or [type(error).__name__])[0][:120]
        raise UserError(
            "The tokenizer.json in {folder} cannot be used ({reason}): choose another tokenizer.",
            "tokenizer",
            folder=folder,
            reason=reason,
        ) from None
    return text


def _is_panic(error: BaseException) -> bool:
    """Whether the library broke down, which it tells by an exception that is no `Exception`."""
    return type(error).__name__ == "PanicException"
