"""What a file is, told by its content and never by its name; what cannot be read is refused here."""

from __future__ import annotations

import codecs
from dataclasses import dataclass
from pathlib import Path

from electra_engine.errors import UserError
from electra_engine.sentences import Sentence

CHUNK_BYTES = 1 << 20
HEAD_BYTES = 1 << 18
# So many damaged bytes are forgiven in any file, beyond that one in a thousand.
FORGIVEN_BYTES = 3
FORGIVEN_SHARE = 0.001
BINARY_SHARE = 0.1

_KNOWN_BEGINNINGS = (
    (b"PK\x03\x04", Sentence("a ZIP archive or an office document")),
    (b"%PDF-", Sentence("a PDF")),
    (b"\x89PNG\r\n", Sentence("a PNG picture")),
    (b"\xff\xd8\xff", Sentence("a JPEG picture")),
    (b"GIF8", Sentence("a GIF picture")),
    (b"\x1f\x8b", Sentence("a gzip archive")),
    (b"BZh", Sentence("a bzip2 archive")),
    (b"\xfd7zXZ\x00", Sentence("an xz archive")),
    (b"\x28\xb5\x2f\xfd", Sentence("a zstd archive")),
    (b"7z\xbc\xaf\x27\x1c", Sentence("a 7-Zip archive")),
    (b"\xd0\xcf\x11\xe0", Sentence("an old office document")),
    (b"{\\rtf", Sentence("an RTF document")),
    (b"PAR1", Sentence("a Parquet table")),
    (b"SQLite format 3\x00", Sentence("an SQLite database")),
    (b"\x7fELF", Sentence("a program")),
    (b"MZ\x90\x00", Sentence("a program")),
)
_UTF_16_MARKS = (codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)
_CONTROL_BYTES = bytes(set(range(32)) - set(b"\t\n\v\f\r\x1b")) + b"\x7f"


@dataclass(frozen=True)
class TextFile:
    """A file that can be read: its path, its format, its size and how many bytes must be replaced."""

    path: Path
    format: str
    size: int
    damaged: int


@dataclass
class _Scan:
    """What a walk over all bytes found; `first_damaged` is a byte offset."""

    undecodable: int = 0
    nuls: int = 0
    first_damaged: int = 0
    blank: bool = True


def recognise(path: Path) -> TextFile:
    """What `path` holds; raises `UserError` when it is not text that can be read."""
    name = "".join(letter if letter.isprintable() else "?" for letter in path.name[:80])
    size = _size_of(path, name)
    try:
        with path.open("rb") as stream:
            head = stream.read(HEAD_BYTES)
        _refuse_known_formats(head, name)
        scan = _scan(path)
    except OSError as error:
        raise UserError(
            "{file} cannot be read ({reason}): check that it is yours to read.",
            "files",
            file=name,
            reason=error.strerror,
        ) from None
    _refuse_binary(head, scan, size, name)
    if scan.undecodable > max(FORGIVEN_BYTES, size * FORGIVEN_SHARE):
        raise UserError(
            "{file} is not UTF-8 text (the byte at offset {offset:,} does not fit): save it as UTF-8 in "
            "an editor, or convert it, say with: iconv -f WINDOWS-1252 -t UTF-8 old.txt > new.txt",
            "files",
            file=name,
            offset=scan.first_damaged,
        )
    if scan.blank:
        raise UserError(
            "{file} has nothing but white space in it: choose a file with text.", "files", file=name
        )
    return TextFile(path, "plain text", size, scan.undecodable + scan.nuls)


def _size_of(path: Path, name: str) -> int:
    try:
        size = path.stat().st_size
    except (OSError, ValueError):
        raise UserError(
            "There is no file {path!r}: check the name and the folder.", "files", path=str(path)[:200]
        ) from None
    if path.is_dir():
        raise UserError("{file} is a folder, not a file: choose the text files in it.", "files", file=name)
    if not path.is_file():
        raise UserError("{file} is not an ordinary file: choose a text file.", "files", file=name)
    if size == 0:
        raise UserError("{file} is empty: choose a file with text.", "files", file=name)
    return size


def _scan(path: Path) -> _Scan:
    found = _Scan()
    offset = 0
    pending = b""
    with path.open("rb") as stream:
        while chunk := stream.read(CHUNK_BYTES):
            data = pending + chunk
            text, used = _decode(data, offset, found, final=False)
            found.nuls += chunk.count(0)
            found.blank = found.blank and not text.strip("\0\ufeff \t\r\n\u00a0\u3000")
            pending, offset = data[used:], offset + used
    _decode(pending, offset, found, final=True)
    return found


def _decode(data: bytes, offset: int, found: _Scan, final: bool) -> tuple[str, int]:
    """The text of `data` and how many bytes of it were used up; counts what does not fit."""
    try:
        return codecs.utf_8_decode(data, "strict", final)
    except UnicodeDecodeError as error:
        if not found.undecodable:
            found.first_damaged = offset + error.start
    text, used = codecs.utf_8_decode(data, "replace", final)
    found.undecodable += max(text.count("\ufffd") - data.count("\ufffd".encode()), 1)
    return text, used


def _refuse_known_formats(head: bytes, name: str) -> None:
    for beginning, what in _KNOWN_BEGINNINGS:
        if head.startswith(beginning):
            raise UserError(
                "{file} is not plain text, it looks like {what}: export its text as a .txt file in UTF-8.",
                "files",
                file=name,
                what=what,
            )
    if head.startswith(_UTF_16_MARKS) or _alternates_with_nul(head):
        raise UserError(
            "{file} is written in UTF-16 (from byte offset 0), not UTF-8: save it as UTF-8 in an editor, "
            "or convert it with: iconv -f UTF-16 -t UTF-8 old.txt > new.txt",
            "files",
            file=name,
        )


def _alternates_with_nul(head: bytes) -> bool:
    """True for UTF-16 without a mark: nearly every second byte of Western text is 0, the others are not."""
    even, odd = head[0::2].count(0), head[1::2].count(0)
    return max(even, odd) > 0.4 * len(head) and min(even, odd) < 0.02 * len(head)


def _refuse_binary(head: bytes, scan: _Scan, size: int, name: str) -> None:
    controls = len(head) - len(head.translate(None, _CONTROL_BYTES))
    many_nuls = scan.nuls > max(FORGIVEN_BYTES, size * FORGIVEN_SHARE)
    mostly_foreign = scan.undecodable > BINARY_SHARE * size or controls > BINARY_SHARE * len(head)
    if many_nuls or (mostly_foreign and not _is_legible(head)):
        raise UserError(
            "{file} is a binary file, not text: choose a text file, or export its text as .txt in UTF-8.",
            "files",
            file=name,
        )


def _is_legible(head: bytes) -> bool:
    """True where no control bytes stand: text in another 8-bit alphabet, such as Cyrillic."""
    return not head.translate(None, bytes(set(range(256)) - set(_CONTROL_BYTES)))
