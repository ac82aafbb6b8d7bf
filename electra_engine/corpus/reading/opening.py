"""A file that somebody named, opened so far that it can be told what it is; what is none is refused."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import TextIO

from electra_engine.corpus.reading.report import FileReport, ReadingReport
from electra_engine.errors import UserError
from electra_engine.sentences import Sentence
from electra_engine.writing.encodings import AUTOMATIC, codec_of, guess_encoding

CHUNK_BYTES = 1 << 20
HEAD_BYTES = 1 << 18
LONGEST_LINE = 1_000_000
# Where a file begins in plain ASCII, this much of it is searched for the bytes that tell its encoding.
SEARCHED_BYTES = 64 << 20
FOREIGN_BYTES = 1 << 16
CONTROL_SHARE = 0.05

_CONTROLS = re.compile("[\x00-\x08\x0e-\x1a\x1c-\x1f\x7f\ufffd]")


@dataclass(frozen=True)
class Opened:
    """A file on disk and what is known of it before it is read.

    `name` is what people call it. `text` is its beginning, decoded, empty for a file that is no text.
    `column` is what they chose to read of a table. `is_member` says that it lay in an archive or a folder.
    """

    path: Path
    name: str
    size: int
    head: bytes
    encoding: str
    text: str
    column: str
    is_member: bool
    file: FileReport
    report: ReadingReport

    def stream(self) -> TextIO:
        """All of it as text with plain line ends; what does not fit the encoding is U+FFFD."""
        return self.path.open(encoding=codec_of(self.encoding), errors="replace")

    def lines(self) -> Iterator[str]:
        """Line by line with the line ends, never more than `LONGEST_LINE` characters at once."""
        with self.stream() as stream:
            while line := stream.readline(LONGEST_LINE):
                yield line

    def leave_out_line(self, line: int, reason: Sentence) -> None:
        """Notes a line or row, counted from 1, that could not be used."""
        self.report.leave_out_line(self.file, self.name, line, reason)


def shown_name(name: str) -> str:
    """A file's name on one line and no longer than a line."""
    return "".join(letter if letter.isprintable() else "?" for letter in name[-80:])


def open_file(
    path: Path,
    name: str,
    file: FileReport,
    report: ReadingReport,
    encoding: str = AUTOMATIC,
    column: str = "",
    is_member: bool = False,
) -> Opened:
    """The beginning of a file; raises `UserError` where there is none or nothing in it."""
    size = _size_of(path, name)
    try:
        with path.open("rb") as stream:
            head = stream.read(HEAD_BYTES)
    except OSError as error:
        raise UserError(
            "{file} cannot be read ({reason}): check that it is yours to read.",
            "files",
            file=name,
            reason=error.strerror,
        ) from None
    if not head.strip(b"\0 \t\r\n\xef\xbb\xbf"):
        raise blank(name)
    return Opened(path, name, size, head, encoding, "", column, is_member, file, report)


def as_text(opened: Opened) -> Opened:
    """The same file with its encoding and the beginning of its text; raises `UserError` where it is none."""
    encoding = opened.encoding
    if encoding == AUTOMATIC:
        encoding = guess_encoding(_telling_bytes(opened), opened.size <= HEAD_BYTES)
        if not encoding:
            raise _binary(opened.name)
    known = Opened(**{**opened.__dict__, "encoding": encoding})
    with known.stream() as stream:
        text = stream.read(HEAD_BYTES)
    if not text.strip("\0\ufeff \t\r\n\u00a0\u3000"):
        raise blank(opened.name)
    if opened.encoding == AUTOMATIC and len(_CONTROLS.findall(text)) > CONTROL_SHARE * len(text) + 3:
        raise _binary(opened.name)
    opened.file.encoding = opened.file.encoding or encoding
    return Opened(**{**known.__dict__, "text": text})


def blank(name: str) -> UserError:
    """The refusal of a file without text."""
    return UserError("{file} has no text in it: choose a file with text.", "files", file=name)


def _binary(name: str) -> UserError:
    return UserError(
        "{file} is a binary file, not text: choose a text file, or export its text as .txt in UTF-8.",
        "files",
        file=name,
    )


def _size_of(path: Path, name: str) -> int:
    try:
        size = path.stat().st_size
    except (OSError, ValueError):
        raise UserError(
            "There is no file {path!r}: check the name and the folder.", "files", path=str(path)[:200]
        ) from None
    if not path.is_file():
        raise UserError("{file} is not an ordinary file: choose a text file.", "files", file=name)
    if size == 0:
        raise UserError("{file} is empty: choose a file with text.", "files", file=name)
    return size


def _telling_bytes(opened: Opened) -> bytes:
    """The head, and where that is plain ASCII the first stretches further on that are not."""
    if opened.size <= HEAD_BYTES or not opened.head.isascii():
        return opened.head
    found = opened.head[-1024:]
    with opened.path.open("rb") as stream:
        stream.seek(HEAD_BYTES)
        while stream.tell() < SEARCHED_BYTES and len(found) < FOREIGN_BYTES:
            chunk = stream.read(CHUNK_BYTES)
            if not chunk:
                break
            if not chunk.isascii():
                found += b"".join(line for line in chunk.split(b"\n")[1:-1] or [chunk] if not line.isascii())
    return found
