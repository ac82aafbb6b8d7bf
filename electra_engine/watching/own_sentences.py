"""Sentences that people add to a run while it trains: a file each, in the run's own folder.

A file is the request and the memory at once: the worker watches whatever it finds there, also after a
resume. Files are numbered from 0 without a gap; a sentence keeps its number as long as the run exists.
"""

from __future__ import annotations

import contextlib
import os
import uuid
from pathlib import Path

from tokenizers import Tokenizer

from electra_engine.errors import UserError
from electra_engine.vocabulary.special import UNKNOWN

MOST = 24
LONGEST = 300  # characters
FIRST_INDEX = 100  # of the probe sentences; held-out ones count from 0 and are never that many


def cleaned(text: str) -> str:
    """A sentence on one line, as it can be stored; raises `UserError` when it is empty or too long."""
    plain = " ".join(text.encode("utf-8", "replace").decode("utf-8").split())
    if not 0 < len(plain) <= LONGEST:
        raise UserError(
            "That sentence has {count} characters, and 1 to {most} can be watched: write another.",
            "sentence",
            count=len(plain),
            most=LONGEST,
        )
    return plain


def check_readable(text: str, tokenizer: Tokenizer, row_length: int) -> None:
    """Raises `UserError` unless the run's vocabulary knows some of the text and a row holds all of it."""
    tokens = tokenizer.encode(text, add_special_tokens=False).tokens
    unknown = {UNKNOWN, "<unk>"}
    if all(token in unknown for token in tokens):
        raise UserError(
            "This run's vocabulary knows no word of that sentence: write one in the language of its text.",
            "sentence",
        )
    if len(tokens) > row_length - 2:  # the row's begin and end take a place each
        raise UserError(
            "That sentence has {count} tokens, and this run reads {most} at once: shorten it.",
            "sentence",
            count=len(tokens),
            most=row_length - 2,
        )


def add(folder: Path, text: str) -> int:
    """Keeps a cleaned sentence and gives its number; raises `UserError` when it is there or no room is left.

    Never over another one, however many pages add at once, and whole or not at all.
    """
    if text in read_from(folder, 0):
        raise UserError("That sentence is watched already: look for it in the list.", "sentence")
    draft = folder / f".new-{uuid.uuid4().hex}"
    try:
        folder.mkdir(exist_ok=True)
        draft.write_text(text, encoding="utf-8")
        number = _number_given(folder, draft)
    except OSError as error:
        raise UserError(
            "The sentence could not be kept in {folder} ({reason}): make room on the disk and add it again.",
            "sentence",
            folder=folder,
            reason=error.strerror or error,
        ) from None
    finally:
        with contextlib.suppress(OSError):
            draft.unlink(missing_ok=True)
    if number is not None:
        return number
    raise UserError(
        "This run watches {most} sentences of your own already, and more would slow it down: it takes no "
        "more.",
        "sentence",
        most=MOST,
    )


def _number_given(folder: Path, draft: Path) -> int | None:
    """Gives the draft the first number that nobody has; None where all are taken."""
    for number in range(MOST):
        try:
            os.link(draft, _file(folder, number))  # unlike a rename, it never replaces what is there
        except FileExistsError:
            continue
        return number
    return None


def read_from(folder: Path, number: int) -> list[str]:
    """The sentences from that number on; one look at the disk where there is none."""
    found: list[str] = []
    while text := _read(_file(folder, number + len(found))):
        found.append(text)
    return found


def _read(file: Path) -> str:
    return file.read_text(encoding="utf-8") if file.exists() else ""


def _file(folder: Path, number: int) -> Path:
    return folder / f"{number:02d}.txt"
