"""A labelled file's bytes as text, or one sentence on why they are none."""

from __future__ import annotations

import re
from pathlib import Path

from electra_engine.errors import UserError
from electra_engine.finetuning.file_bytes import LARGEST_FILE, read_bytes
from electra_engine.writing.encodings import codec_of, guess_encoding

SEARCHED_BYTES = 1 << 18  # from the first byte on that is not ASCII
LEAST_UTF8 = 0.98  # the share of lines that must be UTF-8 before the others count as damaged ones
MOST_CONTROLS = 0.02  # the share of signs that no text has, where a guess at the encoding is right
UNICODE = "UTF-8"
TELLING = re.compile(rb"[\0\x80-\xff]")
CONTROLS = re.compile("[\x00-\x08\x0e-\x1a\x1c-\x1f\x7f\ufffd]")


def read_text(path: Path, largest: int = LARGEST_FILE) -> str:
    """The whole file as text, as `text_of` gives it; raises `UserError` as that and `read_bytes` do."""
    return text_of(read_bytes(path, largest), path)


def text_of(content: bytes, path: Path) -> str:
    """The content of the file `path` as text; an undecodable byte of a mostly readable file becomes a lone
    surrogate.

    Raises `UserError` for what is empty or no text.
    """
    text = _decoded(content, path)
    if not text.strip("\ufeff\0 \t\r\n"):
        raise UserError("{file} is empty: give a file with one labelled example in each row.", file=path.name)
    return text


def _decoded(content: bytes, path: Path) -> str:
    if b"\0" not in content[:SEARCHED_BYTES] and _is_nearly_utf8(content):
        return content.decode("utf-8-sig", errors="surrogateescape")
    telling = TELLING.search(content)
    start = telling.start() if telling else 0
    start = 0 if start < SEARCHED_BYTES else content.rfind(b"\n", 0, start) + 1
    sample = content[start : start + SEARCHED_BYTES]
    encoding = guess_encoding(sample, is_whole=len(sample) == len(content))
    try:
        text = content.decode(codec_of(encoding or UNICODE), errors="replace")
    except LookupError:  # a guess that Python has no codec for
        text = content.decode(errors="replace")
    if not encoding or len(CONTROLS.findall(text[:SEARCHED_BYTES])) > MOST_CONTROLS * len(sample) + 3:
        raise UserError("{file} is not a text file: give a CSV, TSV, JSON or CoNLL file.", file=path.name)
    return text


def _is_nearly_utf8(content: bytes) -> bool:
    """Whether it is UTF-8 but for a few lines, which then are lost alone."""
    if _is_utf8(content):
        return True
    lines = content.splitlines()
    damaged = sum(not _is_utf8(line) for line in lines)
    return damaged <= max((1 - LEAST_UTF8) * len(lines), 1 if len(lines) > 8 else 0)


def _is_utf8(line: bytes) -> bool:
    try:
        line.decode()
    except UnicodeDecodeError:
        return False
    return True
